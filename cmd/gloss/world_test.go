package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// world is a Slack and a model that live while the program dies.
type world struct {
	*fakeslack.Server
	t        *testing.T
	program  string
	folder   string
	settings []string
	bots     map[int]*exec.Cmd

	inbox     *sql.DB
	mu        sync.Mutex
	questions []question
}

// question is what somebody asked, and where the answer has to stand.
type question struct{ learner, channel, thread, ts string }

// learners are the people who ask.
var learners = []string{"ada", "ben", "cleo", "dan", "eva", "fred"}

// newWorld starts Slack and a model that waits before each line but the first.
func newWorld(t *testing.T, program, database string, wait func()) *world {
	t.Helper()
	config := fakeslack.Config{
		Me: fakeslack.User{Name: "ana", RealName: "Ana"}, Bot: fakeslack.Bot{Name: "gloss"},
		Users: []fakeslack.User{{Name: "mina", RealName: "Mina Okafor"}, {Name: "jun", RealName: "Jun Haldane"}},
		// Slack's own schedule, quicker: a killed process is back in a second.
		Redeliver: []time.Duration{0, time.Second, 5 * time.Second, 20 * time.Second, 60 * time.Second},
		AckWithin: 3 * time.Second,
	}
	members := []string{"gloss", "mina", "jun"}
	for _, name := range learners {
		config.Users = append(config.Users, fakeslack.User{Name: name, RealName: strings.ToUpper(name[:1]) + name[1:]})
		members = append(members, name)
	}
	config.Channels = []fakeslack.Channel{{Name: "ops", Members: members}}
	fake := fakeslack.New(config)
	server := httptest.NewServer(fake.Handler())
	model := speak(t, wait, modelAnswer[:2]...)
	w := &world{Server: fake, t: t, program: program, folder: t.TempDir(), bots: make(map[int]*exec.Cmd)}
	w.settings = []string{
		"SLACK_BOT_TOKEN=" + fake.BotToken(), "SLACK_APP_TOKEN=" + fake.AppToken(),
		"SLACK_API_URL=" + server.URL + "/api", "DATABASE_URL=" + database,
	}
	driver, address := "pgx", database
	if !strings.Contains(database, "://") {
		driver, address = "sqlite3", "file:"+database+"?mode=ro&_busy_timeout=2000"
	}
	var err error
	if w.inbox, err = sql.Open(driver, address); err != nil {
		t.Fatal(err)
	}
	for k, v := range model.environ() {
		w.settings = append(w.settings, k+"="+v)
	}
	t.Cleanup(func() {
		for i := range w.bots {
			w.kill(i)
		}
		w.inbox.Close()
		fake.Close()
		server.Close()
	})
	return w
}

// start starts a process, whose log goes into a file of its own.
func (w *world) start(i int) {
	w.t.Helper()
	cmd := process(w.t, w.program, w.settings, "serve")
	log, err := os.OpenFile(w.log(i), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		w.t.Fatal(err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.bots[i] = cmd
}

// log is where a process logs: in a folder that stays when a test asks for it.
func (w *world) log(i int) string {
	return filepath.Join(cmp.Or(os.Getenv("GLOSS_TEST_LOGS"), w.folder), fmt.Sprintf("gloss-%d.log", i))
}

// kill ends a process as a power cut would.
func (w *world) kill(i int) {
	w.t.Helper()
	if err := w.bots[i].Process.Kill(); err != nil {
		w.t.Errorf("process %d had ended by itself: %v", i, err)
	}
	_ = w.bots[i].Wait()
}

// crowd is a crowd that asks on and on.
type crowd struct {
	cancel context.CancelFunc
	ended  chan struct{}
}

// ask has learners ask as long as not too many questions wait.
func (w *world) ask(chance uint64) crowd {
	ctx, cancel := context.WithCancel(w.t.Context())
	a := crowd{cancel, make(chan struct{})}
	random := rand.New(rand.NewPCG(chance, 1))
	go func() {
		defer close(a.ended)
		for ctx.Err() == nil {
			// Slack promises no order, so only what is asked after the inbox has
			// what was asked before has one.
			if w.waiting() < len(learners) && w.stored() == w.asked() {
				w.question(learners[random.IntN(len(learners))])
			}
			select {
			case <-time.After(time.Duration(random.IntN(150)) * time.Millisecond):
			case <-ctx.Done():
			}
		}
	}()
	return a
}

func (a crowd) stop() {
	a.cancel()
	<-a.ended
}

// question has a learner ask about a thread of its own.
func (w *world) question(learner string) {
	root := w.Plant("#ops", "", fakeslack.Said{User: "mina", Text: "the canary deployment is broken, who can help?",
		Replies: []fakeslack.Said{{User: "jun", Text: "decision: we roll back now"}}})
	ts := w.Mention(learner, "#ops", root, "explain")
	w.mu.Lock()
	defer w.mu.Unlock()
	w.questions = append(w.questions, question{learner, "#ops", root, ts})
}

// asked counts the questions.
func (w *world) asked() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.questions)
}

// stored counts the questions that are in the inbox, or were; -1 while nobody
// can tell.
func (w *world) stored() (n int) {
	if err := w.inbox.QueryRow(`select count(*) from inbox`).Scan(&n); err != nil {
		return -1
	}
	return n
}

// answers are the messages of the bot to a question: in the learner's direct
// message, under the one that says which thread they are about. A second such
// one is a message too many.
func (w *world) answers(q question) []fakeslack.Message {
	var list, roots []fakeslack.Message
	for _, m := range w.Messages("@"+q.learner, "") {
		switch {
		case m.Bot && strings.HasPrefix(m.Text, "May I ask you three quick things"): // beside the answer, to newcomers
		case m.Bot && m.ThreadTS == "" && strings.Contains(m.Text, "/p"+strings.ReplaceAll(q.thread, ".", "")):
			roots = append(roots, m)
		case m.Bot && len(roots) > 0 && m.ThreadTS == roots[0].TS:
			list = append(list, m)
		}
	}
	if len(roots) > 1 {
		list = append(list, roots[1:]...)
	}
	return list
}

// whole reports whether a message is an answer from its first to its last word.
func whole(m fakeslack.Message) bool {
	text := reads(m)
	return !m.Streaming && strings.Contains(text, "Mina asks who can help") && strings.Contains(text, "Read 2 of 2 messages")
}

// waiting counts the questions without a whole answer.
func (w *world) waiting() (n int) {
	w.mu.Lock()
	questions := w.questions
	w.mu.Unlock()
	for i := len(questions) - 1; i >= max(0, len(questions)-100); i-- {
		if list := w.answers(questions[i]); len(list) == 0 || !whole(list[0]) {
			n++
		}
	}
	return n
}

// settle waits until every question has an answer.
func (w *world) settle() {
	w.t.Helper()
	ctx, stop := context.WithTimeout(w.t.Context(), 5*time.Minute)
	defer stop()
	if err := w.Wait(ctx, func() bool { return w.waiting() == 0 }); err != nil {
		w.t.Errorf("%d questions wait for their answer: %v", w.waiting(), err)
	}
	// What would be doubled is doubled by now: a lease has run out.
	for i := range w.bots {
		w.end(i)
	}
}
