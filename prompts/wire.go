package prompts

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// wire is a record as models write it: any field may have a type of its own.
type wire struct {
	Kind       loose             `json:"kind"`
	Text       loose             `json:"text"`
	Cites      list              `json:"cites"`
	By         loose             `json:"by"`
	Owner      loose             `json:"owner"`
	Due        loose             `json:"due"`
	Status     loose             `json:"status"`
	AnsweredBy list              `json:"answered_by"`
	Entry      loose             `json:"entry"`
	Records    []json.RawMessage `json:"records"`
}

// loose is a string, or something that can pass for one.
type loose string

// UnmarshalJSON takes strings and numbers as they stand and joins an array of
// them; anything else is empty. It never fails.
func (l *loose) UnmarshalJSON(data []byte) error {
	var all list
	_ = all.UnmarshalJSON(data)
	*l = loose(strings.Join(all, ", "))
	return nil
}

// list is an array of strings, or one string.
type list []string

// UnmarshalJSON takes an array of strings and numbers, or a single one; what
// is neither is left out. It never fails.
func (l *list) UnmarshalJSON(data []byte) error {
	*l = nil
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var value any
	if dec.Decode(&value) != nil {
		return nil
	}
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	for _, item := range items {
		switch item := item.(type) {
		case string:
			*l = append(*l, strings.TrimSpace(item))
		case json.Number:
			*l = append(*l, item.String())
		}
	}
	return nil
}

// kinds are the kinds that a record can have.
var kinds = map[Kind]bool{
	Gist: true, Point: true, Decision: true, Question: true, Action: true,
	Risk: true, Disagreement: true, Term: true, Unknown: true,
}

// statuses are those of decisions, and of what is judged.
var statuses = map[string]bool{
	"current": true, "reversed": true, "proposed_only": true,
	JudgedRight: true, JudgedHalfRight: true, JudgedOtherwise: true, JudgedUnsaid: true,
}

// unstated are words that models write where they should leave a field out.
var unstated = map[string]bool{"null": true, "none": true, "unknown": true, "n/a": true, "unassigned": true, "not stated": true}

func stated(l loose) string {
	if unstated[strings.ToLower(string(l))] {
		return ""
	}
	return string(l)
}

// parse reads the record that an object is, or those that it holds under
// "records"; none when it is neither.
func parse(object []byte) []Record {
	var w wire
	if json.Unmarshal(object, &w) != nil {
		return nil
	}
	var records []Record
	for _, inner := range w.Records {
		var v wire
		if json.Unmarshal(inner, &v) == nil {
			records = appendRecord(records, v)
		}
	}
	return appendRecord(records, w)
}

func appendRecord(records []Record, w wire) []Record {
	kind := Kind(strings.ToLower(string(w.Kind)))
	if !kinds[kind] || (w.Text == "" && kind != Unknown) {
		return records
	}
	status := strings.ToLower(string(w.Status))
	if !statuses[status] {
		status = ""
	}
	return append(records, Record{
		Kind: kind, Text: string(w.Text), Cites: w.Cites, By: stated(w.By),
		Owner: stated(w.Owner), Due: stated(w.Due), Status: status,
		AnsweredBy: w.AnsweredBy, Entry: string(w.Entry),
	})
}

// Resolve returns the record with its cites spelled as the ids of the thread:
// "[m4]", "4" and "m4, m5" are what models make of m4. A cite that names no
// message either way is kept as it is, for the check to refuse.
func (r Record) Resolve(t thread.Thread) Record {
	r.Cites = resolve(r.Cites, t)
	r.AnsweredBy = resolve(r.AnsweredBy, t)
	return r
}

func resolve(cites []string, t thread.Thread) []string {
	var ids []string
	for _, cite := range cites {
		if _, ok := t.Message(cite); ok {
			ids = append(ids, cite)
			continue
		}
		var found []string
		for _, part := range strings.FieldsFunc(cite, func(r rune) bool { return strings.ContainsRune("[](),#; ", r) }) {
			for _, id := range []string{part, "m" + part} {
				if _, ok := t.Message(id); ok {
					found = append(found, id)
					break
				}
			}
		}
		if found == nil {
			found = []string{cite}
		}
		ids = append(ids, found...)
	}
	return ids
}
