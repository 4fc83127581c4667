package fakeslack

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Fault is something that goes wrong with one call of a method.
type Fault struct {
	// Error answers 200 with ok false and this error.
	Error string
	// Status answers with this HTTP status, and RetryAfter, in seconds, with
	// its header where it is not 0.
	Status     int
	RetryAfter int
	// Body answers 200 with exactly this text.
	Body string
	// Cut closes the connection before the method has run; CutAfter after it
	// has, so that the caller cannot know that it has.
	Cut, CutAfter bool
	// Slow keeps the caller waiting for so long, by the machine's time.
	Slow time.Duration
	// Hang keeps the caller waiting until this is closed, and goes on then.
	Hang <-chan struct{}
}

// Request is one call of a Web API method, as it was sent, without its token.
// Structured arguments are JSON.
type Request struct {
	Method string
	Args   url.Values
}

// maxRequests is how many requests are remembered; calls are counted for ever.
const maxRequests = 5000

// Fail makes the next calls of a method go wrong, one fault each, in order.
func (s *Server) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// chance is a share of calls that goes wrong.
type chance struct {
	share  float64
	faults []Fault
}

// FailSome makes a share of a method's calls go wrong from now on, each by one
// of the faults; method "" means every method that has no share of its own. A
// share of 0 ends it.
func (s *Server) FailSome(method string, share float64, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.chances, method)
	if share > 0 && len(faults) > 0 {
		s.chances[method] = chance{share, faults}
	}
}

// Calls counts the calls of a method, whatever became of them.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// Requests lists the latest calls of a method, oldest first; "" means of all.
func (s *Server) Requests(method string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Request
	for _, r := range s.requests {
		if method == "" || r.Method == method {
			list = append(list, r)
		}
	}
	return list
}

func (s *Server) record(c *call) {
	s.calls[c.method]++
	if len(s.requests) == maxRequests {
		s.requests = append(s.requests[:0], s.requests[maxRequests/2:]...)
	}
	s.requests = append(s.requests, Request{Method: c.method, Args: c.form()})
	s.touch()
}

func (s *Server) nextFault(method string) *Fault {
	if queue := s.faults[method]; len(queue) > 0 {
		s.faults[method] = queue[1:]
		return &queue[0]
	}
	some, ok := s.chances[method]
	if !ok {
		some, ok = s.chances[""]
	}
	if !ok || s.random.Float64() >= some.share {
		return nil
	}
	return &some.faults[s.random.IntN(len(some.faults))]
}

// before does what goes wrong before the method has run, and reports whether
// the call is over. A nil fault does nothing.
func (f *Fault) before(w http.ResponseWriter, r *http.Request, done <-chan struct{}) (over bool) {
	if f == nil {
		return false
	}
	if f.Slow > 0 {
		pause := time.NewTimer(f.Slow)
		defer pause.Stop()
		select {
		case <-pause.C:
		case <-r.Context().Done():
			return true
		case <-done:
			return true
		}
	}
	if f.Hang != nil {
		select {
		case <-f.Hang:
		case <-r.Context().Done():
			return true
		case <-done:
			return true
		}
	}
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		if f.RetryAfter != 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		http.Error(w, http.StatusText(f.Status), f.Status)
	case f.Error != "":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Write([]byte(`{"ok":false,"error":` + strconv.Quote(f.Error) + `}`))
	case f.Body != "":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Write([]byte(f.Body))
	default:
		return false
	}
	return true
}

// after does what goes wrong once the method has run.
func (f *Fault) after() {
	if f != nil && f.CutAfter {
		panic(http.ErrAbortHandler) // net/http then closes the connection without an answer
	}
}
