package bot

import (
	"strings"
	"testing"
)

const pastedThread = `Mina Okafor
  9:02 AM
heads up: the canary deployment of checkout times out

Jun Haldane
  9:04 AM
should we raise the connection pool to 200?

Mina Okafor
  9:11 AM
decision: we roll back the canary now`

func TestQuestionOf(t *testing.T) {
	fence := "```\n" + pastedThread + "\n```"
	for name, c := range map[string]struct{ text, question, rest string }{
		"none":                     {pastedThread, "", pastedThread},
		"before":                   {"does this make sense?\n" + pastedThread, "does this make sense?", pastedThread},
		"before, apart":            {"what did they decide?\n\n" + pastedThread, "what did they decide?", "\n" + pastedThread},
		"before, in two lines":     {"hi!\nwhy is Mina worried?\n\n" + pastedThread, "hi! why is Mina worried?", "\n" + pastedThread},
		"an order":                 {"explain this to a manager\n\n" + pastedThread, "explain this to a manager", "\n" + pastedThread},
		"after":                    {pastedThread + "\n\nwhat did they decide?", "what did they decide?", pastedThread},
		"after, of an author":      {pastedThread + "\n\nwhy is Jun asking about the pool?", "why is Jun asking about the pool?", pastedThread},
		"after, the thread's own":  {pastedThread + "\n\nshould we tell support?", "", pastedThread + "\n\nshould we tell support?"},
		"after, not apart":         {pastedThread + "\nwhat did they decide?", "", pastedThread + "\nwhat did they decide?"},
		"the last message asks":    {pastedThread + "\n\nJun Haldane\n  9:12 AM\nwhat does this mean?", "", pastedThread + "\n\nJun Haldane\n  9:12 AM\nwhat does this mean?"},
		"around code":              {"what does this mean?\n" + fence, "what does this mean?", pastedThread},
		"after code":               {fence + "\nwho decided?", "who decided?", pastedThread},
		"before a log":             {"what does this mean?\n\nERROR: connection pool exhausted at 12:01 on node 3", "what does this mean?", "ERROR: connection pool exhausted at 12:01 on node 3"},
		"after a text":             {"The pool of connections was exhausted on node 3.\nWe restarted it.\n\ncan you explain this in plain words?", "can you explain this in plain words?", "The pool of connections was exhausted on node 3.\nWe restarted it."},
		"a text's own question":    {"The pool was exhausted on node 3.\n\nShould we restart it?", "", "The pool was exhausted on node 3.\n\nShould we restart it?"},
		"only a question":          {"what is a container?", "", "what is a container?"},
		"no question before":       {"FYI from the ops channel\n" + pastedThread, "", "FYI from the ops channel\n" + pastedThread},
		"a long speech before":     {"is " + words(60) + "\n" + pastedThread, "", "is " + words(60) + "\n" + pastedThread},
		"a quote inside a message": {pastedThread + "\n> what does that mean?\nyes", "", pastedThread + "\n> what does that mean?\nyes"},
		"a cut message before":     {"should we raise the pool?\n" + pastedThread, "", "should we raise the pool?\n" + pastedThread},
		"empty":                    {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			question, rest := questionOf(c.text)
			if question != c.question || strings.TrimSpace(rest) != strings.TrimSpace(c.rest) {
				t.Errorf("question %q, rest\n%q\nwant %q,\n%q", question, rest, c.question, c.rest)
			}
			if c.question != "" && strings.HasSuffix(c.text, pastedThread) && strings.Count(rest, "\n") != strings.Count(c.text, "\n") {
				t.Errorf("the lines have other numbers than in what was sent:\n%q", rest)
			}
		})
	}
}

func TestAsksAlone(t *testing.T) {
	for text, c := range map[string]struct{ asks, afterLong bool }{
		"what did they decide?":      {true, true},
		"does this make sense?":      {true, true},
		"brief":                      {true, true},
		"explain this":               {true, true},
		"is it slow?":                {true, false},
		"should we merge now?":       {true, false},
		"thanks, merging now":        {false, false},
		"Jun Haldane: rolling back":  {false, false},
		"here is the thread from HQ": {false, false},
		"":                           {false, false},
	} {
		if asksAlone(text, false) != c.asks || asksAlone(text, true) != c.afterLong {
			t.Errorf("%q: %v, %v after a long message", text, asksAlone(text, false), asksAlone(text, true))
		}
	}
}

func words(n int) string {
	text := ""
	for range n {
		text += "word "
	}
	return text
}
