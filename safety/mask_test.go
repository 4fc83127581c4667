package safety

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gloss-tutor/gloss/thread"
)

// The tokens of the tests are put together here, so that no file holds a shape
// that a scanner takes for a leak.
var (
	githubToken = "ghp_" + "Zr4kT9wQ2mX7vB1nC8sL5dF3gH6jK0pR2tYa"
	awsKey      = "AKIA" + "Q3EGRX7LMTZV2WBD"
	slackToken  = "xoxb-" + "2718281828-3141592653589-aBcDeFgHiJkLmNoPqRsTuVwX"
	stripeKey   = "sk_live_" + "51H8fK2eZvKYlo2Cabcdef1234"
	jwt         = "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
	pemKey      = "-----BEGIN RSA PRIVATE" + " KEY-----\nMIIEpQIBAAKCAQEAn6/O8li+SX4m98LLYt\nabcDEF123/+=\n"
	pemEnd      = "-----END RSA PRIVATE" + " KEY-----"
	password    = "tRound-Kettle-49!"
)

func TestMask(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"GitHub", "use " + githubToken + ".", "use ‹secret:github›."},
		{"AWS", "export AWS_ACCESS_KEY_ID=" + awsKey, "export AWS_ACCESS_KEY_ID=‹secret:aws-key›"},
		{"Slack", "`" + slackToken + "`", "`‹secret:slack›`"},
		{"Stripe", "(" + stripeKey + ")", "(‹secret:stripe›)"},
		{"JWT", "curl -H 'Authorization: Bearer " + jwt + "'", "curl -H 'Authorization: Bearer ‹secret:jwt›'"},
		{"key", "a\n" + pemKey + pemEnd + "\nb", "a\n‹secret:private-key›\nb"},
		{"key cut off", "a\n" + pemKey, "a\n‹secret:private-key›"},
		{"address with password", "postgres://app:" + password + "@db.internal:5432/x", "postgres://app:‹secret:url-password›@db.internal:5432/x"},
		{"Slack makes mail of it", "postgres://app:<mailto:" + password + "@db.io|" + password + "@db.io>", "postgres://app:<mailto:‹secret:url-password›@db.io|‹secret:url-password›@db.io>"},
		{"link with a token", "<https://x.io/run?access_token=" + githubToken + "&amp;v=2|run>", "<https://x.io/run?access_token=‹secret:github›&amp;v=2|run>"},
		{"link with a signature", "https://x.io/f?sig=Ab3dEf6hIj9l&amp;v=2", "https://x.io/f?sig=‹secret:url-key›&amp;v=2"},
		{"YAML", "api_key: 9f8a7b6c5d4e3f2a", "api_key: ‹secret:token›"},
		{"JSON", `{"client_secret": "aB3dE5fG7hJ9"}`, `{"client_secret": "‹secret:token›"}`},
		{"HTML quotes", "password=&quot;" + password + "&quot;", "password=&quot;‹secret:password›&quot;"},
		{"percent signs", "next=%3Ftoken%3D" + githubToken, "next=%3Ftoken%‹secret:github›"},
		{"curl", "curl -u 'ada:" + password + "' https://x.io", "curl -u 'ada:‹secret:password›' https://x.io"},
		{"prose", "the password is " + password, "the password is ‹secret:password›"},
		{"prose in marks", "user `ops`, password `kettle-rabbit-0042`", "user `ops`, password `‹secret:password›`"},
		{"zero width inside", "ghp_\u200b" + githubToken[4:], "‹secret:github›"},
		{"soft hyphen inside", githubToken[:20] + "\u00ad" + githubToken[20:], "‹secret:github›"},
		{"marker to look away", githubToken + " # gitleaks:allow", "‹secret:github› # gitleaks:allow"},
		{"said twice", "password: " + password + "\nyes, " + password, "password: ‹secret:password›\nyes, ‹secret:password›"},
		{"random by name", "key: Zf3D0LXCM3EIMbgJpUNn7kRtOf4OueHznB2q", "key: ‹secret:token›"},
		{"random", "we saw Zf3D0LXCM3EIMbgJpUNn7kRtOf4OueHznB2q", "we saw ‹secret:unnamed›"},
		{"named like its kind", "ab://b:url-password@c", "ab://b:‹secret:url-password›@c"},
		{"key around a placeholder", pemKey + "‹secret:x›\nMIIEpQ\n" + pemEnd, "‹secret:private-key›"},
		{"hidden", "a\u202eb\u2060c", "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, secrets := Mask(tt.in)
			if got != tt.want {
				t.Errorf("Mask(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
			if strings.Count(got, "‹secret:") != len(secrets) {
				t.Errorf("%d secrets reported, %d masked", len(secrets), strings.Count(got, "‹secret:"))
			}
			if again, more := Mask(got); again != got || more != nil {
				t.Errorf("Mask again: %q, %v", again, more)
			}
		})
	}
}

