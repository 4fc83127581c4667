package main

import (
	"fmt"
	"strings"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// end asks a process to stop and waits until it has.
func (w *world) end(i int) {
	w.t.Helper()
	w.signal(i)
	w.gone(i, exitDone)
}

// verdict counts what became of questions.
type verdict struct{ asked, answered, lost, cut, doubled, disordered, streaming, undelivered int }

// judge checks every question: one whole answer, in order, nothing left open.
func (w *world) judge(what string) verdict {
	w.t.Helper()
	v := verdict{asked: len(w.questions), streaming: len(w.OpenStreams()), undelivered: w.Deliveries().Lost}
	latest := make(map[string]string)
	for _, q := range w.questions {
		list := w.answers(q)
		switch {
		case len(list) == 0:
			v.lost++
			continue
		case len(list) > 1:
			v.doubled++
			w.t.Logf("%d messages:\n%s", len(list), w.thread(q))
		case !whole(list[0]):
			v.cut++
			w.t.Logf("not whole:\n%s", w.thread(q))
		default:
			v.answered++
		}
		if strings.Count(reads(list[0]), "Mina asks who can help") > 1 {
			v.doubled++
			w.t.Logf("says it twice:\n%s", w.thread(q))
		}
		if list[0].TS < latest[q.learner] {
			v.disordered++
			w.t.Logf("out of order:\n%s", w.thread(q))
		}
		latest[q.learner] = max(latest[q.learner], list[0].TS)
	}
	w.t.Logf("%s: %d asked, %d answered, %d lost, %d not whole, %d doubled, %d out of order, %d streams open, %d envelopes lost",
		what, v.asked, v.answered, v.lost, v.cut, v.doubled, v.disordered, v.streaming, v.undelivered)
	if v.answered != v.asked || v != (verdict{asked: v.asked, answered: v.answered}) {
		w.t.Errorf("not exactly one answer for each question: %+v", v)
	}
	return v
}

// reads is the text of a message, once.
func reads(m fakeslack.Message) string {
	if m.Markdown != "" {
		return m.Markdown
	}
	return m.Text
}

// thread is what people read under a question.
func (w *world) thread(q question) string {
	var text strings.Builder
	for _, m := range append(w.Messages(q.channel, q.thread), w.answers(q)...) {
		fmt.Fprintf(&text, "%s %s streaming=%v metadata=%s: %s\n", m.TS, m.User, m.Streaming, m.Metadata, reads(m))
	}
	return text.String()
}
