package socket

import (
	"bytes"
	"encoding/json"
)

// members calls member with the name and the value of each member of a JSON
// object, as they stand in data, and reports whether data is one object and
// nothing else. It finds where strings, objects and arrays end and looks no
// further into them, which costs a fraction of decoding them: an acknowledgement
// waits for this.
func members(data []byte, member func(name, value []byte)) bool {
	s := scanner{data: data}
	if !s.next('{') {
		return false
	}
	if s.next('}') {
		return s.ended()
	}
	for {
		name, ok := s.value()
		if !ok || name[0] != '"' || !s.next(':') {
			return false
		}
		value, ok := s.value()
		if !ok {
			return false
		}
		member(name, value)
		if s.next('}') {
			return s.ended()
		}
		if !s.next(',') {
			return false
		}
	}
}

// scanner reads JSON from data[at].
type scanner struct {
	data []byte
	at   int
}

// space passes over white space.
func (s *scanner) space() {
	for s.at < len(s.data) && bytes.IndexByte([]byte(" \t\r\n"), s.data[s.at]) >= 0 {
		s.at++
	}
}

// next passes over a character, if it is the next.
func (s *scanner) next(char byte) bool {
	s.space()
	if s.at == len(s.data) || s.data[s.at] != char {
		return false
	}
	s.at++
	return true
}

func (s *scanner) ended() bool {
	s.space()
	return s.at == len(s.data)
}

// value passes over a value and returns it.
func (s *scanner) value() (value []byte, ok bool) {
	s.space()
	began := s.at
	if s.at == len(s.data) {
		return nil, false
	}
	switch s.data[s.at] {
	case '"':
		ok = s.text()
	case '{', '[':
		ok = s.nested()
	default:
		ok = s.word()
	}
	return s.data[began:s.at], ok
}

// text passes over a string.
func (s *scanner) text() bool {
	for s.at++; ; {
		end := bytes.IndexByte(s.data[s.at:], '"')
		if end < 0 {
			return false
		}
		end += s.at
		escapes := 0
		for s.data[end-1-escapes] == '\\' {
			escapes++ // the opening quote ends this at the latest
		}
		s.at = end + 1
		if escapes%2 == 0 {
			return true
		}
	}
}

// nested passes over an object or array.
func (s *scanner) nested() bool {
	depth := 0
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case '"':
			if !s.text() {
				return false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return true
		}
	}
	return false
}

// word passes over a number, true, false or null.
func (s *scanner) word() bool {
	began := s.at
	for s.at < len(s.data) && bytes.IndexByte([]byte(" \t\r\n,:{}[]\""), s.data[s.at]) < 0 {
		s.at++
	}
	return json.Valid(s.data[began:s.at])
}
