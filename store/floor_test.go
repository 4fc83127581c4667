package store

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// floor is a file that is overwritten in place, 16 KB at a time, and synced:
// the least that making something durable costs on this disk.
type floor struct {
	*testing.B
	file *os.File
	n    int
}

func newFloor(b *testing.B) *floor {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "floor"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	if _, err := file.Write(make([]byte, 8<<20)); err != nil {
		b.Fatal(err)
	}
	if err := file.Sync(); err != nil {
		b.Fatal(err)
	}
	return &floor{B: b, file: file}
}

func (f *floor) write() {
	if _, err := f.file.WriteAt(make([]byte, 16<<10), int64(f.n%512)*16<<10); err != nil {
		f.Fatal(err)
	}
	if err := syscall.Fdatasync(int(f.file.Fd())); err != nil {
		f.Fatal(err)
	}
	f.n++
}

// timed returns how long f takes.
func timed(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

// quantile is the q-th part of durations.
func quantile(d []time.Duration, q float64) time.Duration {
	slices.Sort(d)
	return d[min(len(d)-1, int(q*float64(len(d))))]
}

// ratios reports the quantiles of a subject as multiples of those of its floor.
func ratios(b *testing.B, name string, subject, floor []time.Duration) {
	b.ReportMetric(float64(quantile(subject, .5))/float64(quantile(floor, .5)), name+"-p50/floor")
	b.ReportMetric(float64(quantile(subject, .99))/float64(quantile(floor, .99)), name+"-p99/floor")
}

// BenchmarkPaced stores an item and leases it, with a pause before each as a bot
// has it, and takes the floor at the same pace in the same loop: what stands
// between an envelope and its acknowledgement, and between that and the work.
func BenchmarkPaced(b *testing.B) {
	onEachB(b, func(b *testing.B, s *Store) {
		f := newFloor(b)
		var least, stored, started []time.Duration
		for i := range b.N {
			time.Sleep(5 * time.Millisecond)
			least = append(least, timed(f.write))
			time.Sleep(5 * time.Millisecond)
			began := time.Now()
			key := fmt.Sprint("q", i)
			if _, err := s.Put(b.Context(), inbox.Item{Keys: []string{key}, Learner: key, Payload: payload}); err != nil {
				b.Fatal(err)
			}
			stored = append(stored, time.Since(began))
			item, ok, err := s.Lease(b.Context(), time.Now(), time.Now().Add(time.Minute))
			if err != nil || !ok {
				b.Fatal(ok, err)
			}
			started = append(started, time.Since(began))
			if err := s.Settle(b.Context(), item.Lease(), inbox.Done, time.Time{}); err != nil {
				b.Fatal(err)
			}
		}
		ratios(b, "stored", stored, least)
		ratios(b, "started", started, least)
	})
}

// BenchmarkGroup stores items for 64 who wait for theirs, and for one, in turns
// in one loop: how many times more are stored in the same time.
func BenchmarkGroup(b *testing.B) {
	onEachB(b, func(b *testing.B, s *Store) {
		const waiting, each = 64, 8
		n := 0
		put := func(key string) {
			if _, err := s.Put(b.Context(), inbox.Item{Keys: []string{key}, Learner: key, Payload: payload}); err != nil {
				b.Error(err)
			}
		}
		var alone, together time.Duration
		for range b.N {
			n++
			alone += timed(func() {
				for i := range waiting {
					put(fmt.Sprint("a", n, " ", i))
				}
			})
			together += timed(func() {
				var callers sync.WaitGroup
				for w := range waiting {
					callers.Go(func() {
						for i := range each {
							put(fmt.Sprint("t", n, " ", w, " ", i))
						}
					})
				}
				callers.Wait()
			})
		}
		b.ReportMetric(each*float64(alone)/float64(together), "times")
	})
}
