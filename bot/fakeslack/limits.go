package fakeslack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The places where blocks may stand; each allows its own.
const (
	surfaceMessage = "message"
	surfaceStream  = "stream"
	surfaceModal   = "modal"
	surfaceHome    = "home"
)

// checker collects what is wrong with blocks, each fault with a JSON pointer to
// where it is.
type checker struct {
	surface string
	faults  []string
	ids     map[string]bool
	actions map[string]bool
	// tables and markdown are what all blocks together hold of them.
	tables, markdown int
}

func (k *checker) fault(at, format string, args ...any) {
	k.faults = append(k.faults, "[ERROR] "+fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

// checkBlocks checks blocks against Slack's limits; at is the JSON pointer of
// the list.
func checkBlocks(blocks []any, surface, at string) error {
	k := &checker{surface: surface, ids: map[string]bool{}}
	k.blocks(blocks, at)
	if len(k.faults) > 0 {
		return apiError{Code: "invalid_blocks", Messages: k.faults}
	}
	if k.markdown > maxMarkdown {
		return apiError{Code: "msg_too_long"}
	}
	return nil
}

func (k *checker) blocks(blocks []any, at string) {
	most := 50
	if k.surface == surfaceModal || k.surface == surfaceHome {
		most = 100
	}
	if len(blocks) > most {
		k.fault(at, "no more than %d items allowed", most)
	}
	for i, b := range blocks {
		here := at + "/" + strconv.Itoa(i)
		block, ok := b.(map[string]any)
		if !ok {
			k.fault(here, "must be an object")
			continue
		}
		k.block(block, here)
	}
	if k.tables > 1 {
		k.fault(at, "only one table block is allowed")
	}
}

// maxView is the size of a view in bytes.
const maxView = 250 << 10

// checkView checks a view against Slack's limits.
func (s *Server) checkView(fields map[string]any, kind string) error {
	k := &checker{surface: kind, ids: map[string]bool{}}
	if fields["type"] != kind {
		k.fault("/view/type", "must be %s", kind)
	}
	if kind == surfaceModal {
		k.plainText(fields, "title", 24, true, "/view")
		k.plainText(fields, "submit", 24, false, "/view")
		k.plainText(fields, "close", 24, false, "/view")
	}
	k.length(fields, "private_metadata", 3000, "/view")
	k.length(fields, "callback_id", 255, "/view")
	k.length(fields, "external_id", 255, "/view")
	blocks, ok := fields["blocks"].([]any)
	if !ok {
		k.fault("/view", "missing required field: blocks")
	}
	k.blocks(blocks, "/view/blocks")
	if kind == surfaceModal && fields["submit"] == nil && slices.ContainsFunc(blocks, isInput) {
		k.fault("/view", "missing required field: submit")
	}
	if len(k.faults) > 0 {
		return apiError{Code: "invalid_arguments", Messages: k.faults}
	}
	if encoded, err := json.Marshal(fields); err != nil || len(encoded) > maxView {
		return apiError{Code: "view_too_large"}
	}
	return nil
}

func isInput(b any) bool {
	block, _ := b.(map[string]any)
	return block["type"] == "input"
}

// length checks the characters of an optional string.
func (k *checker) length(fields map[string]any, name string, most int, at string) {
	v, given := fields[name]
	if !given || v == nil {
		return
	}
	text, ok := v.(string)
	switch {
	case !ok:
		k.fault(at+"/"+name, "must be a string")
	case utf8.RuneCountInString(text) > most:
		k.fault(at+"/"+name, "must be less than %d characters", most+1)
	}
}

// required checks the characters of a string that must be there.
func (k *checker) required(fields map[string]any, name string, most int, at string) {
	if text, _ := fields[name].(string); text == "" {
		k.fault(at, "missing required field: %s", name)
		return
	}
	k.length(fields, name, most, at)
}

// textObject checks a text object of either type.
func (k *checker) textObject(fields map[string]any, name string, most int, needed bool, at string) {
	v, given := fields[name]
	if !given || v == nil {
		if needed {
			k.fault(at, "missing required field: %s", name)
		}
		return
	}
	k.text(v, most, at+"/"+name)
}

// plainText checks a text object that must be of type plain_text.
func (k *checker) plainText(fields map[string]any, name string, most int, needed bool, at string) {
	k.textObject(fields, name, most, needed, at)
	if text, ok := fields[name].(map[string]any); ok && text["type"] != "plain_text" {
		k.fault(at+"/"+name+"/type", "must be plain_text")
	}
}

func (k *checker) text(v any, most int, at string) {
	object, ok := v.(map[string]any)
	if !ok {
		k.fault(at, "must be an object")
		return
	}
	content, _ := object["text"].(string)
	switch kind := object["type"]; {
	case kind != "plain_text" && kind != "mrkdwn":
		k.fault(at+"/type", "unsupported type: %v", kind)
	case kind == "mrkdwn" && object["emoji"] != nil:
		k.fault(at+"/emoji", "emoji is allowed for plain_text only")
	case kind == "plain_text" && object["verbatim"] != nil:
		k.fault(at+"/verbatim", "verbatim is allowed for mrkdwn only")
	case content == "":
		k.fault(at+"/text", "must be more than 0 characters")
	case utf8.RuneCountInString(content) > most:
		k.fault(at+"/text", "must be less than %d characters", most+1)
	}
}

// list checks the length of a list and gives its items.
func (k *checker) list(fields map[string]any, name string, least, most int, at string) []any {
	items, _ := fields[name].([]any)
	switch {
	case len(items) < least && fields[name] == nil:
		k.fault(at, "missing required field: %s", name)
	case len(items) < least:
		k.fault(at+"/"+name, "no less than %d items allowed", least)
	case len(items) > most:
		k.fault(at+"/"+name, "no more than %d items allowed", most)
	}
	return items
}

// unique checks an id against those seen before.
func (k *checker) unique(fields map[string]any, name string, seen map[string]bool, at string) {
	k.length(fields, name, 255, at)
	id, _ := fields[name].(string)
	if id == "" {
		return
	}
	if seen[id] {
		k.fault(at+"/"+name, "%s already exists: %s", name, strings.ReplaceAll(id, "]", ""))
	}
	seen[id] = true
}

// textLength counts the characters that blocks show.
func textLength(v any) int {
	switch v := v.(type) {
	case []any:
		n := 0
		for _, item := range v {
			n += textLength(item)
		}
		return n
	case map[string]any:
		n := 0
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if text, ok := v[name].(string); ok && name == "text" {
				n += utf8.RuneCountInString(text)
			} else {
				n += textLength(v[name])
			}
		}
		return n
	}
	return 0
}
