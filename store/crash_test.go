package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/store/storetest"
)

// storeInChild names the database that a child process of the crash test fills
// until it is killed.
const storeInChild = "GLOSS_TEST_STORE_IN_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(storeInChild); path != "" {
		fmt.Fprintln(os.Stderr, storeUntilKilled(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// storeUntilKilled leases an item, then stores items from eight goroutines and
// writes each key to standard output once Put has returned.
func storeUntilKilled(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	item := inbox.Item{Keys: []string{"leased"}, Learner: "leased"}
	if _, err := s.Put(ctx, item); err != nil {
		return err
	}
	if _, ok, err := s.Lease(ctx, noon, time.Now().Add(time.Hour)); err != nil || !ok {
		return fmt.Errorf("lease: %v, %w", ok, err)
	}
	broken := make(chan error)
	for w := range 8 {
		go func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("%d:%d", w, i)
				item := inbox.Item{Keys: []string{key}, Learner: key, Payload: []byte(strings.Repeat("x", 700))}
				if _, err := s.Put(ctx, item); err != nil {
					broken <- err
				}
				// One write system call, so that lines stay whole.
				fmt.Println(key)
			}
		}()
	}
	return <-broken
}

func TestKilledProcessLosesNothingItAcknowledged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	for round := range 3 {
		acknowledged := killWhileStoring(t, path)
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range acknowledged {
			fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{key}, Learner: key})
			if err != nil || fresh {
				t.Errorf("round %d: %s was acknowledged and is not there, %v", round, key, err)
			}
		}
		// The item that the dead process had leased for an hour is ready.
		item, ok, err := s.Lease(t.Context(), noon, time.Now().Add(time.Hour))
		if err != nil || !ok || item.Learner != "leased" || item.Attempt != 2+2*round {
			t.Errorf("round %d: leased %s, attempt %d, %v, %v", round, item.Learner, item.Attempt, ok, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// killWhileStoring returns the keys that a child process acknowledged before
// it was killed.
func killWhileStoring(t *testing.T, path string) (keys []string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), storeInChild+"="+path)
	child.Stderr = t.Output()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		keys = append(keys, lines.Text())
		if len(keys) == 400 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(keys) < 400 {
		t.Fatalf("the child ended by itself after %d keys: %v", len(keys), err)
	}
	return keys
}

func TestRestartTakesLeasesBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, "q1", "U1")
	put(t, s, "q2", "U2")
	put(t, s, "q3", "U3")
	lease(t, s, noon)
	retried := lease(t, s, noon)
	if err := s.Settle(t.Context(), retried.Lease(), inbox.Failed, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	first, second := lease(t, s, noon), lease(t, s, noon)
	if first.Learner != "U1" || first.Attempt != 2 || second.Learner != "U3" {
		t.Errorf("leased %s, attempt %d, then %s; want U1, attempt 2, then U3", first.Learner, first.Attempt, second.Learner)
	}
	if item, ok, err := s.Lease(t.Context(), noon, noon); ok || err != nil {
		t.Errorf("leased %s before its retry is due, %v", item.Learner, err)
	}
}

// On PostgreSQL other processes may be at work, so leases run out instead.
func TestProcessesOnPostgreSQLKeepTheirLeases(t *testing.T) {
	t.Parallel()
	address := storetest.PostgresAddress(t)
	first := open(t, address)
	put(t, first, "q1", "U1")
	lease(t, first, noon)
	second := open(t, address)
	if item, ok, err := second.Lease(t.Context(), noon.Add(59*time.Second), noon); ok || err != nil {
		t.Errorf("a lease was stolen: %v, %v", item.ID, err)
	}
	if item := lease(t, second, noon.Add(time.Minute)); item.Attempt != 2 {
		t.Errorf("attempt %d, want 2", item.Attempt)
	}
}
