package thread

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestReadRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		data string
		want error
	}{
		"nothing":             {"", ErrEmpty},
		"only blanks":         {"\ufeff \n\t\u200b\ufffc\r\n", ErrEmpty},
		"no messages":         {`{"channel":"#ops","messages":[]}`, ErrEmpty},
		"messages of null":    {`{"messages":null}`, ErrEmpty},
		"an image":            {"\x89PNG\r\n\x1a\n\x00\x00", ErrNotText},
		"a NUL in text":       {"Ann  9:00 AM\nhi\x00", ErrNotText},
		"Latin-1":             {"caf\xe9 at noon", ErrNotText},
		"UTF-16":              {"\xff\xfeh\x00i\x00", ErrNotText},
		"UTF-16, other order": {"\xfe\xff\x00h\x00i", ErrNotText},
		"too much":            {strings.Repeat("a", MaxSize+1), ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read([]byte(tt.data)); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestReadTellsWhereJSONIsWrong(t *testing.T) {
	for name, tt := range map[string]struct {
		data          string
		line, message int
	}{
		"an object as author":  {"{\"messages\":[{\"text\":\"a\"},\n{\"text\":\"b\",\"author\":{}}]}", 2, 2},
		"a list as text":       {"[{\"text\":\"a\"},\n\n{\"author\":\"b\",\"text\":[]}]", 3, 2},
		"a word as message":    {`{"messages":["secret words"]}`, 1, 1},
		"messages is no list":  {`{"messages":"secret words"}`, 1, 0},
		"a syntax error":       {"{\"messages\":[{\"text\":\"a\"},\n{\"text\": secret}]}", 2, 2},
		"cut in a message":     {"{\"messages\":[\n{\"text\":\"secret", 2, 1},
		"cut between messages": {"{\"messages\":[{\"text\":\"a\"},\n", 2, 2},
		"cut after the list":   {"{\"messages\":[{\"text\":\"a\"}]\n", 2, 0},
		"text behind":          {"{\"messages\":[{\"text\":\"a\"}]}\n{}", 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(tt.data))
			var fault *JSONError
			if !errors.As(err, &fault) {
				t.Fatalf("got %v", err)
			}
			if fault.Line != tt.line || fault.Message != tt.message {
				t.Errorf("line %d, message %d, want %d, %d: %v", fault.Line, fault.Message, tt.line, tt.message, err)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error holds text of the thread: %v", err)
			}
		})
	}
}

// TestReadTakesOtherJSONAsText: only JSON with messages is a thread; the rest
// is something that somebody pasted.
func TestReadTakesOtherJSONAsText(t *testing.T) {
	for _, data := range []string{`{}`, `[]`, `[1, 2]`, `{"a": 1}`, `{"a": 1`, `{ config(x='y') }`, `[{"a": 1}]`, `[x`,
		`{"nested": {"messages": []}}`} {
		got, err := Read([]byte(data))
		if err != nil || got.Format != Plain || len(got.Messages) != 1 || got.Messages[0].Text != data {
			t.Errorf("%s: read as %+v, %v", data, got, err)
		}
	}
	got, err := Read([]byte("\ufeff[09:30] Ann: up?\n[09:31] Bo: yes\n"))
	if err != nil || got.Format != Transcript || len(got.Messages) != 2 {
		t.Errorf("a transcript that begins with a bracket: read as %+v, %v", got, err)
	}
}

