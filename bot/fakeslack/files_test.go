package fakeslack_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func TestFilesInEveryMode(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.PostFile("lena", "@lena", "", "these",
		fakeslack.File{Name: "notes.md", Content: []byte("# hi")},
		fakeslack.File{Name: "plan.pdf", Content: []byte("%PDF")},
		fakeslack.File{Name: "sheet", Mode: "external", URL: "https://drive.example/sheet"},
		fakeslack.File{Name: "gone.txt", Mode: "tombstone"},
		fakeslack.File{Name: "old.txt", Mode: "hidden_by_limit"},
		fakeslack.File{Name: "far.txt", CheckInfo: true, Content: []byte("far")})
	_, event := l.event()
	var files []map[string]any
	for _, f := range event["files"].([]any) {
		files = append(files, f.(map[string]any))
	}
	want := []string{"snippet text/markdown visible", "hosted application/pdf visible", "external text/plain visible",
		"tombstone <nil> <nil>", "hidden_by_limit <nil> <nil>", "file_access <nil> check_file_info"}
	for i, f := range files {
		if got := fmt.Sprint(f["mode"], " ", f["mimetype"], " ", f["file_access"]); got != want[i] {
			t.Errorf("file %d is %s, want %s", i, got, want[i])
		}
	}
	if files[2]["url_private"] != "https://drive.example/sheet" || files[2]["url_private_download"] != nil || files[2]["is_external"] != true {
		t.Errorf("the external file is %v", files[2])
	}
	far, _, _, err := w.client.GetFileInfoContext(w.ctx, files[5]["id"].(string), 0, 0)
	if err != nil || far.Name != "far.txt" {
		t.Fatalf("files.info says %+v, %v", far, err)
	}
	var got bytes.Buffer
	if err := w.client.GetFileContext(w.ctx, far.URLPrivateDownload, &got); err != nil || got.String() != "far" {
		t.Errorf("the download is %q, %v", got.String(), err)
	}
	_, _, _, err = w.client.GetFileInfoContext(w.ctx, files[3]["id"].(string), 0, 0)
	wantError(t, "a deleted file", err, "file_deleted")
}

func TestAFileWhereTheBotIsNotIsNotForTheBot(t *testing.T) {
	w := open(t)
	l := w.dial()
	ts := w.PostFile("lena", "secret", "", "look", fakeslack.File{ID: "F0SECRET", Name: "a.txt", Content: []byte("hidden")})
	if err := w.Shortcut("lena", "secret", ts, "explain"); err != nil {
		t.Fatal(err)
	}
	_, used := l.interaction()
	if len(used.Message.Files) != 1 {
		t.Fatalf("the shortcut carries %+v", used.Message)
	}
	_, _, _, err := w.client.GetFileInfoContext(w.ctx, "F0SECRET", 0, 0)
	wantError(t, "its info", err, "file_not_found")
	var got bytes.Buffer
	if err := w.client.GetFileContext(w.ctx, used.Message.Files[0].URLPrivateDownload, &got); err != nil || strings.Contains(got.String(), "hidden") {
		t.Errorf("the download is %q, %v", got.String(), err)
	}
}
