package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// committer writes through one connection and commits what waits together: the
// operations that arrive during one sync of the disk share the next. It never
// waits for company, so a lone write is as fast as without it.
type committer struct {
	db    *sql.DB
	queue chan *operation
	// stopping is closed when no further operation is accepted, stopped when
	// the last one has ended.
	stopping, stopped chan struct{}
	once              sync.Once
	// lazy says that the connection does not sync its commits now.
	lazy bool
}

// maxGroup bounds a transaction, and with it how long the first of a group
// waits for the last.
const maxGroup = 256

// operation is one caller's part of a transaction.
type operation struct {
	ctx context.Context
	run func(context.Context, *sql.Tx) error
	// lazy operations need not outlive a power cut.
	lazy bool
	// claimed is set by whoever comes first: the committer that begins the
	// operation, or the caller who no longer waits for it. So an operation
	// either has its effect or its caller has gone, never both.
	claimed atomic.Bool
	done    chan error
}

var errClosed = errors.New("the database is closed")

func startCommitter(db *sql.DB) *committer {
	c := &committer{
		db:       db,
		queue:    make(chan *operation, 4*maxGroup),
		stopping: make(chan struct{}),
		stopped:  make(chan struct{}),
	}
	go c.loop()
	return c
}

// do runs an operation in a transaction and returns when it is on disk, or when
// it is lazy at the latest with the next that is not. It may run twice.
func (c *committer) do(ctx context.Context, lazy bool, run func(context.Context, *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	op := &operation{ctx: ctx, run: run, lazy: lazy, done: make(chan error, 1)}
	select {
	case <-c.stopping:
		return errClosed
	default:
	}
	select {
	case c.queue <- op:
	case <-c.stopping:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-op.done:
		return err
	case <-ctx.Done():
		if op.claimed.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-op.done
	case <-c.stopped:
		// It may have come into the queue after the last look at that.
		if op.claimed.CompareAndSwap(false, true) {
			return errClosed
		}
		return <-op.done
	}
}

// stop ends the committer after the operations that wait.
func (c *committer) stop() {
	c.once.Do(func() { close(c.stopping) })
	<-c.stopped
}

func (c *committer) loop() {
	defer close(c.stopped)
	for {
		var group []*operation
		select {
		case op := <-c.queue:
			group = c.gather(op)
		case <-c.stopping:
			if group = c.gather(nil); len(group) == 0 {
				return
			}
		}
		c.commit(group)
	}
}

// gather collects what waits in the queue, without waiting itself.
func (c *committer) gather(first *operation) []*operation {
	var group []*operation
	add := func(op *operation) {
		if op != nil && op.claimed.CompareAndSwap(false, true) {
			group = append(group, op)
		}
	}
	add(first)
	for len(group) < maxGroup {
		select {
		case op := <-c.queue:
			add(op)
		default:
			return group
		}
	}
	return group
}

// commit answers every operation of a group. If one errs, or the transaction
// breaks, as it does when the disk is full, nothing of the group has happened
// and each is tried alone, so that none fails for another's sake. Errors are
// rare; a savepoint for each operation would cost all of them. Where another
// program holds the file no transaction begins, which takes the busy timeout to
// find out: it is found out once for all.
func (c *committer) commit(group []*operation) {
	began, err := c.run(group)
	if err == nil || !began || len(group) == 1 {
		for _, op := range group {
			op.done <- err
		}
		return
	}
	for _, op := range group {
		if began {
			began, err = c.run([]*operation{op})
		}
		op.done <- err
	}
}

// run runs operations in one transaction, all or nothing, and reports whether
// that began.
func (c *committer) run(group []*operation) (began bool, err error) {
	lazy := !slices.ContainsFunc(group, func(op *operation) bool { return !op.lazy })
	if err := c.sync(!lazy); err != nil {
		return false, err
	}
	t, err := c.db.BeginTx(context.Background(), nil)
	if err != nil {
		return false, err
	}
	for _, op := range group {
		// An interrupted statement would end the transaction that others
		// share, so an operation that has begun is not interrupted.
		if err := op.run(context.WithoutCancel(op.ctx), t); err != nil {
			return true, errors.Join(err, ignoreDone(t.Rollback()))
		}
	}
	return true, t.Commit()
}

// sync has the connection sync its commits from now on, or not. The log is one
// file, so what was not synced is with the next commit that is.
func (c *committer) sync(full bool) error {
	if c.lazy == !full {
		return nil
	}
	setting := `pragma synchronous = full`
	if !full {
		setting = `pragma synchronous = normal`
	}
	if _, err := c.db.Exec(setting); err != nil {
		return err
	}
	c.lazy = !full
	return nil
}

// ignoreDone drops the news that a transaction had ended already.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
