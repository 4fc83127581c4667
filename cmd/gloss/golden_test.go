package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files")

// TestSamplesReadWell holds what a person reads on the terminal: each archive
// is a thread, and what the commands print of it.
func TestSamplesReadWell(t *testing.T) {
	paths, err := filepath.Glob("testdata/terminal/*.txtar")
	if err != nil || len(paths) < 4 {
		t.Fatal("the golden files are missing", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			pasted := string(archive.Files[0].Data)
			for i, want := range archive.Files[1:] {
				got := gloss(t, nil, pasted, strings.Fields(want.Name)...)
				if got.status != exitDone || got.stderr != "" {
					t.Errorf("%s: status %d, %s", want.Name, got.status, got.stderr)
				}
				if *update {
					archive.Files[i+1].Data = []byte(got.stdout)
				} else if got.stdout != string(want.Data) {
					t.Errorf("%s prints\n%s\nand not\n%s", want.Name, got.stdout, want.Data)
				}
				checkWidth(t, want.Name, got.stdout)
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// checkWidth finds lines of an answer that are too wide, unless one word is.
func checkWidth(t *testing.T, command, text string) {
	t.Helper()
	if command == "thread" {
		return
	}
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > columns && strings.Count(strings.TrimSpace(line), " ") > 0 {
			t.Errorf("%s prints a line of more than %d columns: %s", command, columns, line)
		}
	}
}

func TestTextIsWrappedBetweenWords(t *testing.T) {
	long := strings.Repeat("x", 100)
	for _, test := range []struct {
		text   string
		indent int
		want   string
	}{
		{"short", 4, "short"},
		{"  keeps   its spaces", 4, "  keeps   its spaces"},
		{strings.Repeat("word ", 16) + "end", 4, strings.TrimSpace(strings.Repeat("word ", 15)) + "\n    word end"},
		{"a " + long + " b", 2, "a\n  " + long + "\n  b"},
		{long, 2, long},
		{"two\nlines", 2, "two\n  lines"},
		{strings.Repeat("ü", 80), 0, strings.Repeat("ü", 80)},
		{"", 2, ""},
	} {
		if got := wrap(test.text, test.indent); got != test.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.text, test.indent, got, test.want)
		}
	}
}
