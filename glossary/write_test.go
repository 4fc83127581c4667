package glossary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// odd are texts that formats like to change.
var odd = []string{
	"plain words", "with: a colon", "# no comment", "- no item", "yes", "null", "~", "12", "1e3", "2025-01-02", `"quoted"`, "it's",
	"a, b", "a; b", "a | b", "[x](https://y.example)", "two\nlines", "a\n\n---\nb: c\n---", "tab\there", "ünïcode 服务 🙂", "trailing:",
	"*bold*", "{{x}}", "%1", "@mention", "&ref", "!tag", "back\\slash", "<b>tag</b>", "`code`", "broader:x", ">quote", "true", "0x1F", "=1+1",
}

func oddText(r *rand.Rand) string {
	if r.IntN(4) == 0 {
		return ""
	}
	return odd[r.IntN(len(odd))]
}

func oddList(r *rand.Rand, n string) []string {
	var list []string
	for i := range r.IntN(4) {
		list = append(list, fmt.Sprint(strings.Join(strings.Fields(odd[r.IntN(len(odd))]), " "), " ", n, i))
	}
	return list
}

// oddEntry is an entry as a store holds them, with all fields, and hard texts.
func oddEntry(r *rand.Rand, i int) Entry {
	e := Entry{
		ID: fmt.Sprint("sys/entry-", i), Term: strings.Join(strings.Fields(odd[r.IntN(len(odd))]), " ") + fmt.Sprint(" ", i), System: "sys",
		Aliases: oddList(r, "a"), MatchOnly: oddList(r, "m"), Channels: oddList(r, "c"), Kind: []string{"", "metric"}[r.IntN(2)],
		Plain: oddText(r), Technical: oddText(r), Why: oddText(r), Analogy: Analogy{oddText(r), oddText(r)}, Example: oddText(r),
		Contrast: oddList(r, "x"), Related: oddList(r, "r"), Broader: oddList(r, "b"), Audience: oddList(r, "u"),
		Importance: []Importance{Core, Common, Rare}[r.IntN(3)],
		Status:     []Status{Draft, InReview, Approved, Deprecated, Rejected}[r.IntN(5)], Owner: oddText(r), ReviewedAt: []string{"", "2025-02-03"}[r.IntN(2)],
		Reviewers: oddList(r, "v"), ReviewEvery: r.IntN(3) * 90, Evidence: oddList(r, "e"), ReplacedBy: oddText(r), Links: oddList(r, "l"),
		Source: oddText(r), Credit: oddText(r),
	}
	if isPlaceholder(e.Plain) {
		e.Plain = ""
	}
	return e
}

// TestWhatIsWrittenIsReadUnchanged holds for every format that export writes.
func TestWhatIsWrittenIsReadUnchanged(t *testing.T) {
	formats := map[string]func(*testing.T, string, []Entry) string{
		"markdown": func(t *testing.T, dir string, entries []Entry) string {
			for _, e := range entries {
				page, err := Markdown(e)
				if err != nil {
					t.Fatal(err)
				}
				write(t, filepath.Join(dir, e.ID+".md"), page)
			}
			return dir
		},
		"csv": func(t *testing.T, dir string, entries []Entry) string {
			var b bytes.Buffer
			if err := WriteCSV(&b, entries); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "x.csv"), b.Bytes())
			return filepath.Join(dir, "x.csv")
		},
		"yaml": func(t *testing.T, dir string, entries []Entry) string {
			var b bytes.Buffer
			if err := WriteYAML(&b, entries); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "x.yaml"), b.Bytes())
			return filepath.Join(dir, "x.yaml")
		},
		"json": func(t *testing.T, dir string, entries []Entry) string {
			data, err := json.Marshal(entries)
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "x.json"), data)
			return filepath.Join(dir, "x.json")
		},
	}
	for name, save := range formats {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 11))
			var entries []Entry
			for i := range 400 {
				entries = append(entries, oddEntry(r, i))
			}
			got, faults, err := Load(save(t, t.TempDir(), entries))
			if err != nil || len(faults) > 0 {
				t.Fatal(err, faults)
			}
			read := New(got)
			wrong := 0
			for _, want := range entries {
				if e, _ := read.Entry(want.ID); !reflect.DeepEqual(e, want) && wrong < 5 {
					wrong++
					t.Errorf("%s differs in %v:\n%+v\n%+v", want.ID, Differences(want, e), want, e)
				}
			}
		})
	}
}
