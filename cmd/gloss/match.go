package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
)

type glossaryMatch struct {
	sources
	File string `arg:"" optional:"" help:"The thread: text as copied from Slack, or JSON; - is standard input."`
}

// matched is a term in the form of the contract: entry is null while the sense
// is open.
type matched struct {
	Entry    *string         `json:"entry"`
	Either   []string        `json:"either,omitempty"`
	Surface  string          `json:"surface"`
	Messages []string        `json:"messages"`
	Status   glossary.Status `json:"status"`
}

// Run prints the terms of a thread.
func (c glossaryMatch) Run(env environment) error {
	t, err := readThread(env, c.File)
	if err != nil {
		return err
	}
	words, err := loadGlossary(env, c.Glossary)
	if err != nil {
		return err
	}
	matches, undefined := words.Match(t)
	terms := make([]matched, 0, len(matches))
	for _, m := range matches {
		term := matched{Either: m.Either, Surface: m.Surface, Messages: m.Messages, Status: m.Status}
		if m.Entry != "" {
			term.Entry = &m.Entry
		}
		terms = append(terms, term)
	}
	if c.JSON {
		return printJSON(env, map[string]any{"terms": terms, "undefined": undefined}, nil)
	}
	for _, m := range matches {
		meaning := m.Entry
		if meaning == "" {
			meaning = "either " + strings.Join(m.Either, " or ")
		}
		fmt.Fprintf(env.stdout, "%s: %s, in %s\n", clean(m.Surface), meaning, strings.Join(m.Messages, " "))
	}
	for _, u := range undefined {
		fmt.Fprintf(env.stdout, "%s: not defined, in %s\n", clean(u.Surface), strings.Join(u.Messages, " "))
	}
	return nil
}

type glossaryMine struct {
	sources
	Files []string `arg:"" help:"The threads: text as copied from Slack, or JSON."`
}

// mined is a word that no entry defines: in how many threads and messages.
type mined struct {
	Surface  string `json:"surface"`
	Threads  int    `json:"threads"`
	Messages int    `json:"messages"`
}

// Run lists the jargon that no entry defines.
func (c glossaryMine) Run(env environment) error {
	words, err := loadGlossary(env, c.Glossary)
	if err != nil {
		return err
	}
	found := make(map[string]*mined)
	for _, name := range c.Files {
		t, err := readThread(env, name)
		if err != nil {
			return err
		}
		_, undefined := words.Match(t)
		for _, u := range undefined {
			m := found[u.Surface]
			if m == nil {
				m = &mined{Surface: u.Surface}
				found[u.Surface] = m
			}
			m.Threads++
			m.Messages += len(u.Messages)
		}
	}
	ranked := rank(found)
	if c.JSON {
		return printJSON(env, map[string]any{"undefined": ranked}, nil)
	}
	for _, m := range ranked {
		fmt.Fprintf(env.stdout, "%s: in %d of %s, %s\n", clean(m.Surface), m.Threads, count(len(c.Files), "thread"), count(m.Messages, "message"))
	}
	return nil
}

// rank sorts by the number of threads, then of messages, then by name.
func rank(found map[string]*mined) []mined {
	ranked := make([]mined, 0, len(found))
	for _, m := range found {
		ranked = append(ranked, *m)
	}
	slices.SortFunc(ranked, func(a, b mined) int {
		return cmp.Or(cmp.Compare(b.Threads, a.Threads), cmp.Compare(b.Messages, a.Messages), cmp.Compare(a.Surface, b.Surface))
	})
	return ranked
}
