package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/store/storetest"
)

var (
	kills = flag.Int("kills", 5, "how often TestKill kills the bot")
	seed  = flag.Uint64("seed", 0, "the chance in TestKill; 0 is a new one each time")
)

// TestKill kills the real program with SIGKILL at random moments while people
// ask it, and starts it anew: every question has exactly one whole answer in
// the end, in the order of each learner's questions. Its long form is
//
//	go test ./cmd/gloss -run TestKill -kills 300 -timeout 60m
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	program := build(t)
	t.Run("sqlite", func(t *testing.T) { killing(t, program, t.TempDir()+"/gloss.db", 1) })
	t.Run("postgres", func(t *testing.T) { killing(t, program, storetest.PostgresAddress(t), 2) })
}

// killing runs processes on a database, one of which at a time is killed and
// started anew.
func killing(t *testing.T, program, database string, processes int) {
	chance := *seed
	if chance == 0 {
		chance = rand.Uint64()
	}
	t.Logf("seed %d", chance)
	random := rand.New(rand.NewPCG(chance, 0))
	w := newWorld(t, program, database, func() { time.Sleep(150 * time.Millisecond) })
	for i := range processes {
		w.start(i)
	}
	people := w.ask(random.Uint64())
	began := time.Now()
	for range *kills {
		// The moment falls into the start as well as into answers.
		time.Sleep(time.Duration(random.Int64N(int64(2500 * time.Millisecond))))
		i := random.IntN(processes)
		w.kill(i)
		w.start(i)
	}
	people.stop()
	killed := time.Since(began)
	w.settle()
	w.judge(fmt.Sprintf("%d kills in %v, %d processes", *kills, killed.Round(time.Second), processes))
}
