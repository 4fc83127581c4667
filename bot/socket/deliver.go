package socket

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/gorilla/websocket"
)

// Why an envelope stays unacknowledged before the sink saw it.
var (
	errBacklog = errors.New("too many envelopes wait for the sink")
	errBusy    = errors.New("the sink was busy until it was too late")
)

// deliver gives an envelope to the sink without waiting for it.
func (l *link) deliver(e Envelope) {
	l.state.envelope()
	l.greet() // some Slacks send envelopes without a hello
	l.mu.Lock()
	l.proved = true
	l.mu.Unlock()

	select {
	case l.backlog <- struct{}{}:
	default:
		l.leave(e, errBacklog)
		return
	}
	within := l.timing.Sink
	if e.awaited() {
		within = l.timing.Answer
	}
	ctx, cancel := context.WithTimeout(l.sinks, within)
	l.inflight.Go(func() {
		defer func() { <-l.backlog }()
		defer cancel()
		response, err := l.store(ctx, e)
		if err != nil {
			l.leave(e, err)
			return
		}
		l.acknowledge(e, response)
	})
}

// store calls the sink as soon as it is free.
func (l *link) store(ctx context.Context, e Envelope) (response []byte, err error) {
	select {
	case l.calls <- struct{}{}:
		defer func() { <-l.calls }()
	case <-ctx.Done():
		return nil, errBusy
	}
	defer func() {
		if fault := recover(); fault != nil {
			// The value may quote the payload; its type and the stack do not.
			l.log.Error("the sink panicked", "type", fmt.Sprintf("%T", fault), "stack", string(debug.Stack()))
			err = errors.New("the sink panicked")
		}
	}()
	return l.sink(ctx, e)
}

// leave leaves an envelope to Slack's redelivery.
func (l *link) leave(e Envelope, why error) {
	l.state.unacknowledged()
	l.log.Warn("envelope not acknowledged", "type", word(e.Type), "attempt", e.RetryAttempt, "error", why)
}

// acknowledge settles a stored envelope on the link that brought it.
func (l *link) acknowledge(e Envelope, response []byte) {
	if e.ID == "" {
		l.log.Warn("frame without envelope_id stored, cannot be acknowledged", "type", word(e.Type))
		return
	}
	ack, err := acknowledgement(e, response)
	if err != nil {
		l.log.Error("response left out of an acknowledgement", "type", word(e.Type), "bytes", len(response), "error", err)
	}
	if err := l.write(ack); err != nil {
		l.leave(e, fmt.Errorf("stored, but the link is gone: %w", err))
		l.stop("writing failed")
	}
}

// write sends one frame. After an error the connection can send nothing more.
func (l *link) write(data []byte) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	l.conn.SetWriteDeadline(time.Now().Add(l.timing.Write))
	return l.conn.WriteMessage(websocket.TextMessage, data)
}

// pinged answers a ping. A failure shows in the next read or write.
func (l *link) pinged(data string) error {
	l.alive()
	l.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(l.timing.Close))
	return nil
}

// sendPing asks for a sign of life.
func (l *link) sendPing() {
	l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(l.timing.Close))
}
