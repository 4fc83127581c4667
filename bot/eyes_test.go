package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// shelf is a queue with all that can be done to it.
type shelf interface {
	inbox.Queue
	inbox.Waiting
	inbox.Line
}

// counted is a queue that knows how many of its items have not ended.
type counted struct {
	shelf
	mu      sync.Mutex
	open    int
	changed chan struct{}
}

func (c *counted) add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open += n
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *counted) Put(ctx context.Context, item inbox.Item) (bool, error) {
	fresh, err := c.shelf.Put(ctx, item)
	if fresh {
		c.add(1)
	}
	return fresh, err
}

func (c *counted) Settle(ctx context.Context, lease inbox.Lease, how inbox.Outcome, from time.Time) error {
	if how == inbox.Done || how == inbox.Dead {
		defer c.add(-1)
	}
	return c.shelf.Settle(ctx, lease, how, from)
}

func (c *counted) Merge(ctx context.Context, lease inbox.Lease, payload []byte, others ...int64) error {
	err := c.shelf.Merge(ctx, lease, payload, others...)
	if err == nil {
		c.add(-len(others))
	}
	return err
}

func (c *counted) Amend(ctx context.Context, key string, payload []byte) (bool, error) {
	amended, err := c.shelf.Amend(ctx, key, payload)
	if amended && payload == nil {
		c.add(-1)
	}
	return amended, err
}

func (c *counted) End(ctx context.Context, id int64, learner string) (bool, error) {
	ended, err := c.shelf.End(ctx, id, learner)
	if ended {
		c.add(-1)
	}
	return ended, err
}

func (c *counted) Revive(ctx context.Context, id int64, learner string) (bool, error) {
	revived, err := c.shelf.Revive(ctx, id, learner)
	if revived {
		c.add(1)
	}
	return revived, err
}

// idle waits until every item has ended.
func (c *counted) idle(ctx context.Context) error { return c.left(ctx, 0) }

// left waits until so many items have not ended.
func (c *counted) left(ctx context.Context, want int) error {
	for {
		c.mu.Lock()
		open, changed := c.open, c.changed
		c.mu.Unlock()
		if open == want {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%d items are open: %w", open, ctx.Err())
		}
	}
}

// lines is a log that can be read while it is written.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// seen is what a person sees of a channel, with addresses as in any Slack:
// p1, p2, … stand for the messages in the order in which links name them.
func (d *desk) seen(channel string) string {
	text := strings.ReplaceAll(d.Transcript(channel), d.url, "https://acme.slack.com")
	for _, name := range []string{"lena", "ravi", "mina"} {
		text = strings.ReplaceAll(text, d.DM(name), "D-"+name)
	}
	names := make(map[string]string)
	return stamp.ReplaceAllStringFunc(text, func(s string) string {
		digits := strings.ReplaceAll(strings.TrimPrefix(s, "p"), ".", "")
		if names[digits] == "" {
			names[digits] = fmt.Sprintf("%d", len(names)+1)
		}
		return strings.TrimRight(s, "0123456789.") + names[digits]
	})
}

var stamp = regexp.MustCompile(`p\d{16}|\d{10}\.\d{6}`)

// home is what a person sees on the Home tab.
func (d *desk) home(user string) string {
	view, ok := d.Home(user)
	if !ok {
		return "no home\n"
	}
	var out strings.Builder
	for _, block := range view.Blocks {
		var b any
		if err := json.Unmarshal(block, &b); err != nil {
			d.t.Fatal(err)
		}
		out.WriteString(strings.ReplaceAll(strings.Join(texts(b), " | "), "\n", "\n\t") + "\n")
	}
	return out.String()
}

// texts are the texts in a block, in the order of their fields' names.
func texts(v any) []string {
	var out []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			out = append(out, texts(item)...)
		}
	case map[string]any:
		if s, ok := v["text"].(string); ok {
			return []string{s}
		}
		for _, name := range []string{"text", "elements", "accessory"} {
			out = append(out, texts(v[name])...)
		}
	}
	return out
}
