package thread

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// JSONError is a fault in the JSON form of a thread.
type JSONError struct {
	Line    int    // 1-based line at which reading stopped
	Offset  int64  // bytes before that point
	Message int    // 1-based position of the message at fault, 0 for none
	Problem string // what is wrong, without text of the thread
}

// Error says where and what.
func (e *JSONError) Error() string {
	if e.Message > 0 {
		return fmt.Sprintf("JSON line %d, message %d: %s", e.Line, e.Message, e.Problem)
	}
	return fmt.Sprintf("JSON line %d: %s", e.Line, e.Problem)
}

// form reads the JSON form step by step, so that a fault has a place.
type form struct {
	text    string
	dec     *json.Decoder
	thread  Thread
	ours    bool // it has messages: a fault is a fault of the form, not of our guess
	message int  // 1-based, of the one being read
}

// readJSON reads the JSON form: an object with messages, or the messages alone.
// ours is false when text is something else and should be taken as a paste.
//
// A message without an id becomes m1, m2, … by its position; where another
// message already has that id, or two were given the same one, the later takes
// the next free number. Unknown fields and null are passed over.
func readJSON(text string) (t Thread, ours bool, err error) {
	f := &form{text: text, dec: json.NewDecoder(strings.NewReader(text))}
	f.dec.UseNumber()
	f.thread = Thread{Format: JSON, Confidence: 1, Messages: []Message{}, Chrome: []int{}, Unplaced: []int{}}
	err = f.read()
	if !f.ours {
		return Thread{}, false, nil
	}
	if err != nil {
		return Thread{}, true, err
	}
	if len(f.thread.Messages) == 0 {
		return Thread{}, true, ErrEmpty
	}
	nameMessages(f.thread.Messages)
	return f.thread, true, nil
}

