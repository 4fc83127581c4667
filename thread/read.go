package thread

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxSize is the most bytes that Read takes: 16 MiB.
const MaxSize = 16 << 20

// What Read cannot read, for callers to word. A JSON form with a fault is a
// *JSONError instead.
var (
	// ErrEmpty is a source in which nothing can be seen, or a JSON form
	// without messages.
	ErrEmpty = errors.New("the thread is empty")
	// ErrNotText is a source that is no UTF-8 text: an image, an archive, a
	// file in another encoding.
	ErrNotText = errors.New("the thread is not UTF-8 text")
	// ErrTooLarge is a source of more than MaxSize bytes.
	ErrTooLarge = errors.New("the thread is larger than 16 MiB")
)

// Read reads a thread from the bytes of a file: the JSON form if it is JSON
// with messages, else pasted text (see Paste). A byte order mark in front is
// left out. Errors are, or wrap, ErrEmpty, ErrNotText, ErrTooLarge or a
// *JSONError; none of them holds text of the thread.
func Read(data []byte) (Thread, error) {
	if len(data) > MaxSize {
		return Thread{}, fmt.Errorf("read thread: %w", ErrTooLarge)
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return Thread{}, fmt.Errorf("read thread: %w: it is UTF-16, save it as UTF-8", ErrNotText)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return Thread{}, fmt.Errorf("read thread: %w", ErrNotText)
	}
	text := string(data)
	visible := trimLeft(text)
	if visible == "" {
		return Thread{}, fmt.Errorf("read thread: %w", ErrEmpty)
	}
	if strings.HasPrefix(visible, "{") || strings.HasPrefix(visible, "[") {
		t, ours, err := readJSON(text)
		switch {
		case err != nil:
			return Thread{}, fmt.Errorf("read thread: %w", err)
		case ours:
			return t, nil
		}
	}
	return Paste(text), nil
}
