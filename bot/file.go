package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFile is how large a file may be to be read, in bytes: 1 MiB.
const maxFile = 1 << 20

// fileReason says why a file was not read.
type fileReason string

// The reasons, as the coverage line says them.
const (
	fileOther    fileReason = ""             // it hangs in a thread, of which the words are read
	fileImage    fileReason = "a picture"    // a picture
	fileTooLarge fileReason = "too large"    // more than maxFile
	fileNotText  fileReason = "not text"     // a document, an archive, a film
	fileUTF16    fileReason = "in UTF-16"    // text, saved as UTF-16
	fileLatin1   fileReason = "not in UTF-8" // text, saved in Latin-1 or another old encoding
	fileEmpty    fileReason = "empty"        // nothing in it
	fileExternal fileReason = "kept outside" // it lives outside Slack: Google Drive, Dropbox
	fileDeleted  fileReason = "deleted"      // it was taken away
	fileHidden   fileReason = "hidden"       // Slack hides it beyond the plan's limit
	fileClosed   fileReason = "not for me"   // Slack does not give it to the bot
	fileFormless fileReason = "damaged JSON" // a thread as JSON that is not whole
	fileTooMany  fileReason = "one too many" // beyond maxFiles in one message
)

// fileError says that a file cannot be read, and why; Detail is for the log.
type fileError struct {
	name   string
	why    fileReason
	detail error
}

func (e *fileError) Error() string {
	if e.detail != nil {
		return fmt.Sprintf("a shared file is %s: %v", e.why, e.detail)
	}
	return fmt.Sprintf("a shared file is %s", e.why)
}

func (e *fileError) Unwrap() error { return e.detail }

// fileTrouble is why a file cannot be read, when that is what an error says.
func fileTrouble(err error) (fileReason, bool) {
	trouble, is := errors.AsType[*fileError](err)
	if !is {
		return "", false
	}
	return trouble.why, true
}

// sharedFile is a file as messages and files.info show it (docs.slack.dev,
// "File object").
type sharedFile struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Mimetype string          `json:"mimetype"`
	Filetype string          `json:"filetype"`
	Mode     string          `json:"mode"`
	Access   string          `json:"file_access"`
	External bool            `json:"is_external"`
	Size     json.RawMessage `json:"size"`
	Private  string          `json:"url_private"`
	Download string          `json:"url_private_download"`
}

func (f sharedFile) called() string { return first(f.Name, f.Title, "a file without a name") }

func (f sharedFile) size() float64 {
	var n float64
	_ = json.Unmarshal(f.Size, &n)
	return n
}

func (f sharedFile) image() bool { return strings.HasPrefix(f.Mimetype, "image/") }

func (f sharedFile) mail() bool {
	return strings.HasPrefix(f.Mimetype, "message/rfc822") || strings.EqualFold(path.Ext(f.Name), ".eml")
}

// noteFile counts a file that hangs under a message of a thread, and gives the
// line that stands for it in the message.
func (g *gathering) noteFile(raw json.RawMessage) string {
	var f sharedFile
	switch {
	case string(raw) == "null" || lenient(raw, &f) != nil:
		return ""
	case f.Mode == "tombstone":
		return "[a file that was deleted]"
	case f.image():
		g.images++
		return "[image: " + f.called() + "]"
	}
	g.files = append(g.files, unreadFile{name: f.called()})
	return "[file: " + f.called() + "]"
}

