package store

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/store/storetest"
	"github.com/gloss-tutor/gloss/tutor"
)

// payload is as long as a usual envelope.
var payload = []byte(strings.Repeat("x", 1500))

func onEachB(b *testing.B, bench func(b *testing.B, s *Store)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, open(b, filepath.Join(b.TempDir(), "gloss.db"))) })
	b.Run("postgres", func(b *testing.B) { bench(b, open(b, storetest.PostgresAddress(b))) })
}

// BenchmarkSync is the floor by itself, back to back.
func BenchmarkSync(b *testing.B) {
	f := newFloor(b)
	for b.Loop() {
		f.write()
	}
}

// BenchmarkPut stores items with one caller, and with 64 who each wait for
// theirs.
func BenchmarkPut(b *testing.B) {
	for _, waiting := range []int{1, 64} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			onEachB(b, func(b *testing.B, s *Store) {
				var callers sync.WaitGroup
				for w := range waiting {
					callers.Go(func() {
						for i := w; i < b.N; i += waiting {
							key := fmt.Sprint("q", i)
							_, err := s.Put(b.Context(), inbox.Item{Keys: []string{key}, Learner: key, Payload: payload})
							if err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				callers.Wait()
			})
		})
	}
}

// BenchmarkWork leases items of a backlog, records their lessons, and so ends
// them.
func BenchmarkWork(b *testing.B) {
	onEachB(b, func(b *testing.B, s *Store) {
		var callers sync.WaitGroup
		for w := range 64 {
			callers.Go(func() {
				for i := w; i < b.N; i += 64 {
					_, err := s.Put(b.Context(), inbox.Item{Keys: []string{fmt.Sprint(i)}, Learner: fmt.Sprint(i % 100), Payload: payload})
					if err != nil {
						b.Error(err)
					}
				}
			})
		}
		callers.Wait()
		b.ResetTimer()
		for range b.N {
			item, ok, err := s.Lease(b.Context(), noon, noon)
			if err != nil || !ok {
				b.Fatal(ok, err)
			}
			l := lesson(item.Learner, fmt.Sprint(item.ID), 0, "a/slo", "a/pod")
			l.Item, l.Attempt = item.ID, item.Attempt
			if err := s.Record(b.Context(), l); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkEvents reads the 1,000 events of one learner from a table in which
// they lie scattered among those of others.
func BenchmarkEvents(b *testing.B) {
	for _, learners := range []int{1, 100} {
		b.Run(fmt.Sprintf("of=%d", learners*1000), func(b *testing.B) {
			onEachB(b, func(b *testing.B, s *Store) {
				for i := range 1000 {
					events := make([]tutor.Event, learners)
					for l := range events {
						events[l] = tutor.Event{Learner: fmt.Sprint("T1/U", l), At: noon, Kind: tutor.Taught, Entry: fmt.Sprint("system/term-", i), Lesson: fmt.Sprint("C0123456789/1700000000.", l)}
					}
					if err := s.Append(b.Context(), events...); err != nil {
						b.Fatal(err)
					}
				}
				for b.Loop() {
					events, err := s.Events(b.Context(), "T1/U0")
					if err != nil || len(events) != 1000 {
						b.Fatal(len(events), err)
					}
				}
			})
		})
	}
}

// BenchmarkImport imports ten thousand entries, and inserts as many rows of the
// same size in one transaction beside it, which is the floor.
func BenchmarkImport(b *testing.B) {
	var entries []glossary.Entry
	for i := range 10_000 {
		e := entry(fmt.Sprint("a/", i), "a promise about how often something works", glossary.Approved)
		e.Technical = strings.Repeat("words of engineers ", 20)
		entries = append(entries, e)
	}
	body, err := json.Marshal(entries[0])
	if err != nil {
		b.Fatal(err)
	}
	onEachB(b, func(b *testing.B, s *Store) {
		var own, floor time.Duration
		for i := 0; b.Loop(); i++ {
			team := fmt.Sprint("T", i)
			start := time.Now()
			if _, err := s.Import(b.Context(), team, "ann", "bench", entries); err != nil {
				b.Fatal(err)
			}
			own += time.Since(start)
			start = time.Now()
			err := s.write(b.Context(), func(t tx) error {
				for _, e := range entries {
					_, err := t.exec(`insert into glossary_entry (team, id, version, body) values ($1, $2, 1, $3)`, "floor"+team, e.ID, string(body))
					if err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			floor += time.Since(start)
		}
		b.ReportMetric(float64(own)/float64(floor), "x-inserts")
	})
}

// BenchmarkHistory reads the history of one entry among few and among a
// hundred times as many.
func BenchmarkHistory(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint("entries=", n), func(b *testing.B) {
			onEachB(b, func(b *testing.B, s *Store) {
				var entries []glossary.Entry
				for i := range n {
					entries = append(entries, entry(fmt.Sprint("a/", i), "a promise", glossary.Approved))
				}
				if _, err := s.Import(b.Context(), "T1", "ann", "bench", entries); err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if h, err := s.History(b.Context(), "T1", "a/50"); err != nil || len(h) != 1 {
						b.Fatal(h, err)
					}
				}
			})
		})
	}
}
