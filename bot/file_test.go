package bot

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/tutor"
)

const pasted = "Mina Okafor\n  9:02 AM\nthe canary is slow\n\nRavi Menon\n  9:04 AM\nroll back?\n"

const slackJSON = `{"ok":true,"messages":[{"type":"message","user":"U0FAR","user_profile":{"real_name":"Mina"},"text":"&lt;b&gt; for <@U0RAVI>","ts":"1700000000.000100","edited":false},
{"type":"message","subtype":"channel_join","user":"U0RAVI","text":"<@U0RAVI> has joined","ts":"1700000001.000100"},
{"type":"message","user":"U0RAVI","text":"x","ts":"1700000002.000100","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"make","style":{"code":true}}]}]}]}]}`

const encodedMail = "From: =?UTF-8?Q?Mina_Ok=C3=A1for?= <mina@acme.example>\r\nDate: Tue, 14 Nov 2023 09:02:00 +0000\r\nSubject: canary\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>no</p>\r\n" +
	"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nthe caf=E9 canary =\r\nis slow\r\n--b--\r\n"

// TestFilesThatAreRead shares one of each kind.
func TestFilesThatAreRead(t *testing.T) {
	said := "m1 Mina Okafor: the canary is slow\nm2 Ravi Menon: roll back?"
	for name, c := range map[string]struct {
		file fakeslack.File
		want string
	}{
		"text":               {fakeslack.File{Name: "a.txt", Content: []byte(pasted)}, said},
		"with a mark":        {fakeslack.File{Name: "a.txt", Content: []byte("\ufeff" + pasted)}, said},
		"Markdown":           {fakeslack.File{Name: "a.md", Content: []byte(pasted)}, said},
		"log":                {fakeslack.File{Name: "a.log", Content: []byte("<mina> the canary is slow\n<ravi> roll back?\n")}, "m1 mina: the canary is slow\nm2 ravi: roll back?"},
		"Gloss's JSON":       {fakeslack.File{Name: "a.json", Content: []byte(`{"messages":[{"author":"Mina","text":"slow"},{"id":"x","author":"Ravi","text":"roll back?"}]}`)}, "m1 Mina: slow\nx Ravi: roll back?"},
		"Slack's JSON":       {fakeslack.File{Name: "a.json", Content: []byte(slackJSON)}, "m1 Mina: <b> for @Ravi Menon\nm2 Ravi Menon: `make`"},
		"an export":          {fakeslack.File{Name: "a.json", Content: []byte(strings.TrimSuffix(strings.TrimPrefix(slackJSON, `{"ok":true,"messages":`), `}`))}, "m1 Mina: <b> for @Ravi Menon\nm2 Ravi Menon: `make`"},
		"JSON of something":  {fakeslack.File{Name: "a.json", Content: []byte(`{"level":"error","n":[1]}`)}, `m1 : {"level":"error","n":[1]}`},
		"sealed":             {fakeslack.File{Name: "a.txt", Content: []byte(pasted), CheckInfo: true}, said},
		"an unnamed type":    {fakeslack.File{Name: "a.log", Mimetype: "application/octet-stream", Content: []byte(pasted)}, said},
		"a page":             {fakeslack.File{Name: "a.html", Mimetype: "text/html", Content: []byte("<!doctype html>" + strings.Repeat("<p>hello</p>", 30))}, "m1 : <!doctype html>" + strings.Repeat("<p>hello</p>", 30)},
		"a mail":             {fakeslack.File{Name: "a.eml", Content: []byte(encodedMail)}, "m1 Mina Okáfor: the café canary is slow"},
		"a mail that isn't":  {fakeslack.File{Name: "a.eml", Content: []byte(pasted)}, said},
		"as large as may be": {fakeslack.File{Name: "a.txt", Content: []byte(strings.Repeat("word ", maxFile/5) + "x")}, "m1 : " + strings.Repeat("word ", maxFile/5) + "x"},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			d.PostFile("lena", "@lena", "", "", c.file)
			m, err := d.gatherOwn(t.Context(), d.by("lena"), []message{d.posted("@lena")})
			if err != nil || m.says() != c.want || len(m.files) > 0 {
				t.Errorf("%v %v\n%.300s", m.files, err, m.says())
			}
		})
	}
}

