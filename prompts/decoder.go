package prompts

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of an answer. A line that is longer counts as one that is no record;
// an answer that is longer is an error.
const (
	maxLine   = 64 << 10
	maxAnswer = 1 << 20
)

// maxPending is how many lines an object may be spread over.
const maxPending = 64

// ErrTooLong says that an answer went on beyond every bound.
var ErrTooLong = errors.New("the answer is longer than 1 MiB")

// Decoder reads the records out of an answer while it is streamed: one JSON
// object a line, each emitted as soon as its line has ended.
//
// It forgives what models do to that format: code fences, list marks, an array
// around the lines, commas between them, several objects on a line, one object
// over several lines. As long as no record was found, a line of prose becomes a
// Point without cites, so that a model which ignores the format can still be
// checked against the thread; afterwards such lines count as Malformed.
type Decoder struct {
	emit      func(Record) error
	line      []byte
	overlong  bool // the rest of the line is skipped
	pending   []byte
	spread    int // lines in pending
	total     int
	records   int
	malformed int
	err       error
}

// NewDecoder returns a Decoder that calls emit for each record, in order, from
// Write and Close. An error of emit ends the decoding and is returned.
func NewDecoder(emit func(Record) error) *Decoder { return &Decoder{emit: emit} }

// Malformed counts the lines that were no record, so far.
func (d *Decoder) Malformed() int { return d.malformed }

// Write takes the next bytes of the answer, split anywhere. Its errors are
// those of emit, and ErrTooLong.
func (d *Decoder) Write(p []byte) (int, error) {
	for n, b := range p {
		if d.err == nil && d.total == maxAnswer {
			d.err = ErrTooLong
		}
		if d.err != nil {
			return n, d.err
		}
		d.total++
		switch {
		case b == '\n':
			d.endLine()
		case d.overlong:
		case len(d.line) == maxLine:
			d.overlong = true
		default:
			d.line = append(d.line, b)
		}
	}
	return len(p), d.err
}

// Close reads what stands after the last line break.
func (d *Decoder) Close() error {
	if d.err == nil {
		d.endLine()
		d.dropPending()
	}
	return d.err
}

func (d *Decoder) endLine() {
	line := bytes.TrimSpace(d.line)
	if d.overlong {
		d.malformed++
	} else if len(line) > 0 {
		d.read(line)
	}
	d.line, d.overlong = d.line[:0], false
}

// read takes one line that is not blank.
func (d *Decoder) read(line []byte) {
	if len(d.pending) > 0 && d.extend(line) {
		return
	}
	line = unwrap(line)
	start := bytes.IndexByte(line, '{')
	switch {
	case start < 0 && !bytes.ContainsFunc(line, isWord): // brackets and rules
	case start < 0:
		d.prose(string(line))
	case d.objects(line[start:]):
	case start == 0 && incomplete(line):
		d.pending, d.spread = append([]byte(nil), line...), 1
	case start > 0:
		d.prose(string(line))
	default:
		d.malformed++
	}
}

// extend adds the line to an object begun before and reports whether that took
// it. A line that is a record by itself begins anew: the object before it was
// broken off, or is an envelope around the records.
func (d *Decoder) extend(line []byte) bool {
	if alone := unwrap(line); bytes.HasPrefix(alone, []byte("{")) && holdsRecord(alone) {
		d.dropPending()
		return false
	}
	joined := append(append(d.pending, '\n'), line...)
	if d.objects(joined) {
		d.pending = nil
		return true
	}
	if d.spread++; d.spread > maxPending || len(joined) > maxLine || !incomplete(joined) {
		d.dropPending()
		return false
	}
	d.pending = joined
	return true
}

func (d *Decoder) dropPending() {
	if len(d.pending) > 0 {
		d.pending = nil
		d.malformed++
	}
}

// objects emits every record at the start of text, with nothing but commas and
// brackets between them; what follows the last is left alone. It reports
// whether there was any JSON object.
func (d *Decoder) objects(text []byte) bool {
	found := false
	for d.err == nil && bytes.HasPrefix(text, []byte("{")) {
		dec := json.NewDecoder(bytes.NewReader(text))
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			break
		}
		found = true
		d.object(raw)
		text = bytes.TrimLeft(text[dec.InputOffset():], " \t\r\n,;]")
	}
	return found
}

// object emits the record, or the records in an envelope of them.
func (d *Decoder) object(raw []byte) {
	for _, r := range parse(raw) {
		if d.err == nil {
			d.records++
			d.err = d.emit(r)
		}
		raw = nil
	}
	if raw != nil {
		d.malformed++
	}
}

// prose takes a line that holds no object.
func (d *Decoder) prose(line string) {
	text := strings.Trim(strings.TrimLeft(line, "#> "), "* ")
	if d.records > 0 {
		d.malformed++
		return
	}
	d.err = d.emit(Record{Kind: Point, Text: strings.ToValidUTF8(text, string(utf8.RuneError))})
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// mark matches list marks at the start of a line.
var mark = regexp.MustCompile(`^(?:[-*•·]\s+|\d{1,3}[.)]\s+)`)

// unwrap takes fences, list marks, brackets and commas off a line.
func unwrap(line []byte) []byte {
	line = bytes.TrimSpace(line)
	if fence, ok := bytes.CutPrefix(line, []byte("```")); ok {
		line = bytes.TrimLeft(fence, "abcdefghijklmnopqrstuvwxyzJSONL ")
	}
	line = bytes.TrimSuffix(line, []byte("```"))
	line = line[len(mark.Find(line)):]
	line = bytes.Trim(line, "`")
	if rest := bytes.TrimLeft(line, "[, \t"); bytes.HasPrefix(rest, []byte("{")) {
		return rest
	}
	return bytes.TrimSpace(bytes.Trim(line, "[], "))
}

// incomplete reports whether text is the beginning of JSON that goes on.
func incomplete(text []byte) bool {
	var raw json.RawMessage
	err := json.NewDecoder(bytes.NewReader(text)).Decode(&raw)
	return errors.Is(err, io.ErrUnexpectedEOF)
}

// holdsRecord reports whether text begins with an object that is a record.
func holdsRecord(text []byte) bool {
	var raw json.RawMessage
	return json.NewDecoder(bytes.NewReader(text)).Decode(&raw) == nil && len(parse(raw)) > 0
}
