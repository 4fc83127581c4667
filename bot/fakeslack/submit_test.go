package fakeslack_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func TestASubmissionIsAnsweredInItsAcknowledgement(t *testing.T) {
	type answer struct {
		complaints map[string]string
		err        error
	}
	second := form()
	second.Title = plainText("Second")
	for _, c := range []struct {
		what    string
		ack     any
		want    map[string]string
		trouble bool
		titles  []string
	}{
		{"nothing to say", nil, nil, false, nil},
		{"complaints", slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "taken"}), map[string]string{"name": "taken"}, false, []string{"A form"}},
		{"complaints of what is no input", slack.NewErrorsViewSubmissionResponse(map[string]string{"other": "x"}), nil, true, []string{"A form"}},
		{"another view", slack.NewUpdateViewSubmissionResponse(&second), nil, false, []string{"Second"}},
		{"a view on top", slack.NewPushViewSubmissionResponse(&second), nil, false, []string{"A form", "Second"}},
		{"all cleared", slack.NewClearViewSubmissionResponse(), nil, false, nil},
		{"nonsense", "nonsense", nil, true, []string{"A form"}},
		{"a view that is none", slack.NewPushViewSubmissionResponse(&slack.ModalViewRequest{Type: slack.VTModal}), nil, true, []string{"A form"}},
	} {
		w := open(t)
		l := w.dial()
		opened, err := w.client.OpenViewContext(w.ctx, w.trigger(l), form())
		if err != nil {
			t.Fatal(err)
		}
		got := make(chan answer)
		go func() {
			complaints, err := w.Submit(w.ctx, "lena", opened.ID, map[string]map[string]any{"name": {"typed": "Queue"}, "kind": {"picked": "b"}})
			got <- answer{complaints, err}
		}()
		f, sent := l.interaction()
		values := sent.View.State.Values
		if sent.Type != slack.InteractionTypeViewSubmission || values["name"]["typed"].Value != "Queue" || values["kind"]["picked"].SelectedOption.Value != "b" {
			t.Errorf("%s: submission is %+v", c.what, sent.View.State)
		}
		l.ack(f, c.ack)
		a := <-got
		if !maps.Equal(a.complaints, c.want) || (a.err != nil) != c.trouble {
			t.Errorf("%s: got %v, %v", c.what, a.complaints, a.err)
		}
		var titles []string
		for _, v := range w.Views("lena") {
			titles = append(titles, v.Title)
		}
		if !slices.Equal(titles, c.titles) {
			t.Errorf("%s: open are %q, want %q", c.what, titles, c.titles)
		}
	}
}

func TestASubmissionThatCannotBeAnswered(t *testing.T) {
	w := open(t)
	l := w.dial()
	opened, err := w.client.OpenViewContext(w.ctx, w.trigger(l), form())
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := w.Submit(w.ctx, "lena", opened.ID, nil)
	if err != nil || complaints["name"] == "" || complaints["kind"] != "" {
		t.Errorf("left empty: %v, %v", complaints, err)
	}
	full := map[string]map[string]any{"name": {"typed": "x"}}
	if _, err := w.Submit(w.ctx, "ravi", opened.ID, full); err == nil {
		t.Error("ravi submitted lena's form")
	}
	got := make(chan error)
	go func() {
		_, err := w.Submit(w.ctx, "lena", opened.ID, full)
		got <- err
	}()
	l.interaction()
	w.pass(3*time.Second + time.Millisecond)
	if err := <-got; err == nil || len(w.Views("lena")) != 1 {
		t.Errorf("without an answer: %v", err)
	}
	ctx, cancel := context.WithCancel(w.ctx)
	cancel()
	if _, err := w.Submit(ctx, "lena", opened.ID, full); err != context.Canceled {
		t.Errorf("given up: %v", err)
	}
}

func TestDismissedModals(t *testing.T) {
	w := open(t)
	l := w.dial()
	v := form()
	v.NotifyOnClose = true
	for range 2 {
		if w.Views("lena") == nil {
			_, err := w.client.OpenViewContext(w.ctx, w.trigger(l), v)
			wantError(t, "open", err, "")
			continue
		}
		v.ClearOnClose = true
		_, err := w.client.PushViewContext(w.ctx, w.trigger(l), v)
		wantError(t, "push", err, "")
	}
	top := w.Views("lena")[1]
	if err := w.CloseView("lena", top.ID); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, closed := l.interaction(); closed.Type != slack.InteractionTypeViewClosed || !closed.IsCleared {
			t.Errorf("closed is %+v", closed)
		}
	}
	if len(w.Views("lena")) != 0 {
		t.Error("something is open still")
	}
	if err := w.CloseView("lena", top.ID); err == nil {
		t.Error("closed twice")
	}
}
