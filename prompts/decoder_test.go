package prompts

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gloss-tutor/gloss/thread"
)

// decode returns the records of an answer written in pieces of n bytes.
func decode(answer string, n int) (records []Record, malformed int, err error) {
	d := NewDecoder(func(r Record) error { records = append(records, r); return nil })
	for len(answer) > 0 && err == nil {
		piece := answer[:min(n, len(answer))]
		_, err = d.Write([]byte(piece))
		answer = answer[len(piece):]
	}
	if closing := d.Close(); err == nil {
		err = closing
	}
	return records, d.Malformed(), err
}

func TestDecodeForgivesWhatModelsDo(t *testing.T) {
	files, err := filepath.Glob("testdata/decode/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no answers to decode", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse(data)
			answer := strings.ReplaceAll(string(a.Files[0].Data), "␍\n", "\r\n")
			records, malformed, err := decode(answer, 7)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, r := range records {
				b, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&got, "%s\n", b)
			}
			fmt.Fprintf(&got, "malformed: %d\n", malformed)
			if *update {
				a.Files = []txtar.File{a.Files[0], {Name: "records", Data: []byte(got.String())}}
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if len(a.Files) < 2 || got.String() != string(a.Files[1].Data) {
				t.Errorf("%s\ngot:\n%s", a.Comment, got.String())
			}
		})
	}
}

func TestARecordIsEmittedWhenItsLineEnds(t *testing.T) {
	n := 0
	d := NewDecoder(func(Record) error { n++; return nil })
	for i, step := range []struct {
		write string
		want  int
	}{
		{`{"kind":"gist","text":"a","cites":["m1"]}`, 0},
		{"\n", 1},
		{`{"kind":"point","te`, 1},
		{"xt\":\"b\"}\n{\"kind\":\"point\",\"text\":\"c\"}", 2},
	} {
		if _, err := d.Write([]byte(step.write)); err != nil {
			t.Fatal(err)
		}
		if n != step.want {
			t.Errorf("after step %d: %d records, want %d", i, n, step.want)
		}
	}
	if err := d.Close(); err != nil || n != 3 {
		t.Errorf("after Close: %d records, %v", n, err)
	}
}

func TestAnErrorOfEmitEndsTheDecoding(t *testing.T) {
	stop := errors.New("stop")
	n := 0
	d := NewDecoder(func(Record) error { n++; return stop })
	line := []byte(`{"kind":"gist","text":"a"}` + "\n")
	for range 3 {
		if _, err := d.Write(line); !errors.Is(err, stop) {
			t.Errorf("Write says %v", err)
		}
	}
	if err := d.Close(); !errors.Is(err, stop) || n != 1 {
		t.Errorf("Close says %v after %d records", err, n)
	}
}

func TestTheAnswerIsBounded(t *testing.T) {
	good := `{"kind":"gist","text":"a"}` + "\n"
	records, malformed, err := decode(good+strings.Repeat("x", 80<<10)+"\n"+good, 4096)
	if err != nil || len(records) != 2 || malformed != 1 {
		t.Errorf("a huge line: %d records, %d malformed, %v", len(records), malformed, err)
	}
	records, _, err = decode(good+strings.Repeat(" ", 2<<20), 4096)
	if !errors.Is(err, ErrTooLong) || len(records) != 1 {
		t.Errorf("a huge answer: %d records, %v", len(records), err)
	}
	_, malformed, err = decode(good+strings.Repeat("{\n", 400<<10), 4096)
	if err != nil || malformed == 0 {
		t.Errorf("objects never closed: %d malformed, %v", malformed, err)
	}
}

func TestCitesAreResolvedToIDsOfTheThread(t *testing.T) {
	th := thread.Thread{Messages: []thread.Message{{ID: "m1"}, {ID: "m2"}, {ID: "a, b"}}}
	for _, c := range []struct{ cite, want string }{
		{"m1", "m1"}, {"[m2]", "m2"}, {"2", "m2"}, {"m1, m2", "m1 m2"}, {"#1", "m1"},
		{"a, b", "a, b"}, {"m9", "m9"}, {"", ""},
	} {
		got := strings.Join(Record{Cites: []string{c.cite}}.Resolve(th).Cites, " ")
		if got != c.want {
			t.Errorf("%q resolves to %q, want %q", c.cite, got, c.want)
		}
	}
}

func FuzzSplitAnywhereGivesTheSameRecords(f *testing.F) {
	files, _ := filepath.Glob("testdata/decode/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(txtar.Parse(data).Files[0].Data), uint8(3))
	}
	f.Fuzz(func(t *testing.T, answer string, n uint8) {
		whole, wholeMalformed, err := decode(answer, len(answer)+1)
		if err != nil {
			t.Fatal(err)
		}
		split, splitMalformed, err := decode(answer, int(n)+1)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(whole, split) || wholeMalformed != splitMalformed {
			t.Errorf("whole: %v, split: %v", whole, split)
		}
		for _, r := range whole {
			if !kinds[r.Kind] || r.Text == "" && r.Kind != Unknown {
				t.Errorf("no record: %v", r)
			}
		}
	})
}
