package glossary

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// turtleToken is one token of Turtle: an IRI, a name, a literal, a mark or a
// comment.
var turtleToken = regexp.MustCompile(`^(?s:"""((?:[^"\\]|\\.|"{1,2}[^"])*)"""|'''((?:[^'\\]|\\.|'{1,2}[^'])*)'''|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|<([^>\s]*)>|(@[A-Za-z]+(?:-[A-Za-z0-9]+)*)|(\^\^)|([;,.\[\]()])|((?:[\pL\pN_][\pL\pN_.-]*)?:(?:[\pL\pN_%-](?:[\pL\pN_.%:-]*[\pL\pN_%-])?)?|[\pL\pN_+-](?:[\pL\pN_.+-]*[\pL\pN_])?)|#[^\n]*)`)

type turtle struct {
	text     string
	at       int
	prefixes map[string]string
	base     string
}

// lexeme is a token and what kind it is: 'i' an IRI, 'l' a literal, '@' a
// language or directive, '^' the mark of a type, 'n' a bare word, 0 the end,
// or the mark itself.
type lexeme struct {
	kind byte
	text string
	line int
}

// next reads the next token.
func (t *turtle) next() (lexeme, error) {
	for {
		for t.at < len(t.text) && strings.IndexByte(" \t\r\n", t.text[t.at]) >= 0 {
			t.at++
		}
		line := 1 + strings.Count(t.text[:t.at], "\n")
		if t.at == len(t.text) {
			return lexeme{line: line}, nil
		}
		m := turtleToken.FindStringSubmatch(t.text[t.at:])
		if m == nil {
			return lexeme{}, fmt.Errorf("line %d: %.20q is no Turtle", line, t.text[t.at:])
		}
		t.at += len(m[0])
		switch {
		case m[0][0] == '#':
			continue
		case m[0][0] == '"' || m[0][0] == '\'':
			return lexeme{'l', unescaped(m[1] + m[2] + m[3] + m[4]), line}, nil
		case m[0][0] == '<':
			return lexeme{'i', t.base + m[5], line}, nil
		case m[6] != "":
			return lexeme{'@', m[6], line}, nil
		case m[7] != "":
			return lexeme{'^', "", line}, nil
		case m[8] != "":
			return lexeme{m[8][0], m[8], line}, nil
		}
		if prefix, local, ok := strings.Cut(m[9], ":"); ok {
			return lexeme{'i', t.prefixes[prefix] + local, line}, nil
		}
		return lexeme{'n', m[9], line}, nil
	}
}

// unescaped reads the escapes of a literal.
func unescaped(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		if s[0] != '\\' {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		r, _, rest, err := strconv.UnquoteChar(s, 0)
		if err != nil {
			// \" and \' are refused where they need not be.
			r, rest = rune(s[min(1, len(s)-1)]), s[min(2, len(s)):]
		}
		b.WriteRune(r)
		s = rest
	}
	return b.String()
}

// turtleConcepts reads the subjects of a flat Turtle file. Nested nodes in
// brackets are skipped.
func turtleConcepts(text string) ([]skos, error) {
	t := &turtle{text: text, prefixes: make(map[string]string)}
	var order []string
	known := make(map[string]*skos)
	for {
		subject, err := t.next()
		if err != nil {
			return nil, err
		}
		word := strings.ToLower(strings.TrimPrefix(subject.text, "@"))
		switch {
		case subject.kind == 0:
			var all []skos
			for _, id := range order {
				all = append(all, *known[id])
			}
			return all, nil
		case subject.kind == '@' || subject.kind == 'n' && (word == "prefix" || word == "base"):
			if err := t.directive(word); err != nil {
				return nil, err
			}
			continue
		case subject.kind == '.':
			continue
		case subject.kind == '[':
			if err := t.skipNested(); err != nil {
				return nil, err
			}
			subject.text = "_:" + strconv.Itoa(subject.line)
		case subject.kind != 'i':
			return nil, fmt.Errorf("line %d: a subject is expected, not %.20q", subject.line, subject.text)
		}
		c := known[subject.text]
		if c == nil {
			c = &skos{id: subject.text, line: subject.line, values: make(map[string][]literal)}
			known[subject.text] = c
			order = append(order, subject.text)
		}
		if err := t.predicates(c); err != nil {
			return nil, err
		}
	}
}

// directive reads what follows @prefix or @base.
func (t *turtle) directive(word string) error {
	from := t.at
	end := strings.IndexByte(t.text[from:], '>')
	if end < 0 {
		return fmt.Errorf("the directive %s has no <address>", word)
	}
	t.at += end + 1
	name, address, _ := strings.Cut(t.text[from:t.at-1], "<")
	if word == "base" {
		t.base = address
	} else {
		t.prefixes[strings.TrimSuffix(strings.TrimSpace(name), ":")] = address
	}
	return nil
}

// predicates reads the properties of a subject up to the full stop.
func (t *turtle) predicates(c *skos) error {
	property := ""
	for {
		tok, err := t.next()
		switch {
		case err != nil:
			return err
		case tok.kind == 0:
			return fmt.Errorf("line %d: the description of %s does not end", tok.line, c.id)
		case tok.kind == '.':
			return nil
		case tok.kind == ';':
			property = ""
		case tok.kind == ',':
		case property == "" && tok.kind == 'n' && tok.text == "a":
			property = "type"
		case property == "" && tok.kind == 'i':
			property = lastPart(tok.text)
		case property == "":
			return fmt.Errorf("line %d: a property is expected, not %.20q", tok.line, tok.text)
		default:
			if err := t.object(c, property, tok); err != nil {
				return err
			}
		}
	}
}

// object takes in one value of a property.
func (t *turtle) object(c *skos, property string, tok lexeme) error {
	switch tok.kind {
	case '[', '(':
		return t.skipNested()
	case '@':
		if list := c.values[property]; len(list) > 0 {
			list[len(list)-1].language = strings.ToLower(tok.text[1:])
		}
	case '^':
		_, err := t.next()
		return err
	case 'i', 'l', 'n':
		if property == "type" {
			c.types = append(c.types, lastPart(tok.text))
			return nil
		}
		c.values[property] = append(c.values[property], literal{text: tok.text})
	}
	return nil
}

// skipNested reads on to the bracket that closes the one just read.
func (t *turtle) skipNested() error {
	for depth := 1; depth > 0; {
		tok, err := t.next()
		switch {
		case err != nil:
			return err
		case tok.kind == 0:
			return fmt.Errorf("line %d: a bracket is not closed", tok.line)
		case tok.kind == '[' || tok.kind == '(':
			depth++
		case tok.kind == ']' || tok.kind == ')':
			depth--
		}
	}
	return nil
}
