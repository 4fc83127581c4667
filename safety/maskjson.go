package safety

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

//go:embed jsonkeys.txt
var jsonKeyText string

// exemptKeys are the keys in jsonkeys.txt.
var exemptKeys = func() map[string]bool {
	keys := make(map[string]bool)
	for line := range strings.Lines(jsonKeyText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			keys[line] = true
		}
	}
	return keys
}()

// exempt reports whether the strings under a key are identifiers.
func exempt(key string) bool {
	return exemptKeys[key] || strings.HasSuffix(key, "_id") || strings.HasSuffix(key, "_ids") || strings.HasSuffix(key, "_ts")
}

// MaskJSON masks every string in a JSON document, such as a raw Slack envelope,
// except those under the keys that jsonkeys.txt names, and returns how many
// secrets it masked. A string without a secret, and everything that is no
// string, stays byte for byte; keys keep their order and are not masked. A
// secret found in one string is masked in all, so that the parts of Slack's
// rich text do not keep what the message's text gave away. Under the key
// "value", which holds what a button sends back, only shapes that are named
// count, not what merely looks random; under "token" everything is masked.
//
// What is not JSON is an error and nothing comes back: the caller must then
// store nothing of it.
func MaskJSON(raw []byte) ([]byte, int, error) {
	if !json.Valid(raw) {
		return nil, 0, errors.New("mask JSON: the document is not valid JSON")
	}
	var m masker
	out, count, err := m.json(raw)
	if err != nil || len(m.known) == 0 {
		return out, count, err
	}
	out, more, err := m.json(out)
	return out, count + more, err
}

// json masks a valid document once.
func (m *masker) json(raw []byte) ([]byte, int, error) {
	var out bytes.Buffer
	out.Grow(len(raw) + 64)
	keys := keyTracker{}
	count := 0
	for i := 0; i < len(raw); {
		if raw[i] != '"' {
			keys.see(raw[i])
			out.WriteByte(raw[i])
			i++
			continue
		}
		end := stringEnd(raw, i)
		token := raw[i:end]
		if keys.isKey() {
			if err := json.Unmarshal(token, &keys.top().key); err != nil {
				return nil, 0, fmt.Errorf("mask JSON: read a key: %w", err)
			}
			out.Write(token)
		} else {
			masked, n, err := m.jsonString(token, keys.key())
			if err != nil {
				return nil, 0, err
			}
			count += n
			out.Write(masked)
		}
		i = end
	}
	return out.Bytes(), count, nil
}

// jsonString masks one JSON string that stands under the given key.
func (m *masker) jsonString(token []byte, key string) ([]byte, int, error) {
	if exempt(key) {
		return token, 0, nil
	}
	var text string
	if err := json.Unmarshal(token, &text); err != nil {
		return nil, 0, fmt.Errorf("mask JSON: read a string: %w", err)
	}
	m.named = key == "value"
	masked, secrets := m.mask(text)
	if key == "token" && len(secrets) == 0 && text != "" && !strings.HasPrefix(text, placeholderStart) {
		masked, secrets = placeholderStart+"token"+placeholderEnd, []Secret{{Kind: "token"}}
	}
	if masked == text {
		return token, 0, nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(masked); err != nil {
		return nil, 0, fmt.Errorf("mask JSON: write a string: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), len(secrets), nil
}

// stringEnd returns the offset after the string that begins at start.
func stringEnd(raw []byte, start int) int {
	for i := start + 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(raw)
}

// keyTracker follows the punctuation of a JSON document to tell which key a
// string stands under.
type keyTracker struct {
	open []level
}

type level struct {
	object, afterColon bool
	key                string
}

func (k *keyTracker) top() *level {
	if len(k.open) == 0 {
		return &level{}
	}
	return &k.open[len(k.open)-1]
}

func (k *keyTracker) see(c byte) {
	switch c {
	case '{', '[':
		// The strings of an array stand under the array's key.
		k.open = append(k.open, level{object: c == '{', key: k.key()})
	case '}', ']':
		k.open = k.open[:len(k.open)-1]
	case ':':
		k.top().afterColon = true
	case ',':
		k.top().afterColon = false
	}
}

// isKey reports whether the next string is a key.
func (k *keyTracker) isKey() bool { return k.top().object && !k.top().afterColon }

// key returns the key that the next value stands under, "" at the top.
func (k *keyTracker) key() string { return k.top().key }
