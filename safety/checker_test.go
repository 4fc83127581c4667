package safety

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The checker says what must never stand in a shown text. It is written apart
// from the gate and shares no pattern with it.

const unicodeSpace = `\t\n\v\f\r\x{1c}-\x{1f} \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}`

var forbidden = map[string]*regexp.Regexp{
	"a ping":         regexp.MustCompile(`(?i)<!|<@|@channel\b|@here\b|@everyone\b`),
	"an image":       regexp.MustCompile(`!\[[^\]]*\]\(`),
	"a reference":    regexp.MustCompile(`(?m)^[` + unicodeSpace + `]*\[[^\]]+\]:[` + unicodeSpace + `]*[^` + unicodeSpace + `]`),
	"a live scheme":  regexp.MustCompile(`(?i)\b(?:javascript|data|vbscript|file):[^` + unicodeSpace + `]`),
	"a hidden rune":  regexp.MustCompile(`[\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}\x{fff9}-\x{fffb}\x{e000}-\x{f8ff}\x{e0000}-\x{e0fff}]`),
	"a control":      regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f-\x{9f}]`),
	"a labelled url": regexp.MustCompile(`\]\(\s*(?:https?|javascript|mailto):|<https?://[^>]*\|`),
}

var liveLink = regexp.MustCompile(`(?i)https?://[^` + unicodeSpace + `<>"')\]]+`)

// faults returns what is wrong with a shown text, given the texts that its
// links may come from.
func faults(shown string, sources ...string) []string {
	var found []string
	for name, re := range forbidden {
		if m := re.FindString(shown); m != "" {
			found = append(found, name+": "+m)
		}
	}
	known := make(map[string]bool)
	for _, s := range sources {
		for _, link := range liveLink.FindAllString(s, -1) {
			known[strings.TrimRight(link, ".,;")] = true
			known[strings.TrimRight(before(link, "|"), ".,;")] = true
		}
	}
	for _, link := range liveLink.FindAllString(shown, -1) {
		if !known[strings.TrimRight(link, ".,;")] {
			found = append(found, "a foreign link: "+link)
		}
	}
	if !utf8.ValidString(shown) || !norm.NFC.IsNormalString(shown) {
		found = append(found, "not UTF-8 in NFC")
	}
	if len(shown) > maxText {
		found = append(found, "too long")
	}
	return found
}

// texts reads the text of every line of a JSONL file, gzipped or not.
func texts(t testing.TB, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line.Text)
	}
	if lines.Err() != nil || len(all) == 0 {
		t.Fatalf("read %s: %v, %d lines", path, lines.Err(), len(all))
	}
	return all
}
