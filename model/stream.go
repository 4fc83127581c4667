package model

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// maxLine is the longest line of a stream: the client library loses all text
// after a longer one.
const maxLine = 60 << 10

// stream is a response body that hands on only whole lines that are sound, and
// ends plainly at the first that is not: any other end makes some client leak a
// goroutine. Why it ended is in the call.
type stream struct {
	call  *call
	body  io.ReadCloser
	in    *bufio.Reader
	out   []byte // checked, not read yet
	text  []byte // pieces of text, checked, not in out yet
	at    string // the block they belong to
	total int
	ended bool
	some  bool // an event came
}

func newStream(body io.ReadCloser, c *call) *stream {
	return &stream{call: c, body: body, in: bufio.NewReaderSize(body, maxLine)}
}

// Read hands on the next checked line, or what fits of it.
func (s *stream) Read(p []byte) (int, error) {
	for len(s.out) == 0 {
		if s.ended {
			if s.flush(); len(s.out) > 0 {
				break
			}
			s.call.note(func() { s.call.ended = true })
			return 0, io.EOF
		}
		s.next()
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

// Close closes the connection's side.
func (s *stream) Close() error { return s.body.Close() }

// next reads and checks one line.
func (s *stream) next() {
	line, err := s.in.ReadSlice('\n')
	s.total += len(line)
	if errors.Is(err, bufio.ErrBufferFull) || s.total > maxBody {
		s.reject()
		return
	}
	if line = bytes.TrimSpace(line); len(line) > 0 {
		s.check(line, err)
	}
	if arrived, _ := s.in.Peek(s.in.Buffered()); bytes.IndexByte(arrived, '\n') < 0 {
		s.flush() // the next line may be long in coming
	}
	if err != nil {
		s.ended = true
		if !errors.Is(err, io.EOF) {
			s.call.note(func() { s.call.network = plain(err) })
		}
	}
}

// check hands on a line if it is an event. readErr is how reading it ended: half
// a line before a broken connection is no malformed event.
func (s *stream) check(line []byte, readErr error) {
	e, ok := s.call.dialect.event(line)
	switch {
	case !ok && readErr != nil && (s.some || !errors.Is(readErr, io.EOF)):
		s.ended = true
	case !ok:
		s.reject()
	case e.failure != "":
		s.call.note(func() { s.call.inStream = e.failure })
		s.ended = true
	default:
		s.some = s.some || e.progress
		// What holds the line open after its last word is not waited for.
		s.ended = e.last
		s.call.note(func() {
			s.call.finished = s.call.finished || e.finished
			if e.stop != "" {
				s.call.stop = e.stop
			}
		})
		if e.progress {
			s.call.progress()
		}
		s.hand(e)
	}
}

// maxText bounds what is put together: a few records' worth, so that the first
// does not wait for many.
const maxText = 256

// hand gets an event ready to be read. Pieces of text that have arrived together
// are handed on as one: the library takes longer over an event than over all its
// text.
func (s *stream) hand(e event) {
	if e.text == nil || e.at != s.at || len(s.text)+len(*e.text) > maxText {
		s.flush()
	}
	if e.text == nil || len(*e.text) > maxText {
		if e.line != nil {
			s.out = append(append(s.out, e.line...), '\n')
		}
		return
	}
	s.text, s.at = append(s.text, *e.text...), e.at
}

// flush puts the text that waits into a line.
func (s *stream) flush() {
	if len(s.text) == 0 {
		return
	}
	quoted, err := json.Marshal(string(s.text))
	if err != nil {
		s.reject()
		return
	}
	s.out = append(append(s.out, s.call.dialect.say(s.at, quoted)...), '\n')
	s.text = s.text[:0]
}

func (s *stream) reject() {
	s.ended = true
	s.call.note(func() { s.call.malformed = true })
}
