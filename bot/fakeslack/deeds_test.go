package fakeslack_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

func TestDeedsOnThePage(t *testing.T) {
	w := open(t)
	l := w.dial()
	dm := w.DM("lena")
	root, sentence := w.deed("post", map[string]any{"channel": dm, "thread_ts": "", "text": "hello"})
	if root == "" || sentence != "" {
		t.Fatalf("posted %q: %s", root, sentence)
	}
	if _, event := l.event(); event["ts"] != root {
		t.Errorf("event is %v", event)
	}
	ts := w.post(dm, say("choose"), rows(), slack.MsgOptionTS(root))
	l.event()
	press := func(action map[string]any) slack.BlockAction {
		t.Helper()
		if _, sentence := w.deed("action", action); sentence != "" {
			t.Fatalf("%v: %s", action, sentence)
		}
		_, callback := l.interaction()
		return *callback.ActionCallback.BlockActions[0]
	}
	in := func(more map[string]any) map[string]any {
		all := map[string]any{"container": "message", "channel": dm, "ts": ts}
		maps.Copy(all, more)
		return all
	}
	if got := press(in(map[string]any{"block_id": "two", "action_id": "pick", "type": "button", "value": "2"})); got.Value != "2" || got.BlockID != "two" {
		t.Errorf("pressed %+v", got)
	}
	if got := press(in(map[string]any{"block_id": "one", "action_id": "select", "selected_option": map[string]any{"value": "b"}})); got.SelectedOption.Value != "b" {
		t.Errorf("selected %+v", got)
	}
	if got := press(in(map[string]any{"block_id": "two", "action_id": "check", "selected_options": []any{map[string]any{"value": "x"}, map[string]any{"value": "y"}}})); len(got.SelectedOptions) != 2 {
		t.Errorf("checked %+v", got)
	}
}

func TestMoreDeedsOnThePage(t *testing.T) {
	w := open(t)
	l := w.dial()
	dm := w.DM("lena")
	root := w.Post("lena", dm, "", "hello")
	l.event()
	if _, sentence := w.deed("command", map[string]any{"channel": dm, "command": "/help", "text": "me"}); sentence != "" {
		t.Error(sentence)
	}
	if f := l.next(); f.Type != "slash_commands" {
		t.Errorf("command came as %s", f.Type)
	}
	if _, sentence := w.deed("shortcut", map[string]any{"channel": dm, "ts": root, "callback_id": "explain"}); sentence != "" {
		t.Error(sentence)
	}
	if _, used := l.interaction(); used.Type != slack.InteractionTypeMessageAction {
		t.Errorf("shortcut came as %s", used.Type)
	}
	if _, sentence := w.deed("home", map[string]any{"tab": "messages"}); sentence != "" {
		t.Error(sentence)
	}
	if _, event := l.event(); event["tab"] != "messages" {
		t.Errorf("home came as %v", event)
	}
	if _, sentence := w.deed("react", map[string]any{"channel": dm, "ts": root, "name": "eyes"}); sentence != "" || len(w.Messages(dm, root)[0].Reactions["eyes"]) != 1 {
		t.Errorf("reaction: %s", sentence)
	}
	w.stream(dm, root, markdown("well"))
	if _, sentence := w.deed("stop", map[string]any{"channel": dm, "thread_ts": root}); sentence != "" || w.Messages(dm, root)[1].Streaming {
		t.Errorf("stop: %s", sentence)
	}
}

func TestAFormOnThePage(t *testing.T) {
	w := open(t)
	l := w.dial()
	next := w.watch()
	opened, err := w.client.OpenViewContext(w.ctx, w.trigger(l), form())
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := next("modal")["view"].(map[string]any); v["id"] != opened.ID || v["hash"] == nil || v["root_view_id"] != opened.ID {
		t.Errorf("modal is %v", v)
	}
	typed := func(value any) map[string]any {
		return map[string]any{"view_id": opened.ID, "values": map[string]any{"name": map[string]any{
			"typed": map[string]any{"type": "plain_text_input", "value": value}}}}
	}
	if _, sentence := w.deed("submit", typed(nil)); sentence != "" {
		t.Error(sentence)
	}
	if errors, _ := next("modal_errors")["errors"].(map[string]any); errors["name"] == nil {
		t.Errorf("complaints are %v", errors)
	}
	done := make(chan string)
	go func() {
		_, sentence := w.deed("submit", typed("Queue"))
		done <- sentence
	}()
	f, sent := l.interaction()
	if sent.View.State.Values["name"]["typed"].Value != "Queue" {
		t.Errorf("submitted %+v", sent.View.State)
	}
	l.ack(f, nil)
	if sentence := <-done; sentence != "" {
		t.Error(sentence)
	}
	if event := next("modal"); event["view"] != nil {
		t.Errorf("modal is %v", event)
	}
	if _, sentence := w.deed("close", map[string]any{"view_id": opened.ID}); sentence == "" {
		t.Error("closed what was closed")
	}
}

func TestWhatThePageSaysWhenItCannot(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	for _, c := range []struct {
		name string
		what map[string]any
	}{
		{"post", map[string]any{"channel": dm, "text": "  "}},
		{"post", map[string]any{"channel": "C0NOWHERE", "text": "x"}},
		{"post", map[string]any{"channel": w.Channel("leads"), "text": "x"}},
		{"post", map[string]any{"channel": w.Channel("old"), "text": "x"}},
		{"post", map[string]any{"channel": dm, "text": "x", "thread_ts": "1.0"}},
		{"command", map[string]any{"channel": dm, "command": "/nothing"}},
		{"command", map[string]any{"channel": dm, "command": "/help"}}, // nobody listens
		{"action", map[string]any{"channel": dm, "ts": "1.0", "action_id": "x"}},
		{"action", map[string]any{"container": "view", "view_id": "V0", "action_id": "x"}},
		{"submit", map[string]any{"view_id": "V0"}},
		{"close", map[string]any{"view_id": "V0"}},
		{"home", map[string]any{"tab": "about"}},
		{"shortcut", map[string]any{"channel": dm, "ts": "1.0", "callback_id": "x"}},
		{"post", map[string]any{"channel": 7}},
	} {
		if _, sentence := w.deed(c.name, c.what); sentence == "" {
			t.Errorf("%s %v was possible", c.name, c.what)
		}
	}
	large := `{"channel":"` + dm + `","text":"` + strings.Repeat("x", 5<<20) + `"}`
	if response, body := w.do(w.request("POST", "/page/post", large)); response.StatusCode != 413 || !strings.Contains(body, "4 MB") {
		t.Errorf("5 MB: %d %s", response.StatusCode, body)
	}
}
