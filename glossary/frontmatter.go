package glossary

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxFront is the longest front matter that is read, in bytes.
const maxFront = 128 << 10

// front is the front matter of a Markdown file. Its values stay YAML nodes
// until they are asked for: sources disagree on what is a list and what a
// string, and a node is never expanded, so that no alias can blow it up.
type front struct {
	values map[string]yaml.Node
	// line is the line in the file that stands before the first value.
	line int
}

// errNoFront means that a file does not begin with front matter.
var errNoFront = errors.New(`the file does not begin with front matter ("---")`)

// splitFront cuts a file into its front matter and its body and reads the
// former. The fault is a defect that could be lived with, nil if there is none.
func splitFront(text string) (front, string, *Fault, error) {
	lines := strings.SplitAfter(text, "\n")
	first := 0
	for first < len(lines) && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	if first == len(lines) || strings.TrimRight(lines[first], " \t\n") != "---" {
		return front{}, text, nil, errNoFront
	}
	last, closed := endOfFront(lines, first+1)
	var fault *Fault
	body := last
	if closed {
		body = last + 1
	} else {
		fault = &Fault{Line: first + 1, Kept: true,
			What: `the front matter has no closing "---"; it was read as far as its lines look like "key: value"`}
	}
	source := strings.Join(lines[first+1:last], "")
	if len(source) > maxFront {
		return front{}, "", nil, fmt.Errorf("the front matter is longer than %d KB", maxFront>>10)
	}
	head, err := readFront(source, first+1)
	if err != nil {
		fault = &Fault{Line: lineOf(err, first+1), Kept: true,
			What: "the front matter is not valid YAML; it was read line by line"}
	}
	return head, strings.Join(lines[body:], ""), fault, nil
}

// endOfFront finds the closing line, or where the front matter must have ended
// if nobody closed it.
func endOfFront(lines []string, from int) (int, bool) {
	for i := from; i < len(lines); i++ {
		if s := strings.TrimRight(lines[i], " \t\n"); s == "---" || s == "..." {
			if i == from || frontLike(lines[from:i]) {
				return i, true
			}
			break
		}
	}
	for i := from; i < len(lines); i++ {
		if !frontLike(lines[i : i+1]) {
			return i, false
		}
	}
	return len(lines), false
}

var keyLine = regexp.MustCompile(`^([A-Za-z_][\w-]*)\s*:(?:\s+(.*)|)$`)

// frontLike says whether lines can be front matter: the first one that is
// neither empty nor a comment has a key, and none is a heading after a blank.
func frontLike(lines []string) bool {
	for _, line := range lines {
		line = strings.TrimRight(line, " \t\n")
		if line == "" {
			if len(lines) == 1 {
				return false
			}
			continue
		}
		indented := line[0] == ' ' || line[0] == '\t' || line[0] == '-' || line[0] == '#'
		if keyLine.MatchString(line) || len(lines) == 1 && indented {
			return true
		}
		if !indented {
			return false
		}
	}
	return false
}

// readFront reads YAML; where that fails it falls back to lines of
// "key: value" and reports why.
func readFront(source string, line int) (front, error) {
	values := make(map[string]yaml.Node)
	err := yaml.Unmarshal([]byte(source), &values)
	if err == nil {
		return front{values, line}, nil
	}
	return front{readLoosely(source), line}, err
}

var itemLine = regexp.MustCompile(`^\s*-\s+(.*)$`)

// readLoosely takes what it can from front matter that is no YAML: lines of
// "key: value", and the items of a list below a key.
func readLoosely(source string) map[string]yaml.Node {
	values := make(map[string]yaml.Node)
	last := ""
	for i, text := range strings.Split(source, "\n") {
		text = strings.TrimRight(text, " \t")
		if m := itemLine.FindStringSubmatch(text); m != nil && last != "" {
			list := values[last]
			item := looseValue(m[1], i+1)
			list.Kind, list.Content = yaml.SequenceNode, append(list.Content, &item)
			values[last] = list
			continue
		}
		m := keyLine.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		last = ""
		if _, twice := values[m[1]]; !twice {
			values[m[1]] = looseValue(m[2], i+1)
			if m[2] == "" {
				last = m[1]
			}
		}
	}
	return values
}

// looseValue reads the right side of a "key: value" line that is no YAML.
func looseValue(s string, line int) yaml.Node {
	s = strings.TrimSpace(s)
	var list []string
	if yaml.Unmarshal([]byte(s), &list) == nil && len(list) > 0 {
		n := yaml.Node{Kind: yaml.SequenceNode, Line: line}
		for _, item := range list {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: item, Line: line})
		}
		return n
	}
	return yaml.Node{Kind: yaml.ScalarNode, Value: strings.Trim(s, `"'`), Line: line}
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// lineOf is the line of the file that a YAML error points at.
func lineOf(err error, offset int) int {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n + offset
		}
	}
	return offset
}

// has says whether any of the keys is there with a value.
func (f front) has(keys ...string) bool {
	for _, key := range keys {
		if f.text(key) != "" {
			return true
		}
	}
	return false
}

// lineOf is the line of a key's value in the file, 0 when it has none.
func (f front) lineOf(key string) int {
	if n, ok := f.values[key]; ok && n.Line > 0 {
		return n.Line + f.line
	}
	return 0
}

// text is a value as one string; of a list it is the first item.
func (f front) text(key string) string {
	for _, s := range f.list(key) {
		return s
	}
	return ""
}

// list is a value as a list of strings, the empty ones left out. A single
// string is a list of one; of a mapping, as in links, the address counts.
func (f front) list(key string) []string {
	n, ok := f.values[key]
	if !ok {
		return nil
	}
	return flat(&n, 3)
}

func flat(n *yaml.Node, depth int) []string {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode {
		if s := strings.TrimSpace(n.Value); s != "" && n.Tag != "!!null" {
			return []string{s}
		}
		return nil
	}
	var out []string
	for i, item := range n.Content {
		switch {
		case depth == 0 || len(out) > 200:
			return out
		case n.Kind == yaml.SequenceNode:
			out = append(out, flat(item, depth-1)...)
		case n.Kind == yaml.MappingNode && i%2 == 1 && (n.Content[i-1].Value == "url" || n.Content[i-1].Value == "href"):
			out = append(out, flat(item, depth-1)...)
		}
	}
	return out
}

// sub is a value of a mapping under a key.
func (f front) sub(key, name string) string {
	n := f.values[key]
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == name {
			return strings.Join(flat(n.Content[i+1], 1), " ")
		}
	}
	return ""
}