func (f *form) read() error {
	start, err := f.dec.Token()
	if err != nil {
		return f.fault(err)
	}
	switch start {
	case json.Delim('['):
		err = f.messages()
	case json.Delim('{'):
		err = f.object()
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := f.dec.Token(); err != io.EOF {
		return f.problem("text follows the end of the JSON")
	}
	return nil
}

// object reads the fields of the thread.
func (f *form) object() error {
	for f.dec.More() {
		key, err := f.dec.Token()
		if err != nil {
			return f.fault(err)
		}
		if key == "messages" {
			f.ours = true
			if err := f.messageList(); err != nil {
				return err
			}
			continue
		}
		var value any
		if err := f.dec.Decode(&value); err != nil {
			return f.fault(err)
		}
		switch key {
		case "id":
			f.thread.ID = word(value)
		case "channel":
			f.thread.Channel = strings.TrimPrefix(word(value), "#")
		case "system":
			f.thread.System = word(value)
		}
	}
	_, err := f.dec.Token() // the brace
	return f.fault(err)
}

func (f *form) messageList() error {
	start, err := f.dec.Token()
	if err != nil {
		return f.fault(err)
	}
	if start == nil {
		return nil
	}
	if start != json.Delim('[') {
		return f.problem("messages is not a list")
	}
	return f.messages()
}

// messages reads the elements of the list whose bracket was read.
func (f *form) messages() error {
	f.thread.Messages = f.thread.Messages[:0]
	for f.message = 1; f.dec.More(); f.message++ {
		var fields any
		if err := f.dec.Decode(&fields); err != nil {
			return f.fault(err)
		}
		if fields == nil {
			continue
		}
		m, ok := fields.(map[string]any)
		if !ok {
			return f.problem("it is not an object")
		}
		if m["text"] != nil || m["author"] != nil {
			f.ours = true // of a bare list this is the sign
		}
		if err := f.add(m); err != nil {
			return err
		}
	}
	f.message = 0
	_, err := f.dec.Token() // the bracket
	return f.fault(err)
}

// add takes one message. A text or author that is no text makes it unusable;
// anything else that is odd is left out.
func (f *form) add(fields map[string]any) error {
	for _, key := range []string{"text", "author"} {
		switch fields[key].(type) {
		case nil, string, json.Number:
		default:
			return f.problem(key + " is not a string")
		}
	}
	m := Message{
		ID: word(fields["id"]), Author: word(fields["author"]), AuthorRole: word(fields["author_role"]),
		Time: word(fields["ts"]), Day: word(fields["day"]),
		Text:      strings.ReplaceAll(word(fields["text"]), "\r\n", "\n"),
		Reactions: reactionList(fields["reactions"]), Replies: number(fields["replies"]),
	}
	if m.Time == "" {
		m.Time = word(fields["time"])
	}
	m.At = instant(m.Time)
	m.Edited, _ = fields["edited"].(bool)
	m.Bot, _ = fields["bot"].(bool)
	f.thread.Messages = append(f.thread.Messages, m)
	return nil
}

// word is a string or a number as text, "" for anything else.
func word(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func number(v any) int {
	n, _ := v.(json.Number)
	i, err := n.Int64()
	if err != nil || i < 0 {
		return 0
	}
	return int(i)
}

func reactionList(v any) []Reaction {
	all := []Reaction{}
	items, _ := v.([]any)
	for _, item := range items {
		r, _ := item.(map[string]any)
		if name := strings.Trim(word(r["name"]), ":"); name != "" {
			all = append(all, Reaction{Name: name, Count: number(r["count"])})
		}
	}
	return all
}

// instant reads RFC 3339, or seconds since 1970 as Slack writes them,
// "1700000000.000100"; numbers too large for that are milliseconds. Anything
// else is no instant.
func instant(ts string) time.Time {
	if at, err := time.Parse(time.RFC3339Nano, ts); err == nil {
		return at
	}
	const milliseconds = 12 // digits from which on a number counts them
	whole, fraction, _ := strings.Cut(ts, ".")
	if whole == "" || len(whole) > 15 || strings.Trim(ts, "0123456789.") != "" || strings.Contains(fraction, ".") {
		return time.Time{}
	}
	var seconds, nanos int64
	for _, c := range []byte(whole) {
		seconds = seconds*10 + int64(c-'0')
	}
	if len(whole) >= milliseconds {
		return time.UnixMilli(seconds).UTC()
	}
	for i := range 9 {
		nanos *= 10
		if i < len(fraction) {
			nanos += int64(fraction[i] - '0')
		}
	}
	return time.Unix(seconds, nanos).UTC()
}

// nameMessages gives an id to every message that has none or a taken one.
func nameMessages(messages []Message) {
	taken := make(map[string]bool, len(messages))
	missing := make([]bool, len(messages))
	for i, m := range messages {
		missing[i] = m.ID == "" || taken[m.ID]
		taken[m.ID] = true
	}
	next := len(messages)
	for i := range messages {
		if !missing[i] {
			continue
		}
		id := ordinal(i + 1)
		for taken[id] {
			next++
			id = ordinal(next)
		}
		messages[i].ID = id
		taken[id] = true
	}
}

func (f *form) problem(what string) error {
	offset := f.dec.InputOffset()
	line := 1 + strings.Count(f.text[:min(int(offset), len(f.text))], "\n")
	return &JSONError{Line: line, Offset: offset, Message: f.message, Problem: what}
}

// fault words an error of the decoder without the text that it cites.
func (f *form) fault(err error) error {
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e := f.problem("it ends too early").(*JSONError)
		e.Offset = int64(len(f.text))
		e.Line = 1 + strings.Count(f.text, "\n")
		return e
	case errors.As(err, &syntax):
		e := f.problem("it is not valid JSON here").(*JSONError)
		e.Offset = syntax.Offset
		e.Line = 1 + strings.Count(f.text[:min(int(syntax.Offset), len(f.text))], "\n")
		return e
	}
	return f.problem("it cannot be decoded")
}