func TestMaskLeavesTheRest(t *testing.T) {
	tests := []string{
		"Rotate your token by Friday; nobody needs your password.",
		"The idempotency key is missing, so the token expired: see token.Refresh(ctx).",
		"password: see the vault", "password: ****", "token: ${TOKEN}", "api_key = os.getenv('API_KEY')", "password=<your password>",
		"last commit 9b1d0c4e77f2a35d0e6b8c1f4a2d9e3b5c7f8a01",
		"trace 4bf92f35-77b3-4da6-a3ce-929d0e0e4736 at 10.0.0.1:8080",
		"https://docs.google.com/document/d/1W7KCxOxP-1Fy5EyF2lbJGE2WuKmu5v0suYqoHas1jRM/edit",
		"a &amp; b &lt; c, 100%25 and %20", "a\r\nb", "絵文字 👩‍👩‍👧 ❤️ と می\u200cخواهم",
		"docker run -u 1000:1000 image", "cart-core/internal/payments/refund_client_test.go:120",
		"‹secret:github›",
	}
	for _, s := range tests {
		if got, secrets := Mask(s); got != s || secrets != nil {
			t.Errorf("Mask(%q) = %q, %v", s, got, secrets)
		}
	}
}

// TestMaskVectors holds the share of generated vendor tokens that are masked
// whole: not one run of eight characters may be left.
func TestMaskVectors(t *testing.T) {
	vectors := texts(t, "testdata/secret_vectors.jsonl.gz")
	missed := 0
	for _, v := range vectors {
		secret := mostRandom(v)
		if got, _ := Mask(v); survives(secret, got) {
			missed++
			t.Logf("left of %.60q: %.60q", v, got)
		}
	}
	if share := float64(len(vectors)-missed) / float64(len(vectors)); share < 0.95 {
		t.Errorf("masked %.1f %% of %d vectors, want 95 %%", 100*share, len(vectors))
	}
}

// mostRandom returns the word of s that carries most information: the token.
func mostRandom(s string) string {
	best, most := "", 0.0
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !wordByte(byte(r)) && !strings.ContainsRune("_+/.~@^$-", r) }) {
		bits := entropy(word) * float64(len(word))
		if strings.ContainsAny(word, "0123456789") {
			bits *= 2
		}
		if bits > most {
			best, most = word, bits
		}
	}
	return best
}

func survives(secret, text string) bool {
	for i := 0; i+8 <= len(secret); i++ {
		if strings.Contains(text, secret[i:i+8]) {
			return true
		}
	}
	return len(secret) < 8 && strings.Contains(text, secret)
}

func TestMaskThread(t *testing.T) {
	before := thread.Thread{Messages: []thread.Message{
		{ID: "m1", Author: "Ada", Text: "I typed " + password + " and it worked", Lines: [2]int{1, 2}},
		{ID: "m2", Author: "Bo " + githubToken, AuthorRole: "ops", Text: "the password is " + password + "\npassword: " + password, Lines: [2]int{3, 5}},
		{ID: "m3", Author: "Cem", Text: "thanks"},
	}}
	text := before.Messages[1].Text
	after, masked := MaskThread(before)
	want := []Masked{{"m1", "password"}, {"m2", "password"}, {"m2", "github"}}
	if !reflect.DeepEqual(masked, want) {
		t.Errorf("masked %v, want %v", masked, want)
	}
	if got := after.Messages[0].Text; got != "I typed ‹secret:password› and it worked" {
		t.Errorf("m1 became %q", got)
	}
	if got := after.Messages[1]; got.Text != "the password is ‹secret:password›\npassword: ‹secret:password›" || got.Author != "Bo ‹secret:github›" || got.Lines != [2]int{3, 5} {
		t.Errorf("m2 became %+v", got)
	}
	if !reflect.DeepEqual(after.Messages[2], before.Messages[2]) || before.Messages[1].Text != text {
		t.Error("MaskThread changed what holds no secret, or the thread it was given")
	}
}