// TestFilesThatAreNotRead says why of each, and reads what else there is.
func TestFilesThatAreNotRead(t *testing.T) {
	for name, c := range map[string]struct {
		file fakeslack.File
		why  fileReason
	}{
		"too large":           {fakeslack.File{Name: "a.log", Content: []byte(strings.Repeat("a b\n", maxFile/4+1))}, fileTooLarge},
		"larger than it says": {fakeslack.File{Name: "a.log", Content: []byte(strings.Repeat("a b\n", maxFile/4+1)), Size: 10}, fileTooLarge},
		"UTF-16":              {fakeslack.File{Name: "a.txt", Content: []byte("\xff\xfea\x00b\x00")}, fileUTF16},
		"UTF-16, unmarked":    {fakeslack.File{Name: "a.txt", Content: []byte("a\x00 \x00b\x00c\x00")}, fileUTF16},
		"Latin-1":             {fakeslack.File{Name: "a.txt", Content: []byte("Gr\xfc\xdfe aus K\xf6ln")}, fileLatin1},
		"binary":              {fakeslack.File{Name: "a.txt", Content: []byte("\x7fELF\x01\x02\x00\x00\x00\xff\xfe")}, fileNotText},
		"no text inside":      {fakeslack.File{Name: "a.txt", Content: []byte("\x01\x02\x03\xff\xfe\xfd")}, fileNotText},
		"empty":               {fakeslack.File{Name: "a.txt", Content: []byte(" \n")}, fileEmpty},
		"a document":          {fakeslack.File{Name: "a.pdf", Mimetype: "application/pdf", Content: []byte("%PDF")}, fileNotText},
		"elsewhere":           {fakeslack.File{Name: "a.txt", Mode: "external", URL: "https://drive.example/a"}, fileExternal},
		"gone":                {fakeslack.File{Name: "a.txt", Mode: "tombstone"}, fileDeleted},
		"gone, sealed":        {fakeslack.File{Name: "a.txt", Mode: "tombstone", CheckInfo: true}, fileDeleted},
		"over the limit":      {fakeslack.File{Name: "a.txt", Mode: "hidden_by_limit"}, fileHidden},
		"broken JSON":         {fakeslack.File{Name: "a.json", Content: []byte(`{"messages":[{"text":"a"}`)}, fileFormless},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			d.PostFile("lena", "@lena", "", "what is it?", c.file)
			sharing := d.posted("@lena")
			d.PostFile("lena", "@lena", "", "", fakeslack.File{Name: "b.txt", Content: []byte(pasted)})
			m, err := d.gatherOwn(t.Context(), d.by("lena"), []message{sharing, d.posted("@lena")})
			if err != nil || len(m.files) != 1 || m.files[0].why != c.why || len(m.thread.Messages) != 2 {
				t.Errorf("%+v, %d messages, %v; want %s", m.files, len(m.thread.Messages), err, c.why)
			}
			if got := coverage(m, tutor.Coverage{Messages: 2, Read: 2}); got != "Read 2 of 2 messages from 2 people, 1 file not read ("+string(c.why)+")" {
				t.Error(got)
			}
		})
	}
	d := openDesk(t)
	d.PostFile("lena", "@lena", "", "", fakeslack.File{Name: "a.png", Content: []byte("x")})
	if m, err := d.gatherOwn(t.Context(), d.by("lena"), []message{d.posted("@lena")}); err != nil || m.images != 1 || len(m.files) > 0 {
		t.Errorf("a picture: %+v, %v", m, err)
	}
}

// refusing notes where requests go, and answers those that are no API calls
// with a status.
type refusing struct {
	Caller
	status int
	asked  []string
}

