package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// newCommitter returns a committer on a file with one table, word.
func newCommitter(t *testing.T) *committer {
	t.Helper()
	path := filepath.Join(t.TempDir(), "words.db")
	execute(t, path, `create table word (word text primary key)`)
	db := connect(path, writerSettings)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return startCommitter(db)
}

// hold keeps the committer busy until the returned function is called, so that
// what comes meanwhile becomes one group.
func hold(t *testing.T, c *committer) (release func()) {
	t.Helper()
	begun, end, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		ended <- c.do(t.Context(), false, func(context.Context, *sql.Tx) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	return func() {
		close(end)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func insertWord(word string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, t *sql.Tx) error {
		_, err := t.ExecContext(ctx, `insert into word (word) values (?)`, word)
		return err
	}
}

func words(t *testing.T, c *committer) string {
	t.Helper()
	var all sql.NullString
	if err := c.db.QueryRow(`select group_concat(word, ' ') from (select word from word order by word)`).Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all.String
}

func TestOperationThatErrsSpoilsNoOther(t *testing.T) {
	t.Parallel()
	c := newCommitter(t)
	defer c.stop()
	refused := errors.New("refused")
	release := hold(t, c)
	results := make(chan error, 4)
	for _, run := range []func(context.Context, *sql.Tx) error{
		insertWord("a"), insertWord("b"),
		func(ctx context.Context, t *sql.Tx) error {
			if err := insertWord("c")(ctx, t); err != nil {
				return err
			}
			return refused
		},
		func(ctx context.Context, t *sql.Tx) error {
			return insertWord("d")(ctx, t)
		},
	} {
		queued := len(c.queue)
		go func() { results <- c.do(t.Context(), false, run) }()
		for len(c.queue) == queued {
			runtime.Gosched() // The operation is on its way into the queue.
		}
	}
	release()
	var failed []error
	for range cap(results) {
		if err := <-results; err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) != 1 || !errors.Is(failed[0], refused) {
		t.Errorf("errors %v, want one", failed)
	}
	if got := words(t, c); got != "a b d" {
		t.Errorf("stored %q, want a b d", got)
	}
}

func TestCallerThatLeavesLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	c := newCommitter(t)
	defer c.stop()
	release := hold(t, c)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() { left <- c.do(ctx, false, insertWord("a")) }()
	for len(c.queue) == 0 {
		runtime.Gosched() // The operation is on its way into the queue.
	}
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("left with %v", err)
	}
	release()
	if err := c.do(t.Context(), false, insertWord("b")); err != nil {
		t.Error(err)
	}
	if err := c.do(ctx, false, insertWord("c")); !errors.Is(err, context.Canceled) {
		t.Errorf("came with an ended context: %v", err)
	}
	if got := words(t, c); got != "b" {
		t.Errorf("stored %q, want b", got)
	}
}

// A lease does not wait for the disk, since it ends with its process; what is
// stored does, right after a lease too.
func TestOnlyLeasesDoNotWaitForTheDisk(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "gloss.db"))
	syncs := func(want int) {
		t.Helper()
		var got int
		if err := s.engine.(*sqlite).writer.QueryRow(`pragma synchronous`).Scan(&got); err != nil || got != want {
			t.Errorf("synchronous is %d, %v; want %d", got, err, want)
		}
	}
	put(t, s, "q1", "U1")
	syncs(2)
	item := lease(t, s, noon)
	syncs(1)
	put(t, s, "q2", "U1")
	syncs(2)
	lease(t, s, noon.Add(time.Hour))
	syncs(1)
	if err := s.Settle(t.Context(), item.Lease(), inbox.Done, time.Time{}); !errors.Is(err, inbox.ErrNotLeased) {
		t.Error(err)
	}
	syncs(2)
}

// Every write that returned without error before or during the close is
// stored, and every other says that the database is closed.
func TestCloseLosesNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	stored := make(map[string]bool)
	var all sync.WaitGroup
	some := make(chan struct{})
	var once sync.Once
	for w := range 8 {
		all.Go(func() {
			for i := 0; ; i++ {
				key := fmt.Sprint(w, ":", i)
				fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{key}, Learner: key})
				if errors.Is(err, errClosed) {
					return
				}
				if err != nil || !fresh {
					t.Errorf("put %s: %v, %v", key, fresh, err)
					return
				}
				mu.Lock()
				stored[key] = true
				if len(stored) > 50 {
					once.Do(func() { close(some) })
				}
				mu.Unlock()
			}
		})
	}
	<-some
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	all.Wait()
	s = open(t, path)
	var n int
	if _, err := s.read(t.Context()).one([]any{&n}, `select count(*) from inbox`); err != nil || n != len(stored) {
		t.Errorf("%d of %d items are on disk, %v", n, len(stored), err)
	}
}

// TestFileHeldByAnotherProgramIsFoundOutOnceForAll has many wait while another
// program writes: each hears of it after one busy timeout, not after as many as
// there are.
func TestFileHeldByAnotherProgramIsFoundOutOnceForAll(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	s := open(t, path)
	other := connect(path, "mode=rw&_txlock=immediate")
	defer other.Close()
	writing, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	begun := 0
	const many = 300
	refused := make(chan error, many)
	for i := range many {
		go func() {
			refused <- s.write(t.Context(), func(tx tx) error {
				mu.Lock()
				defer mu.Unlock()
				begun++
				_, err := tx.exec(`update meta set value = $1 where name = 'erase'`, i)
				return err
			})
		}()
	}
	for range many {
		if err := <-refused; err == nil || !strings.Contains(err.Error(), "another program holds it") {
			t.Errorf("written while another program writes: %v", err)
		}
	}
	if begun > 0 {
		t.Errorf("%d operations ran without a transaction", begun)
	}
	if err := writing.Rollback(); err != nil {
		t.Fatal(err)
	}
	put(t, s, "after", "U1")
}

func TestFullDiskRefusesAndRecovers(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "gloss.db"))
	writer := s.engine.(*sqlite).writer
	put(t, s, "before", "U1")
	var pages int
	if err := writer.QueryRow(`pragma page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	// A limit on the file's size gives the same error as a full disk.
	var limit int
	if err := writer.QueryRow(fmt.Sprintf(`pragma max_page_count = %d`, pages+40)).Scan(&limit); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var stored, refused int
	var all sync.WaitGroup
	payload := []byte(strings.Repeat("x", 9000))
	for i := range 64 {
		all.Go(func() {
			fresh, err := s.Put(t.Context(), inbox.Item{Keys: []string{fmt.Sprint(i)}, Learner: fmt.Sprint(i), Payload: payload})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && fresh:
				stored++
			case err != nil && strings.Contains(err.Error(), "the disk is full"):
				refused++
			default:
				t.Errorf("put: %v, %v", fresh, err)
			}
		})
	}
	all.Wait()
	if stored == 0 || refused == 0 {
		t.Errorf("%d stored, %d refused: the disk was never full", stored, refused)
	}
	var n int
	if _, err := s.read(t.Context()).one([]any{&n}, `select count(*) from inbox`); err != nil || n != stored+1 {
		t.Errorf("%d items on disk, want %d, %v", n, stored+1, err)
	}
	if err := writer.QueryRow(`pragma max_page_count = 100000`).Scan(&limit); err != nil {
		t.Fatal(err)
	}
	put(t, s, "after", "U1")
}
