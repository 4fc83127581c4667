package thread

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestJoin cuts every paste of testdata after each of its lines, as somebody does
// who sends it in two messages, and joins it again. A chat takes blank lines off
// both ends of what is sent, so the cut may eat some; who said what and when must
// come out the same.
func TestJoin(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		whole := string(archive.Files[0].Data)
		lines := strings.SplitAfter(whole, "\n")
		for k := 1; k < len(lines); k++ {
			first, second := strings.Join(lines[:k], ""), strings.Join(lines[k:], "")
			if got := Join(first, second); got != whole {
				t.Fatalf("%s cut after line %d: joined to %q", file, k, got)
			}
			want := said(Paste(whole))
			if got := said(Paste(Join(strings.Trim(first, "\r\n"), strings.Trim(second, "\r\n")))); got != want {
				t.Errorf("%s cut after line %d: read\n%s\nwant\n%s", file, k, got, want)
			}
		}
	}
}

// said is who said what, without white space.
func said(thread Thread) string {
	var b strings.Builder
	for _, m := range thread.Messages {
		fmt.Fprintf(&b, "%s %s %s %v: %s\n", m.Author, m.Time, m.Day, m.Reactions, strings.Join(strings.Fields(m.Text), " "))
	}
	return b.String()
}
