package main

import (
	"strings"
	"syscall"
	"testing"
)

// held is a model that has said its first line and waits to be let go.
type held struct{ said, goOn chan struct{} }

func (h held) wait() {
	select {
	case h.said <- struct{}{}:
	case <-h.goOn:
		return
	}
	<-h.goOn
}

// TestTheBotIsToldToStop tells the real program to stop while it answers.
func TestTheBotIsToldToStop(t *testing.T) {
	program := build(t)
	for name, test := range map[string]struct {
		drain string
		stop  func(t *testing.T, w *world, h held)
		// again says that the next process has to finish the answer.
		again bool
	}{
		"an answer under way is finished": {"1m", func(t *testing.T, w *world, h held) {
			w.signal(0)
			w.until("no link", func() bool { return w.Links() == 0 })
			close(h.goOn)
			w.gone(0, exitDone)
		}, false},
		"what takes too long is handed back": {"100ms", func(t *testing.T, w *world, h held) {
			w.signal(0)
			w.gone(0, exitDone)
			close(h.goOn)
		}, true},
		"a second signal ends it at once": {"1h", func(t *testing.T, w *world, h held) {
			w.signal(0)
			w.until("no link", func() bool { return w.Links() == 0 })
			w.signal(0)
			w.gone(0, -1)
			close(h.goOn)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := held{make(chan struct{}), make(chan struct{})}
			w := newWorld(t, program, t.TempDir()+"/gloss.db", h.wait)
			w.settings = append(w.settings, "GLOSS_DRAIN="+test.drain)
			w.start(0)
			w.question("ada")
			<-h.said
			w.until("half an answer", func() bool {
				list := w.answers(w.questions[0])
				return len(list) == 1 && strings.Contains(reads(list[0]), "Mina asks who can help")
			})
			// What comes now is not taken any more.
			test.stop(t, w, h)
			w.question("ben")
			if test.again == whole(w.answers(w.questions[0])[0]) {
				t.Errorf("the answer when the process had ended:\n%s", w.thread(w.questions[0]))
			}
			w.start(0)
			w.settle()
			w.judge(name)
		})
	}
}

// signal tells a process to stop.
func (w *world) signal(i int) {
	w.t.Helper()
	if err := w.bots[i].Process.Signal(syscall.SIGTERM); err != nil {
		w.t.Error(err)
	}
}

// gone waits until a process has ended, with a status; -1 is that of a process
// that a signal ended.
func (w *world) gone(i, status int) {
	w.t.Helper()
	cmd := w.bots[i]
	delete(w.bots, i)
	if got := statusOf(w.t, cmd.Wait()); got != status {
		w.t.Errorf("ended with status %d, want %d", got, status)
	}
}

// until waits for something to be seen in Slack, which does not tell of all that
// it does.
func (w *world) until(what string, condition func() bool) {
	w.t.Helper()
	eventually(w.t, what, condition)
}