// fileReasons are the reasons that have words, in brackets.
func fileReasons(files []unreadFile) string {
	var said []string
	for _, f := range files {
		if f.why != fileOther && !slices.Contains(said, string(f.why)) {
			said = append(said, string(f.why))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return " (" + strings.Join(said, ", ") + ")"
}

// readFile reads the text of a file that the learner shared. Its error is a
// *fileError, or one that may be gone the next time.
func (b *Bot) readFile(ctx context.Context, raw json.RawMessage) (name string, text []byte, err error) {
	var f sharedFile
	if err := lenient(raw, &f); err != nil {
		return "", nil, &fileError{why: fileClosed, detail: err}
	}
	if f.Access == "check_file_info" || f.Private == "" && f.Download == "" && f.Mode != "tombstone" {
		if f, err = b.fileInfo(ctx, f); err != nil {
			return f.called(), nil, err
		}
	}
	if why := f.unreadable(); why != "" {
		return f.called(), nil, &fileError{name: f.called(), why: why}
	}
	text, err = b.download(ctx, f)
	if err != nil {
		return f.called(), nil, err
	}
	if f.mail() {
		text = mailText(text)
	}
	if why := unreadableText(text); why != "" {
		return f.called(), nil, &fileError{name: f.called(), why: why}
	}
	return f.called(), bytes.TrimPrefix(text, []byte("\ufeff")), nil
}

// fileInfo asks Slack about a file of which the message tells little, as in
// channels that are shared with other companies.
func (b *Bot) fileInfo(ctx context.Context, f sharedFile) (sharedFile, error) {
	full := f
	err := b.attempt("files.info", func() error {
		return patiently(ctx, func() (err error) {
			full, err = b.Web.file(ctx, f.ID)
			return err
		})
	})
	switch {
	case refused(err, "file_deleted"):
		return f, &fileError{name: f.called(), why: fileDeleted, detail: err}
	case err != nil && (errors.Is(err, errLacking) || answered(err) && !transient(err)):
		return f, &fileError{name: f.called(), why: fileClosed, detail: err}
	case err != nil:
		return f, fmt.Errorf("look a file up: %w", err)
	}
	return full, nil
}

// textTypes are the endings of files that hold text, whatever their media type
// says.
var textTypes = []string{".txt", ".text", ".md", ".markdown", ".json", ".jsonl", ".ndjson", ".log", ".csv", ".tsv", ".eml", ".yaml", ".yml"}

// textMedia are media types of text that do not begin with text/.
var textMedia = []string{"application/json", "application/x-ndjson", "message/rfc822", "application/x-yaml", "application/yaml", "application/csv"}

// unreadable is why a file is not worth a download, "" when it is.
func (f sharedFile) unreadable() fileReason {
	media, _, _ := strings.Cut(strings.ToLower(f.Mimetype), ";")
	textual := strings.HasPrefix(media, "text/") || slices.Contains(textMedia, media) ||
		slices.Contains(textTypes, strings.ToLower(path.Ext(f.Name))) || f.Mode == "snippet" && media == ""
	switch {
	case f.Mode == "tombstone":
		return fileDeleted
	case f.Mode == "hidden_by_limit":
		return fileHidden
	case f.Mode == "external" || f.External:
		return fileExternal
	case f.image():
		return fileImage
	case !textual || media == "text/rtf":
		return fileNotText
	case f.size() > maxFile:
		return fileTooLarge
	case f.Private == "" && f.Download == "":
		return fileClosed
	}
	return ""
}

// unreadableText is why what was downloaded cannot be read, "" when it can.
func unreadableText(text []byte) fileReason {
	zeros := bytes.Count(text, []byte{0})
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")):
		return fileUTF16
	case zeros > 0 && zeros*5 > len(text)*2 && zeros*5 < len(text)*3:
		return fileUTF16 // without its mark: every other byte of Latin text is zero
	case zeros > 0:
		return fileNotText
	case len(bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))) == 0:
		return fileEmpty
	case utf8.Valid(text):
		return ""
	case controls(text)*100 > len(text):
		return fileNotText
	}
	return fileLatin1
}

// controls counts the bytes that no text holds in any encoding.
func controls(text []byte) int {
	n := 0
	for _, c := range text {
		if c < ' ' && !bytes.ContainsRune([]byte("\t\n\r\f\v\x1b"), rune(c)) || c == 0x7f {
			n++
		}
	}
	return n
}

// slackHost reports whether an address belongs to Slack itself, or to the Slack
// that the bot works with: the token goes nowhere else.
func (b *Bot) slackHost(u *url.URL) bool {
	api, err := url.Parse(b.Web.URL)
	if err == nil && u.Host == api.Host && u.Scheme == api.Scheme {
		return true
	}
	host := strings.ToLower(u.Hostname())
	return u.Scheme == "https" && (u.Port() == "" || u.Port() == "443") && u.User == nil &&
		(host == "slack.com" || strings.HasSuffix(host, ".slack.com") || strings.HasSuffix(host, ".slack-gov.com"))
}

// download fetches the file's bytes, at most maxFile.
func (b *Bot) download(ctx context.Context, f sharedFile) ([]byte, error) {
	closed := func(detail error) error { return &fileError{name: f.called(), why: fileClosed, detail: detail} }
	address, err := url.Parse(first(f.Download, f.Private))
	if err != nil || !b.slackHost(address) {
		return nil, &fileError{name: f.called(), why: fileExternal}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, closed(err)
	}
	request.Header.Set("Authorization", "Bearer "+b.Web.Token)
	response, err := b.Web.HTTP.Do(request)
	if err != nil {
		if outer, is := errors.AsType[*url.Error](err); is {
			err = outer.Err // without the address, which holds the file's name
		}
		return nil, fmt.Errorf("download a file: %w", err)
	}
	defer response.Body.Close()
	switch code := response.StatusCode; {
	case code == http.StatusTooManyRequests || code >= 500:
		return nil, fmt.Errorf("download a file: %w", statusError(response))
	case code != http.StatusOK:
		return nil, closed(statusError(response))
	case !b.slackHost(response.Request.URL):
		return nil, &fileError{name: f.called(), why: fileExternal}
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("download a file: %w", err)
	case len(text) > maxFile:
		return nil, &fileError{name: f.called(), why: fileTooLarge}
	case f.signIn(response.Header, text):
		return nil, closed(errors.New("a sign-in page came in its place"))
	}
	return text, nil
}

// signIn reports whether what came is a page, and not the file: Slack sends its
// sign-in page with status 200 to whom it does not give a file.
func (f sharedFile) signIn(header http.Header, body []byte) bool {
	if f.size() == float64(len(body)) {
		return false
	}
	start := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	page := bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
	return page || strings.HasPrefix(header.Get("Content-Type"), "text/html") && !strings.Contains(f.Mimetype, "html")
}
