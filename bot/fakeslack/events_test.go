package fakeslack_test

import (
	"slices"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func TestTheBotHearsItself(t *testing.T) {
	w := open(t)
	l := w.dial()
	ts := w.post(w.DM("lena"), say("hello"))
	if _, event := l.event(); event["bot_id"] == nil || event["ts"] != ts || event["user"] != w.User("helper") {
		t.Errorf("event is %v", event)
	}
	if _, _, _, err := w.client.UpdateMessageContext(w.ctx, w.DM("lena"), ts, say("hello!")); err != nil {
		t.Fatal(err)
	}
	_, event := l.event()
	now, _ := event["message"].(map[string]any)
	before, _ := event["previous_message"].(map[string]any)
	if event["subtype"] != "message_changed" || now["text"] != "hello!" || before["text"] != "hello" || event["hidden"] != true {
		t.Errorf("event is %v", event)
	}
	if _, _, err := w.client.DeleteMessageContext(w.ctx, w.DM("lena"), ts); err != nil {
		t.Fatal(err)
	}
	if _, event := l.event(); event["subtype"] != "message_deleted" || event["deleted_ts"] != ts {
		t.Errorf("event is %v", event)
	}
}

func TestPeopleChangeTheirMinds(t *testing.T) {
	w := open(t)
	l := w.dial()
	ts := w.Post("lena", "@lena", "", "helo")
	l.event()
	if err := w.Edit("lena", "@lena", ts, "hello"); err != nil {
		t.Fatal(err)
	}
	if _, event := l.event(); event["subtype"] != "message_changed" {
		t.Errorf("event is %v", event)
	}
	if w.Edit("ravi", "@lena", ts, "x") == nil || w.Delete("lena", "ops", ts) == nil {
		t.Error("a message was changed by somebody else, or elsewhere")
	}
	if err := w.Delete("lena", "@lena", ts); err != nil {
		t.Fatal(err)
	}
	if _, event := l.event(); event["subtype"] != "message_deleted" {
		t.Errorf("event is %v", event)
	}
}

func TestWhichEventsTheAppHears(t *testing.T) {
	kinds := func(w *workspace, n int) (heard []string) {
		l := w.dial()
		w.Mention("lena", "ops", "", "hello")
		w.Post("lena", "ops", "", "hello all")
		w.Mention("ravi", "secret", "", "the bot is not here")
		w.Post("ravi", "leads", "", "here it is")
		w.Mention("lena", "@lena", "", "no mention in direct messages")
		for range n {
			_, event := l.event()
			kind, _ := event["channel_type"].(string)
			heard = append(heard, event["type"].(string)+" "+kind)
		}
		slices.Sort(heard)
		return heard
	}
	w := open(t)
	if got, want := kinds(w, 2), []string{"app_mention ", "message im"}; !slices.Equal(got, want) {
		t.Errorf("by default %q, want %q", got, want)
	}
	w = open(t, func(c *fakeslack.Config) {
		c.Events = []string{"app_mention", "message.channels", "message.groups", "message.im"}
	})
	if got, want := kinds(w, 5), []string{"app_mention ", "message channel", "message channel", "message group", "message im"}; !slices.Equal(got, want) {
		t.Errorf("with channels %q, want %q", got, want)
	}
}