func TestReadJSON(t *testing.T) {
	got, err := Read([]byte(`{
		"id": "t1", "channel": "#pay-ops", "system": "payments", "licence": {"odd": [1]}, "n": null,
		"messages": [
			{"author": "Ann", "author_role": "support lead", "ts": "2024-03-05T09:01:00+01:00", "text": "down?\r\nagain",
			 "reactions": [{"name": ":eyes:", "count": 2}, {"name": "👍"}, null, 7], "replies": 3, "edited": true},
			null,
			{"id": "m1", "author": null, "ts": "1700000000.000100", "text": "yes", "bot": true},
			{"id": 7, "author": "Bo", "ts": 1700000000, "text": null, "reactions": {"odd": 1}},
			{"id": "m1", "author": "Bo", "ts": "1700000000123"},
			{"ts": "yesterday", "text": "back"}
		]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got.ID != "t1" || got.Channel != "pay-ops" || got.System != "payments" || got.Format != JSON || got.Confidence != 1 {
		t.Errorf("read the thread as %+v", got)
	}
	var ids, times, authors []string
	var instants []int64
	for _, m := range got.Messages {
		ids, times, authors = append(ids, m.ID), append(times, m.Time), append(authors, m.Author)
		if m.At.IsZero() {
			instants = append(instants, 0)
		} else {
			instants = append(instants, m.At.UnixMicro())
		}
	}
	march := time.Date(2024, 3, 5, 8, 1, 0, 0, time.UTC).UnixMicro()
	compare(t, "ids", ids, []string{"m6", "m1", "7", "m4", "m5"})
	compare(t, "times", times, []string{"2024-03-05T09:01:00+01:00", "1700000000.000100", "1700000000", "1700000000123", "yesterday"})
	compare(t, "authors", authors, []string{"Ann", "", "Bo", "Bo", ""})
	compare(t, "instants", instants, []int64{march, 1700000000000100, 1700000000000000, 1700000000123000, 0})
	first := got.Messages[0]
	if first.Text != "down?\nagain" || first.AuthorRole != "support lead" || !first.Edited || first.Replies != 3 {
		t.Errorf("read the first message as %+v", first)
	}
	compare(t, "reactions", first.Reactions, []Reaction{{"eyes", 2}, {"👍", 0}})
}

func compare[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: got %v, want %v", what, got, want)
			return
		}
	}
}

// TestReadReadsItsOwnOutput: what is printed can be read again.
func TestReadReadsItsOwnOutput(t *testing.T) {
	before := Paste("Ann  9:00 AM\nis it up?\n:eyes:\n2\n\nBo  9:01 AM\nyes (edited)\n")
	out, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	after, err := Read(out)
	if err != nil || len(after.Messages) != len(before.Messages) {
		t.Fatalf("read %s as %+v, %v", out, after, err)
	}
	for i, m := range before.Messages {
		a := after.Messages[i]
		if a.ID != m.ID || a.Author != m.Author || a.Time != m.Time || a.Text != m.Text || a.Edited != m.Edited {
			t.Errorf("%+v became %+v", m, a)
		}
		compare(t, "reactions", a.Reactions, m.Reactions)
	}
}

func TestJSONHasListsEverywhere(t *testing.T) {
	out, err := json.Marshal(Thread{Messages: []Message{{ID: "m1"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format":"","confidence":0,"messages":[{"id":"m1","author":"","time":"","day":"","text":"","edited":false,` +
		`"bot":false,"reactions":[],"replies":0,"lines":[0,0]}],"chrome":[],"unplaced":[]}`
	if string(out) != want {
		t.Errorf("got  %s\nwant %s", out, want)
	}
	if out, _ := json.Marshal(Paste("")); !strings.Contains(string(out), `"messages":[],"chrome":[],"unplaced":[]`) {
		t.Errorf("nothing is %s", out)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"messages":[{"id":"m1","text":"a"},{"id":"m1","ts":1}]}`))
	f.Add([]byte(`[{"text":"a","reactions":[{"name":"x","count":1e9}]}]`))
	f.Add([]byte("\xef\xbb\xbfAnn  9:00 AM\nhi"))
	f.Fuzz(func(t *testing.T, data []byte) {
		thread, err := Read(data)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, m := range thread.Messages {
			if m.ID == "" || seen[m.ID] {
				t.Errorf("the id %q is empty or twice", m.ID)
			}
			seen[m.ID] = true
		}
		if len(thread.Messages) == 0 {
			t.Error("no messages and no error")
		}
	})
}
