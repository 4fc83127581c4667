package fakeslack

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"
)

// Clock tells a time that can be moved. The zero value goes with the machine's.
type Clock struct {
	mu      sync.Mutex
	stopped time.Time
	ahead   time.Duration
}

// StoppedClock stands still at a time until it is moved.
func StoppedClock(at time.Time) *Clock { return &Clock{stopped: at} }

// Now is the time by the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped.IsZero() {
		return time.Now().Add(c.ahead)
	}
	return c.stopped.Add(c.ahead)
}

// Advance moves the clock forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// control is the HTTP API by which another process plays people and faults.
type control struct {
	*Server
	clock *Clock

	mu sync.Mutex
	// held is what calls with a hang wait for.
	held chan struct{}
}

// Control is an HTTP API under /control/ with the script methods and what there
// is to look at, for a server that is a process of its own. What was done is
// sent by POST as a JSON object, and looked at by GET with a query; both answer
// with a JSON object whose ok is true, or false with an error in words. Package
// cmd/fakeslack documents each. The clock may be nil; it cannot be moved then.
func (s *Server) Control(clock *Clock) http.Handler {
	c := &control{Server: s, clock: clock, held: make(chan struct{})}
	mux := http.NewServeMux()
	for name, do := range controlDeeds() {
		mux.HandleFunc("POST /control/"+name, func(w http.ResponseWriter, r *http.Request) {
			o := order{ctx: r.Context()}
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxUpload)).Decode(&o); err != nil {
				answerControl(w, nil, errors.New("that is not a JSON object this takes: "+err.Error()))
				return
			}
			out, err := do(c, &o)
			answerControl(w, out, err)
		})
	}
	for name, look := range controlLooks() {
		mux.HandleFunc("GET /control/"+name, func(w http.ResponseWriter, r *http.Request) {
			out, err := look(c, r)
			answerControl(w, out, err)
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A browser's page has no business here, whatever site it is of.
		site := r.Header.Get("Sec-Fetch-Site") // which only browsers send
		if !loopback(r.Host) || r.Header.Get("Origin") != "" || site != "" && site != "none" {
			http.Error(w, "this is for programs on this machine", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func answerControl(w http.ResponseWriter, out result, err error) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		w.Write(encode(result{"ok": false, "error": err.Error()}))
		return
	}
	if out == nil {
		out = result{}
	}
	out["ok"] = true
	w.Write(encode(out))
}
