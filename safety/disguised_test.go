package safety

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestMaskSeesThroughDisguise(t *testing.T) {
	wrap := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	wide := strings.Map(func(r rune) rune { return r + 0xfee0 }, githubToken)
	tests := []struct{ name, in, want string }{
		{"full-width token", "use " + wide + " now", "use ‹secret:github› now"},
		{"full-width name", "ｐａｓｓｗｏｒｄ： " + password, "ｐａｓｓｗｏｒｄ： ‹secret:password›"},
		{"Cyrillic look-alike", strings.Replace(awsKey, "A", "А", 1), "‹secret:aws-key›"},
		{"broken by a terminal", githubToken[:20] + "\n" + githubToken[20:] + "\nthanks", "‹secret:github›\nthanks"},
		{"broken by a shell", awsKey[:9] + " \\\n  " + awsKey[9:], "‹secret:aws-key›"},
		{"percent twice", "x=" + strings.ReplaceAll(githubToken, "T", "%2554"), "x=‹secret:github›"},
		{"base64 of a token", "run " + wrap("export T="+githubToken), "run ‹secret:github›"},
		{"kubeconfig", "client-key-data: " + wrap(pemKey+pemEnd), "client-key-data: ‹secret:private-key›"},
		{"kubeconfig cut off", "key-data: " + wrap(pemKey)[:60], "key-data: ‹secret:private-key›"},
		{"Docker login", `"auth": "` + wrap("ada:"+password) + `"`, `"auth": "‹secret:token›"`},
		{"Kubernetes Secret", "kind: Secret\ndata:\n  conn: " + wrap("kettle-7") + "\n", "kind: Secret\ndata:\n  conn: ‹secret:token›\n"},
		{"only that manifest", "kind: ConfigMap\ndata:\n  a: Z29vZGJ5ZSBhbGw=\n---\nkind: Secret\ndata:\n  a: aGVsbG8gd29ybGQ=",
			"kind: ConfigMap\ndata:\n  a: Z29vZGJ5ZSBhbGw=\n---\nkind: Secret\ndata:\n  a: ‹secret:token›"},
		{"words and a digit", "the staging password is now correct-horse-9, sorry", "the staging password is now ‹secret:password›, sorry"},
		{"diceware", "root password is kettle-Rabbit-moon-stone", "root password is ‹secret:password›"},
		{"phrase", `the passphrase is "kettle rabbit moon stone"`, `the passphrase is "‹secret:password›"`},
		{"wifi", "wifi pass for the office: sunnyriver7", "wifi pass for the office: ‹secret:password›"},
		{"German", "Das WLAN-Passwort lautet Sommer2024!", "Das WLAN-Passwort lautet ‹secret:password›"},
		{"French", "le mot de passe est Kettle&42x", "le mot de passe est ‹secret:password›"},
		{"next line in a code block", "Password:\n```\n" + password + "\n```", "Password:\n```\n‹secret:password›\n```"},
		{"one-time code", "your verification code: 492817", "your verification code: ‹secret:one-time-code›"},
		{"recovery codes", "recovery codes: 8f3k-22ls, p0s9-11qa", "recovery codes: ‹secret:recovery-code›"},
		{"vendor's name", "adafruit_io_key=a94f7c21d0e84bb1", "adafruit_io_key=‹secret:token›"},
		{"card", "card 4111 1111 1111 1111, exp 10/27", "card ‹secret:card›, exp 10/27"},
		{"IBAN", "pay to GB82 WEST 1234 5698 7654 32 please", "pay to ‹secret:iban› please"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := Mask(tt.in)
			if got != tt.want {
				t.Errorf("Mask(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
			if again, _ := Mask(got); again != got {
				t.Errorf("Mask again: %q", again)
			}
		})
	}
}

func TestMaskLeavesWhatOnlyLooksLikeOne(t *testing.T) {
	for _, s := range []string{
		"the password is base64 encoded", "password is 8-12 characters", "the password is case-sensitive", "password is end-to-end encrypted",
		"wifi is 2.4GHz only", "PASS: TestCheckout2", "passphrase is \"not set by the admin\"", "key: user_profile_cache_v2_eu",
		"cache key: orders/2026/01/cart-core-12", "sentry: https://sentry.example/issues/1234567890/", "splunk index=prod_eu_west_1_orders_v2",
		"order 4111 1111 1111 1112", "trace 4929123412341234567", "ts 1680713459.208939", "IBAN GB82 WEST 1234 5698 7654 33",
		"backup codes: printed them yesterday", "pw: see 1password", "Пароль от стенда лежит в хранилище", "ΑΒΓ and abc",
		"first line ends here2\nsecond line begins", "authenticationmiddlewareconfiguration", "data:\n  a: aGVsbG8gd29ybGQ=",
	} {
		if got, secrets := Mask(s); got != s {
			t.Errorf("Mask(%q) = %q, %v", s, got, secrets)
		}
	}
}
