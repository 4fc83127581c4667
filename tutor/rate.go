package tutor

import (
	"context"
	"fmt"
	"slices"
)

// Rate records what a learner says of an explanation: that it was Clear,
// TooBasic, or Disputed because something in it is wrong. Too basic raises the
// level in the thread's system for some weeks, and counts as the claim to know
// the words that were explained. A lesson that is not among the learner's latest
// is nothing to rate.
func (t *Tutor) Rate(ctx context.Context, who Who, lesson string, kind EventKind) error {
	if kind != Clear && kind != TooBasic && kind != Disputed {
		return fmt.Errorf("rate an explanation: %q is no rating", kind)
	}
	if t.Library == nil || who.Learner == "" {
		return nil
	}
	lessons, err := t.Library.Lessons(ctx, who.Learner, recentLessons)
	if err != nil {
		return fmt.Errorf("rate an explanation: %w", err)
	}
	i := slices.IndexFunc(lessons, func(l Lesson) bool { return l.ID == lesson })
	if i < 0 {
		return nil
	}
	events := []Event{{Kind: kind, Lesson: lesson, Detail: lessons[i].System}}
	if kind == TooBasic {
		for _, e := range lessons[i].Events {
			if e.Kind == Taught || e.Kind == Reminded {
				events = append(events, Event{Kind: Claimed, Entry: e.Entry, Lesson: lesson})
			}
		}
	}
	return t.remember(ctx, who, events...)
}

// Joined remembers that a learner asked in the thread of a lesson.
func (t *Tutor) Joined(ctx context.Context, who Who, lesson string) error {
	return t.remember(ctx, who, Event{Kind: Joined, Lesson: lesson})
}
