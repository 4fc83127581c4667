package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

const (
	// nearLimit is the length, in characters, from which on a message may have
	// been cut by Slack's clients, so that the rest follows in the next one.
	nearLimit = 3_600
	// patienceAfterLong is how many times longer the rest of such a message is
	// waited for.
	patienceAfterLong = 3
)

// question is a payload of one question: its first message, and those that
// were sent right after it and belong to it.
type question struct {
	callback
	// Rest are the further messages. The field is ours; Slack sends none.
	Rest []event `json:"gloss_rest,omitempty"`
}

// parts are all messages of the question, oldest first.
func (q question) parts() []event {
	parts := append([]event{q.Event}, q.Rest...)
	slices.SortStableFunc(parts, func(x, y event) int { return cmp.Compare(seconds(x.TS), seconds(y.TS)) })
	return parts
}

// coalesce waits until the learner has sent all of a question, and puts what was
// sent right after it to it: a long paste arrives as several messages, and the
// question about it as another. What belongs together is decided by Slack's
// clock alone, and the queue takes the messages into one item in one step, so
// that an attempt that is cut short makes one answer again.
func (b *Bot) coalesce(ctx context.Context, a *ask) error {
	var q question
	if err := decode(a.item.Payload, &q); err != nil {
		return err
	}
	a.parts = q.parts()
	if b.Quiet == 0 {
		return nil
	}
	last := a.item.Received
	for waited := false; ; {
		behind, err := b.Inbox.Behind(ctx, a.item.Lease())
		if err != nil {
			return fmt.Errorf("look for the rest of a question: %w", err)
		}
		took, received, err := b.take(ctx, a, &q, behind)
		if err != nil {
			return err
		}
		newest := a.parts[len(a.parts)-1]
		if took {
			last, waited = received, false
		}
		wait := b.quiet(newest) - b.Now().Sub(last)
		if waited || wait <= 0 || newest.followsUp() && !long(newest) {
			return nil
		}
		a.working = true
		b.status(ctx, *a, slack.AgentSessionStatusProcessing)
		if err := b.pause(ctx, wait); err != nil {
			return err
		}
		waited = true
	}
}

// take puts those of the waiting items to the question that belong to it, and
// says when the last of them came.
func (b *Bot) take(ctx context.Context, a *ask, q *question, behind []inbox.Item) (took bool, last time.Time, err error) {
	var ids []int64
	for _, item := range behind {
		var next question
		if item.Kind != "events_api" || lenient(item.Payload, &next) != nil || next.Event.Type != "message" {
			continue // it has its own turn
		}
		if !next.Event.byPerson(b.User) || !b.continues(q.parts(), next.Event) {
			break
		}
		q.Rest = append(append(q.Rest, next.Event), next.Rest...)
		ids, last = append(ids, item.ID), item.Received
	}
	if len(ids) == 0 {
		return false, time.Time{}, nil
	}
	payload, err := json.Marshal(q)
	if err != nil {
		return false, time.Time{}, fmt.Errorf("put a question together: %w", errors.Join(err, inbox.ErrPermanent))
	}
	// From here on all of it can be changed and taken back.
	a.item.Payload, a.parts = payload, q.parts()
	b.jobs.now(*a)
	if err := b.Inbox.Merge(ctx, a.item.Lease(), payload, ids...); err != nil {
		return false, time.Time{}, fmt.Errorf("put a question together: %w", err)
	}
	return true, last, nil
}

// continues reports whether a message was sent within moments of one of the
// parts of a question, to the same place.
func (b *Bot) continues(parts []event, next event) bool {
	for _, part := range parts {
		apart := seconds(next.TS) - seconds(part.TS)
		limit := b.Quiet.Seconds()
		if apart > 0 {
			limit = b.quiet(part).Seconds()
		}
		if part.Channel == next.Channel && part.followsUp() == next.followsUp() &&
			(!part.followsUp() || part.ThreadTS == next.ThreadTS) && math.Abs(apart) <= limit {
			return true
		}
	}
	return false
}

// quiet is how long after a message no other one has to come for it to be the
// last of its question.
func (b *Bot) quiet(e event) time.Duration {
	if long(e) {
		return patienceAfterLong * b.Quiet
	}
	return b.Quiet
}

// long reports whether a message is near the length at which Slack's clients
// cut.
func long(e event) bool { return utf8.RuneCountInString(e.Text) >= nearLimit }

// seconds is a ts as a number, 0 when it is none.
func seconds(ts string) float64 {
	n, err := strconv.ParseFloat(ts, 64)
	if err != nil {
		return 0
	}
	return n
}

// pause waits, or returns the cause of a context that ends first.
func (b *Bot) pause(ctx context.Context, d time.Duration) error {
	if b.Pause != nil {
		return b.Pause(ctx, d)
	}
	return pause(ctx, d)
}
