package main

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/gloss-tutor/gloss/store/storetest"
)

// fault is a database that goes away and comes back.
type fault struct {
	database string
	// away breaks it and back mends it.
	away, back func() error
	// logs is what the operator reads meanwhile.
	logs string
}

// TestADatabaseThatGoesAway takes the database away before a question is asked,
// and while one is answered: Slack is not told that it was taken, and in the end
// each has one answer.
func TestADatabaseThatGoesAway(t *testing.T) {
	program := build(t)
	for name, prepare := range map[string]func(t *testing.T) fault{
		"PostgreSQL is gone": gone, "another program locks the file": locked, "the disk is full": full,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := prepare(t)
			h := held{make(chan struct{}), make(chan struct{})}
			w := newWorld(t, program, f.database, h.wait)
			w.start(0)
			w.question("ada")
			<-h.said
			w.until("half an answer", func() bool {
				list := w.answers(w.questions[0])
				return len(list) == 1 && strings.Contains(reads(list[0]), "Mina asks who can help")
			})
			before := w.Deliveries().Retried
			if err := f.away(); err != nil {
				t.Fatal(err)
			}
			close(h.goOn)
			w.question("ben")
			// What is not stored is not acknowledged, so Slack sends it again, and
			// once more.
			w.until("the second question's redelivery", func() bool { return w.Deliveries().Retried > before+1 })
			if err := f.back(); err != nil {
				t.Fatal(err)
			}
			w.settle()
			w.judge(name)
			log, err := os.ReadFile(w.log(0))
			if err != nil || !strings.Contains(string(log), f.logs) || strings.Contains(string(log), "canary") {
				t.Errorf("the log, which should say %q: %v\n%s", f.logs, err, log)
			}
		})
	}
}

// gone is a server that ends all connections and takes none.
func gone(t *testing.T) fault {
	address, err := url.Parse(storetest.PostgresAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{to: address.Host}
	if err := p.back(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.away() })
	address.Host = p.listener.Addr().String()
	return fault{address.String(), p.away, p.back, "envelope not acknowledged"}
}

// proxy passes connections on, as long as it is there.
type proxy struct {
	to       string
	mu       sync.Mutex
	listener net.Listener
	at       string
	open     []net.Conn
}

func (p *proxy) back() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.at == "" {
		p.at = "127.0.0.1:0"
	}
	if p.listener, err = net.Listen("tcp", p.at); err != nil {
		return err
	}
	p.at = p.listener.Addr().String()
	go p.serve(p.listener)
	return nil
}

func (p *proxy) serve(listener net.Listener) {
	for {
		in, err := listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", p.to)
		if err != nil {
			in.Close()
			continue
		}
		p.mu.Lock()
		p.open = append(p.open, in, out)
		p.mu.Unlock()
		pass := func(to, from net.Conn) {
			_, _ = io.Copy(to, from)
			to.Close()
		}
		go pass(in, out)
		go pass(out, in)
	}
}

func (p *proxy) away() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.listener.Close()
	for _, conn := range p.open {
		conn.Close()
	}
	p.open = nil
	return err
}

// locked is a file in which another program writes without an end.
func locked(t *testing.T) fault {
	path := filepath.Join(t.TempDir(), "gloss.db")
	db, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=5000&mode=rw&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	var writing *sql.Tx
	return fault{path,
		func() (err error) { writing, err = db.BeginTx(context.Background(), nil); return err },
		func() error { return writing.Rollback() },
		"another program holds it",
	}
}

// full is a small disk, filled by others.
func full(t *testing.T) fault {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("no disk of its own, which takes root: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	filler := filepath.Join(dir, "filler")
	return fault{filepath.Join(dir, "gloss.db"),
		func() error {
			err := os.WriteFile(filler, make([]byte, 16<<20), 0o600)
			if !errors.Is(err, syscall.ENOSPC) {
				return errors.Join(errors.New("the disk is not full"), err)
			}
			return nil
		},
		func() error { return os.Remove(filler) },
		"the disk is full",
	}
}