func TestMaskJSON(t *testing.T) {
	in := `{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDL", "event" : {"type":"message","text":"the password is ` + password + ` \u003c","n":1e3,
 "trigger_id":"13345224609.738474920.8088930838d88f008e0","response_url":"https://hooks.slack.com/actions/T0/1/aB3dE5fG7hJ9aB3dE5fG7hJ9",
 "blocks":[{"block_id":"xY7","elements":[{"text":"the password is "},{"text":"` + password + `","ok":true}]}], "null":null,
 "value":"Zf3D0LXCM3EIMbgJpUNn7kRtOf4OueHznB2q"},"event_context":"4-` + jwt + `","note":"caf\u00e9 \/ \"x\""}`
	want := `{"token":"‹secret:token›", "event" : {"type":"message","text":"the password is ‹secret:password› <","n":1e3,
 "trigger_id":"13345224609.738474920.8088930838d88f008e0","response_url":"https://hooks.slack.com/actions/T0/1/aB3dE5fG7hJ9aB3dE5fG7hJ9",
 "blocks":[{"block_id":"xY7","elements":[{"text":"the password is "},{"text":"‹secret:password›","ok":true}]}], "null":null,
 "value":"Zf3D0LXCM3EIMbgJpUNn7kRtOf4OueHznB2q"},"event_context":"4-` + jwt + `","note":"caf\u00e9 \/ \"x\""}`
	got, n, err := MaskJSON([]byte(in))
	if err != nil || string(got) != want || n != 3 {
		t.Errorf("MaskJSON: %d, %v\n got %s\nwant %s", n, err, got, want)
	}
	if again, n, err := MaskJSON(got); string(again) != want || n != 0 || err != nil {
		t.Errorf("MaskJSON again: %s, %d, %v", again, n, err)
	}
}

func TestMaskJSONRefusesWhatIsNoJSON(t *testing.T) {
	for _, in := range []string{"", "{", `{"text":"` + password, `{"a":1}{`, "\xff"} {
		if got, _, err := MaskJSON([]byte(in)); err == nil || got != nil {
			t.Errorf("MaskJSON(%q) = %q, %v", in, got, err)
		} else if strings.Contains(err.Error(), password) {
			t.Error("the error tells the text")
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, v := range texts(f, "testdata/secret_vectors.jsonl.gz")[:120] {
		f.Add(v)
	}
	for _, s := range []string{pemKey, "&#65;&amp;%41%0a", "password: ‹secret:x›", "‹secret:‹secret:a›", "\u200d\ufe0f👩‍", "a://b:c@d:e@f", "ab://b:url-password@c url-password", "token=token=token=aB3dE5", "pw is u / aB3!dE5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		masked, secrets := Mask(s)
		if again, _ := Mask(masked); again != masked {
			t.Errorf("Mask(%q) = %q, again %q", s, masked, again)
		}
		if !utf8.ValidString(masked) {
			t.Errorf("Mask(%q) = %q is not UTF-8", s, masked)
		}
		if secrets == nil && stripHidden(s) != masked {
			t.Errorf("Mask(%q) = %q masked nothing and changed the text", s, masked)
		}
		document, err := json.Marshal(map[string]any{"text": s, "list": []string{s}})
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := MaskJSON(document)
		if err != nil || !json.Valid(out) {
			t.Errorf("MaskJSON(%q) = %q, %v", document, out, err)
		}
	})
}

func BenchmarkMask(b *testing.B) {
	line := "The deploy of cart-core failed at 09:00, see https://ci.example.com/run/77: the token expired.\n"
	text := strings.Repeat(line, 8192/len(line))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Mask(text)
	}
}
