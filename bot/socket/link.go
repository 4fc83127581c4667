package socket

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// link is one connection. One goroutine reads it; sink calls write their own
// acknowledgements, one at a time.
type link struct {
	*run
	conn   *websocket.Conn
	log    *slog.Logger
	began  time.Time
	buffer bytes.Buffer // of the frame being read

	sinks       context.Context // of the sink calls, outlives the run
	cancelSinks context.CancelFunc
	inflight    sync.WaitGroup // sink calls and their acknowledgements
	writing     sync.Mutex

	retired chan struct{} // closed when a successor is needed
	ping    *time.Timer   // asks whether anyone is there
	hello   *time.Timer   // gives up waiting for the greeting
	drain   *time.Timer   // ends the reading of a retired link, nil before

	mu      sync.Mutex
	why     string // the link ends, "" while it does not
	stopped bool   // reading is over
	greeted bool   // Slack sends envelopes here
	proved  bool   // an envelope came
}

// newLink wraps a fresh connection; serve must follow.
func newLink(ctx context.Context, r *run, conn *websocket.Conn) *link {
	l := &link{
		run:     r,
		conn:    conn,
		log:     r.log.With("link", r.state.opened()),
		began:   time.Now(),
		retired: make(chan struct{}),
	}
	l.sinks, l.cancelSinks = context.WithCancel(context.WithoutCancel(ctx))
	l.ping = time.AfterFunc(r.timing.Quiet/2, l.sendPing)
	l.hello = time.AfterFunc(r.timing.Hello, func() { l.stop("no hello") })
	conn.SetPingHandler(l.pinged)
	conn.SetPongHandler(func(string) error { l.alive(); return nil })
	// The goodbye is returned after the last acknowledgement, not before.
	conn.SetCloseHandler(func(int, string) error { return nil })
	return l
}

// serve runs the link to its end: it reads until told to stop or cut off, lets
// the sink calls finish, says goodbye and closes.
func (l *link) serve(ctx context.Context) {
	release := context.AfterFunc(ctx, func() { l.stop("receiver stopped") })
	defer release()
	l.stop(l.read())
	l.ping.Stop()
	l.hello.Stop()
	if l.drain != nil {
		l.drain.Stop()
	}
	l.settle()
	l.goodbye()
	l.state.closed()
	l.log.Info("socket link closed", "reason", l.reason(), "age", time.Since(l.began).Round(time.Second))
}

// read hands over frames until reading fails, and returns why it did.
func (l *link) read() (why string) {
	for {
		_, reader, err := l.conn.NextReader()
		if err != nil {
			return l.describe(err)
		}
		l.buffer.Reset()
		if _, err := l.buffer.ReadFrom(io.LimitReader(reader, l.readLimit+1)); err != nil {
			return l.describe(err)
		}
		if int64(l.buffer.Len()) > l.readLimit {
			return fmt.Sprintf("frame of more than %d bytes", l.readLimit)
		}
		l.alive()
		l.handle(bytes.Clone(l.buffer.Bytes()))
	}
}

// describe says why reading failed, without what Slack may have put into it.
func (l *link) describe(err error) string {
	var closed *websocket.CloseError
	var timeout net.Error
	switch {
	case errors.As(err, &closed):
		return fmt.Sprintf("closed by Slack with code %d", closed.Code)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("no frame for %v", l.timing.Quiet)
	}
	return fmt.Sprintf("connection lost: %v", err)
}

// handle acts on one frame.
func (l *link) handle(raw []byte) {
	f, ok := parseFrame(raw)
	switch {
	case !ok:
		l.log.Warn("socket frame is not JSON, ignored", "bytes", len(raw))
	case f.Type == "hello":
		l.greet()
		if strangers := l.state.hello(f.Connections); strangers > 0 {
			l.log.Warn("Slack counts links that are not ours: another process uses this app's token and receives a part of the envelopes, or one has just ended",
				"links", strangers)
		}
	case f.Type == "disconnect":
		l.retire(f.Reason)
	default:
		l.deliver(f.envelope(raw))
	}
}

// greet notes that Slack sends envelopes on this link from now on.
func (l *link) greet() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.greeted || l.stopped {
		return
	}
	l.greeted = true
	l.hello.Stop()
	l.state.up()
	l.log.Info("socket link up")
}

// retire asks for a successor and gives this link time to drain.
func (l *link) retire(reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.why != "" {
		return
	}
	l.why = cmp.Or(word(reason), "unknown")
	close(l.retired)
	l.drain = time.AfterFunc(l.timing.Drain, func() { l.stop("drained") })
	l.log.Info("socket link retires", "reason", l.why)
}

// stop ends the reading, for the reason given if there is none yet.
func (l *link) stop(why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.why == "" {
		l.why = why
		close(l.retired)
	}
	if !l.stopped {
		l.stopped = true
		l.conn.SetReadDeadline(longAgo)
		if l.greeted {
			l.state.down()
		}
	}
}

// reason says why the link ends, "" while it does not.
func (l *link) reason() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.why
}

// healthy reports whether the link proved useful.
func (l *link) healthy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.proved || l.greeted && time.Since(l.began) >= l.timing.Healthy
}

// alive renews the time in which the next frame must come.
func (l *link) alive() {
	l.state.frame()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return
	}
	l.conn.SetReadDeadline(time.Now().Add(l.timing.Quiet))
	l.ping.Reset(l.timing.Quiet / 2)
}

// settle waits for the sink calls: for a while, then for a moment after having
// cancelled them. One that heeds no context is left behind.
func (l *link) settle() {
	defer l.cancelSinks()
	settled := make(chan struct{})
	go func() {
		l.inflight.Wait()
		close(settled)
	}()
	for _, patience := range []time.Duration{l.timing.Stop, l.timing.Close} {
		select {
		case <-settled:
			return
		case <-time.After(patience):
			l.cancelSinks()
		}
	}
	l.log.Error("a sink call does not end, left behind")
}

// goodbye closes the connection in a way that lets what was written arrive.
func (l *link) goodbye() {
	defer l.conn.Close()
	deadline := time.Now().Add(l.timing.Close)
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if l.conn.WriteControl(websocket.CloseMessage, goodbye, deadline) != nil {
		return
	}
	l.conn.NetConn().SetReadDeadline(deadline)
	io.Copy(io.Discard, l.conn.NetConn())
}