func (r *refusing) Do(request *http.Request) (*http.Response, error) {
	if strings.Contains(request.URL.Path, "/api/") {
		return r.Caller.Do(request)
	}
	r.asked = append(r.asked, request.URL.String())
	header := http.Header{"Retry-After": {"9"}}
	return &http.Response{StatusCode: r.status, Header: header, Body: io.NopCloser(strings.NewReader("no")), Request: request}, nil
}

// TestTheTokenGoesToSlackAlone has files lie about where they are.
func TestTheTokenGoesToSlackAlone(t *testing.T) {
	d := openDesk(t)
	outside := &refusing{Caller: d.Web.HTTP, status: 200}
	d.Web.HTTP = outside
	for _, address := range []string{"https://evil.example/a.txt", "http://files.slack.com/a.txt", "https://slack.com.evil.example/a", "https://evilslack.com/a",
		"https://files.slack.com@evil.example/a", "https://files.slack.com:8443/a", "file:///etc/passwd", "//evil.example/a", "https://x@files.slack.com/a", "\x00"} {
		_, _, err := d.readFile(t.Context(), quotedJSON(t, "")[:0])
		if err == nil {
			t.Error("nothing is no file")
		}
		file := `{"id":"F1","name":"a.txt","mimetype":"text/plain","size":2,"url_private":` + string(quotedJSON(t, address)) + `}`
		if _, _, err = d.readFile(t.Context(), raw(file)); err == nil {
			t.Errorf("%s was read", address)
		}
	}
	if len(outside.asked) > 0 {
		t.Errorf("the token went to %v", outside.asked)
	}
	for _, address := range []string{"https://files.slack.com/files-pri/T1-F1/a.txt", "https://acme.slack.com/a.txt", "https://files.slack-gov.com/a.txt"} {
		if _, text, err := d.readFile(t.Context(), raw(`{"name":"a.txt","mimetype":"text/plain","size":2,"url_private":"`+address+`"}`)); err != nil || string(text) != "no" {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestDownloadsThatFail may be better later, or not.
func TestDownloadsThatFail(t *testing.T) {
	d := openDesk(t, town)
	caller := d.Web.HTTP
	file := raw(`{"name":"a.txt","mimetype":"text/plain","size":2,"url_private":"https://files.slack.com/a.txt"}`)
	for status, later := range map[int]bool{500: true, 503: true, 429: true, 404: false, 403: false} {
		d.Web.HTTP = &refusing{Caller: caller, status: status}
		_, _, err := d.readFile(t.Context(), file)
		if why, trouble := fileTrouble(err); err == nil || trouble == later || later && !transient(err) || trouble && why != fileClosed {
			t.Errorf("%d: %v", status, err)
		}
		if wait, limited := waiting(err).(inbox.RetryAfter); limited != (status == 429) || limited && wait.After.Seconds() != 9 {
			t.Errorf("%d: %v", status, err)
		}
	}
	d.Web.HTTP = caller
	// A file of a channel without the bot is a sign-in page, with status 200.
	d.PostFile("lena", "far", "", "", fakeslack.File{ID: "F0FAR", Name: "a.txt", Content: []byte("secret")})
	far := `{"id":"F0FAR","name":"a.txt","mimetype":"text/plain","size":6,"url_private":"` + strings.TrimSuffix(d.Web.URL, "api/") + `files/F0FAR/a.txt"}`
	_, _, err := d.readFile(t.Context(), raw(far))
	if why, _ := fileTrouble(err); why != fileClosed {
		t.Error(err)
	}
	// Of a file that says little, Slack is asked.
	sealed := raw(`{"id":"F0FAR","file_access":"check_file_info"}`)
	for name, fault := range map[string]fakeslack.Fault{"not for the bot": {}, "deleted": {Error: "file_deleted"}, "busy": {Status: 500}, "of tomorrow": {Error: "something_new"}} {
		d.Fail("files.info", fault)
		_, _, err := d.readFile(t.Context(), sealed)
		why, trouble := fileTrouble(err)
		if trouble == (name == "busy") || (why == fileDeleted) != (name == "deleted") {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := d.readFile(ctx, sealed); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
