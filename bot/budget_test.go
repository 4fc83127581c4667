package bot

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// wire answers every request and notes when it came. Answers are taken from
// busy first: seconds to wait, 0 for an answer like any other.
type wire struct {
	mu   sync.Mutex
	at   []time.Time
	busy []string
}

func (w *wire) Do(request *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = append(w.at, time.Now())
	answer := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"ok":true}`)), Request: request}
	if len(w.busy) > 0 {
		if wait := w.busy[0]; wait != "0" {
			answer.StatusCode = http.StatusTooManyRequests
			answer.Header.Set("Retry-After", wait)
		}
		w.busy = w.busy[1:]
	}
	return answer, nil
}

// within is the most requests in any stretch of time.
func (w *wire) within(d time.Duration) int {
	most := 0
	for i := range w.at {
		n := 0
		for _, at := range w.at[i:] {
			if at.Sub(w.at[i]) < d {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

const api = "https://slack.test/api/"

func paced(w *wire) *Budget {
	return &Budget{HTTP: w, URL: api, MaxWait: 20 * time.Second, Now: time.Now}
}

func call(b *Budget, ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, nil)
	if err != nil {
		return err
	}
	response, err := b.Do(request)
	if err == nil {
		response.Body.Close()
	}
	return err
}

// TestALongReadingKeepsToTheLimit reads the 60 pages of 12,000 messages.
func TestALongReadingKeepsToTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		b := paced(w)
		began := time.Now()
		for range 60 {
			if err := call(b, t.Context(), api+"conversations.replies"); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != 60*time.Second { // ten at once, fifty at 1.2 s each
			t.Errorf("it took %s", took)
		}
		if n := w.within(time.Minute); n > 60 {
			t.Errorf("%d calls in a minute", n)
		}
	})
}

// TestReadersShareTheLimitAndOthersDoNot has twelve readers at once; a look-up
// of a name and a post go through meanwhile.
func TestReadersShareTheLimitAndOthersDoNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		b := paced(w)
		var readers sync.WaitGroup
		for range 12 {
			readers.Go(func() {
				for range 4 {
					if err := call(b, t.Context(), api+"conversations.replies"); err != nil {
						t.Error(err)
					}
				}
			})
		}
		synctest.Wait()
		for _, address := range []string{api + "users.info", api + "chat.getPermalink", "https://files.slack.test/a.txt", api + "conversations.replies/more", "https://other.test/api/conversations.replies"} {
			began := time.Now()
			if err := call(b, t.Context(), address); err != nil || time.Since(began) != 0 {
				t.Errorf("%s waited %s, %v", address, time.Since(began), err)
			}
		}
		readers.Wait()
		if n := w.within(time.Minute); n != 48+5 {
			t.Errorf("%d calls", n)
		}
	})
}

// TestACallThatWouldWaitTooLongIsGivenBack neither waits nor takes a turn.
func TestACallThatWouldWaitTooLongIsGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{busy: []string{"0", "45"}}
		b := paced(w)
		for range 2 {
			if err := call(b, t.Context(), api+"users.info"); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		for range 3 {
			err := call(b, t.Context(), api+"users.info")
			limited, is := errors.AsType[*slack.RateLimitedError](err)
			if !is || limited.RetryAfter != 45*time.Second || time.Since(began) != 0 {
				t.Fatalf("%v after %s", err, time.Since(began))
			}
			if _, retried := waiting(err).(inbox.RetryAfter); !retried {
				t.Error("the inbox does not hear of it")
			}
		}
		time.Sleep(30 * time.Second)
		if err := call(b, t.Context(), api+"users.info"); err != nil || time.Since(began) != 45*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		if len(w.at) != 3 {
			t.Errorf("%d calls", len(w.at))
		}
	})
}

// TestAWaitingCallEndsWithItsContext presses Stop meanwhile.
func TestAWaitingCallEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{busy: []string{"15"}}
		b := paced(w)
		ctx, cancel := context.WithCancelCause(t.Context())
		if err := call(b, ctx, api+"files.info"); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(2*time.Second, func() { cancel(errStopped) })
		began := time.Now()
		if err := call(b, ctx, api+"files.info"); !errors.Is(err, errStopped) || time.Since(began) != 2*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
	})
}

// TestSlackAsksToWaitInTheMiddleOfAThread has the third page refused: it is
// waited for in place, up to a minute.
func TestSlackAsksToWaitInTheMiddleOfAThread(t *testing.T) {
	for wait, given := range map[string]bool{"30": true, "90": false} {
		synctest.Test(t, func(t *testing.T) {
			w := &wire{busy: []string{wait}}
			tried, began := 0, time.Now()
			err := persistently(t.Context(), func() error {
				tried++
				response, err := w.Do(&http.Request{})
				if err == nil && response.StatusCode != http.StatusOK {
					return statusError(response)
				}
				return err
			})
			if (err == nil) != given || given && (time.Since(began) != 30*time.Second || tried != 2) || !given && time.Since(began) != 0 {
				t.Errorf("%v after %d tries and %s", err, tried, time.Since(began))
			}
		})
	}
}
