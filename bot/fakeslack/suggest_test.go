package fakeslack_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func TestAppsLookUpOptions(t *testing.T) {
	w := open(t)
	l := w.dial()
	view, err := w.client.OpenViewContext(w.ctx, w.trigger(l), everyInput())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Suggest(w.ctx, "lena", view.ID, "find", "m"); err == nil {
		t.Error("one letter was enough")
	}
	type answer struct {
		options []fakeslack.Option
		err     error
	}
	got := make(chan answer)
	ask := func() {
		options, err := w.Suggest(w.ctx, "lena", view.ID, "find", "me")
		got <- answer{options, err}
	}
	go ask()
	f := l.next()
	var asked struct {
		Type, Value string
		ActionID    string `json:"action_id"`
		View        struct{ ID string }
	}
	if err := json.Unmarshal(f.Payload, &asked); err != nil || asked.Type != "block_suggestion" || asked.Value != "me" || asked.ActionID != "find" || asked.View.ID != view.ID {
		t.Errorf("asked %s, %v", f.Payload, err)
	}
	l.ack(f, slack.OptionsResponse{Options: []*slack.OptionBlockObject{slack.NewOptionBlockObject("mesh", plainText("Service mesh"), nil)}})
	if a := <-got; a.err != nil || !slices.Equal(a.options, []fakeslack.Option{{Text: "Service mesh", Value: "mesh"}}) {
		t.Errorf("offered %+v", a)
	}
	go ask()
	l.ack(l.next(), "nonsense")
	if a := <-got; a.err == nil {
		t.Errorf("nonsense was offered as %+v", a)
	}
}
