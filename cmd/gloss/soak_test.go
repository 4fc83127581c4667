package main

import (
	"bufio"
	"flag"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

var soak = flag.Duration("soak", 0, "how long TestSoak runs; 0 is not at all")

// TestSoak has people ask for long while links end and one call in a hundred
// fails: nothing is lost, and the process does not grow.
//
//	go test ./cmd/gloss -run TestSoak -soak 20m -timeout 30m
func TestSoak(t *testing.T) {
	if *soak == 0 {
		t.Skip("only with -soak 20m")
	}
	w := newWorld(t, build(t), t.TempDir()+"/gloss.db", func() { time.Sleep(50 * time.Millisecond) })
	w.settings = append(w.settings, "GLOSS_ADMIN_ADDR=127.0.0.1:0")
	w.start(0)
	w.FailSome("", 0.01, fakeslack.Fault{Status: 503}, fakeslack.Fault{CutAfter: true}, fakeslack.Fault{Cut: true},
		fakeslack.Fault{Body: "{}"}, fakeslack.Fault{Slow: 2 * time.Second})
	people := w.ask(1)
	ended := time.After(*soak)
	renew := time.NewTicker(10 * time.Second)
	defer renew.Stop()
	// What a process is when it has warmed up is what it should be at the end.
	warm := time.After(*soak / 5)
	var before usage
	for running := true; running; {
		select {
		case <-renew.C:
			w.Disconnect("warning")
		case <-warm:
			before = w.usage()
		case <-ended:
			running = false
		}
	}
	people.stop()
	w.FailSome("", 0)
	eventually(t, "the last answers", func() bool { return w.waiting() == 0 })
	after := w.usage()
	t.Logf("%v, from warm to the end: goroutines %v → %v, open files %v → %v, memory %.1f → %.1f MB",
		*soak, before.goroutines, after.goroutines, before.files, after.files, before.memory/1e6, after.memory/1e6)
	if after.goroutines > before.goroutines+20 || after.files > before.files+10 || after.memory > 1.3*before.memory+10e6 {
		t.Errorf("the process grows: %+v, then %+v", before, after)
	}
	w.settle()
	w.judge(soak.String())
}

// usage is what a process takes.
type usage struct{ goroutines, files, memory float64 }

// usage asks the process at its administrator's address, which it logs.
func (w *world) usage() (u usage) {
	w.t.Helper()
	log, err := os.ReadFile(w.log(0))
	if err != nil {
		w.t.Fatal(err)
	}
	address := regexp.MustCompile(`address=(http://\S+)`).FindSubmatch(log)
	if address == nil {
		w.t.Fatalf("no address in the log:\n%s", log)
	}
	response, err := http.Get(string(address[1]) + "/metrics")
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		number, _ := strconv.ParseFloat(value, 64)
		switch name {
		case "go_goroutines":
			u.goroutines = number
		case "process_open_fds":
			u.files = number
		case "process_resident_memory_bytes":
			u.memory = number
		}
	}
	return u
}
