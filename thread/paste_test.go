package thread

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestPaste reads every paste in testdata and compares what became of it. The
// comment of a file says what its paste shows.
func TestPaste(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("find pastes: %d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) != 2 || archive.Files[0].Name != "paste" || archive.Files[1].Name != "thread" {
				t.Fatalf("%s does not hold a paste and a thread", file)
			}
			paste := string(archive.Files[0].Data)
			got := Paste(paste)
			checkPlaces(t, paste, got)
			checkCut(t, paste, got)
			if *update {
				archive.Files[1].Data = []byte(describe(got))
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archive.Files[1].Data); describe(got) != want {
				t.Errorf("read\n%s\nwant\n%s", describe(got), want)
			}
		})
	}
}

// describe writes a thread for people to check: a line for each message, its
// text below behind bars.
func describe(thread Thread) string {
	var b strings.Builder
	sure := "sure"
	if thread.Confidence < sureFrom {
		sure = "unsure"
	}
	fmt.Fprintf(&b, "%s, %s\n", thread.Format, sure)
	for _, m := range thread.Messages {
		fmt.Fprintf(&b, "%s lines %d-%d, %q at %q", m.ID, m.Lines[0], m.Lines[1], m.Author, m.Time)
		if m.Day != "" {
			fmt.Fprintf(&b, " on %q", m.Day)
		}
		if m.Bot {
			b.WriteString(", bot")
		}
		if m.Edited {
			b.WriteString(", edited")
		}
		for _, r := range m.Reactions {
			fmt.Fprintf(&b, ", %s %d", r.Name, r.Count)
		}
		if m.Replies > 0 {
			fmt.Fprintf(&b, ", %d replies", m.Replies)
		}
		b.WriteByte('\n')
		if m.Text != "" {
			b.WriteString("|" + strings.ReplaceAll(m.Text, "\n", "\n|") + "\n")
		}
	}
	fmt.Fprintf(&b, "chrome %v, unplaced %v\n", thread.Chrome, thread.Unplaced)
	return b.String()
}

// checkPlaces holds the promise that every visible line is in exactly one place.
func checkPlaces(t *testing.T, paste string, thread Thread) {
	t.Helper()
	lines := strings.Split(paste, "\n")
	places := make([]int, len(lines)+1)
	put := func(line int) {
		if line < 1 || line > len(lines) {
			t.Errorf("line %d is none of the %d lines", line, len(lines))
			return
		}
		places[line]++
	}
	before := 0
	for _, m := range thread.Messages {
		if m.Lines[0] <= before || m.Lines[1] < m.Lines[0] {
			t.Errorf("%s has lines %v after line %d", m.ID, m.Lines, before)
		}
		before = m.Lines[1]
		for line := m.Lines[0]; line <= m.Lines[1]; line++ {
			put(line)
		}
		if blankLine(lines[m.Lines[0]-1]) || blankLine(lines[m.Lines[1]-1]) {
			t.Errorf("%s begins or ends with a blank line: %v", m.ID, m.Lines)
		}
	}
	for _, line := range append(thread.Chrome, thread.Unplaced...) {
		put(line)
		if blankLine(lines[line-1]) {
			t.Errorf("blank line %d was put aside", line)
		}
	}
	for i, line := range lines {
		if n := places[i+1]; n > 1 || n == 0 && !blankLine(line) {
			t.Errorf("line %d is in %d places: %q", i+1, n, line)
		}
	}
}

// blankLine says independently of the reader what a blank line is.
func blankLine(line string) bool {
	return strings.Trim(line, " \t\r\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"+
		"\u2009\u200a\u2028\u2029\u202f\u205f\u3000\x1c\x1d\x1e\x1f\ufffc\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") == ""
}

// checkCut holds the promise that nothing is invented: names, times, days and
// each line of a text stand in the paste.
func checkCut(t *testing.T, paste string, thread Thread) {
	t.Helper()
	bare := strings.ReplaceAll(paste, "\ufffc", "")
	for _, m := range thread.Messages {
		for _, s := range []string{m.Author, m.Time, m.Day} {
			if !strings.Contains(paste, s) {
				t.Errorf("%s: %q is not in the paste", m.ID, s)
			}
		}
		for line := range strings.SplitSeq(m.Text, "\n") {
			if !strings.Contains(bare, line) {
				t.Errorf("%s: the text line %q is not in the paste", m.ID, line)
			}
		}
	}
}

func FuzzPaste(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data))
	}
	f.Add("")
	f.Add("00:01.000 --> 00:02.000\n<v Ann>\n00:02.000 --> 00:03.000\n<v Bo>hi</v>")
	f.Add("Ann — 9:00\n— Today at 9:01")
	f.Add("Ann  9:00 AM\n(edited)\n:+1:\n2\n2 replies\nNew\n")
	f.Fuzz(func(t *testing.T, paste string) {
		thread := Paste(paste)
		checkPlaces(t, paste, thread)
		checkCut(t, paste, thread)
		seen := map[string]bool{}
		for _, m := range thread.Messages {
			if m.ID == "" || seen[m.ID] {
				t.Errorf("the id %q is empty or twice", m.ID)
			}
			seen[m.ID] = true
		}
		if thread.Confidence < 0 || thread.Confidence > 1 {
			t.Errorf("confidence %v", thread.Confidence)
		}
		if thread.Confidence < sureFrom && len(thread.Messages) > 1 {
			t.Errorf("%d messages at confidence %v", len(thread.Messages), thread.Confidence)
		}
	})
}
