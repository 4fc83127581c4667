package fakeslack_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// rows are blocks with every kind of thing to press.
func rows() slack.MsgOption {
	option := func(v string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(v, plainText(strings.ToUpper(v)), nil)
	}
	button := func(v string) *slack.ButtonBlockElement {
		return slack.NewButtonBlockElement("pick", v, plainText("Pick "+v))
	}
	return slack.MsgOptionBlocks(
		slack.NewActionBlock("one", button("1"), slack.NewOptionsSelectBlockElement("static_select", nil, "select", option("a"), option("b"))),
		slack.NewActionBlock("two", button("2"), slack.NewCheckboxGroupsBlockElement("check", option("x"), option("y"))),
		slack.NewContextActionsBlock("three", slack.NewFeedbackButtonsBlockElement("rate",
			slack.NewFeedbackButton(plainText("Good"), "good"), slack.NewFeedbackButton(plainText("Bad"), "bad"))))
}

func TestPressesInMessages(t *testing.T) {
	w := open(t)
	l := w.dial()
	root := w.Post("lena", "ops", "", "hello")
	ts := w.post(w.Channel("ops"), say("choose"), rows(), slack.MsgOptionTS(root))
	for _, c := range []struct{ action, value, block, got string }{
		{"pick", "", "one", "1"},
		{"pick", "2", "two", "2"},
		{"select", "b", "one", "b"},
		{"check", "y", "two", "y"},
		{"rate", "bad", "three", "bad"},
	} {
		if err := w.Choose("lena", "ops", ts, c.action, c.value); err != nil {
			t.Errorf("%s %s: %v", c.action, c.value, err)
			continue
		}
		f, press := l.interaction()
		l.ack(f, nil)
		action := press.ActionCallback.BlockActions[0]
		got := action.Value + action.SelectedOption.Value
		for _, option := range action.SelectedOptions {
			got += option.Value
		}
		if action.ActionID != c.action || action.BlockID != c.block || got != c.got {
			t.Errorf("%s %s came as %+v", c.action, c.value, action)
		}
		if press.Channel.ID != w.Channel("ops") || press.Message.Timestamp != ts || press.Container.ThreadTs != root || press.User.ID != w.User("lena") || press.TriggerID == "" || press.ResponseURL == "" {
			t.Errorf("%s came in %+v", c.action, press)
		}
	}
	for _, c := range []struct{ user, ts, action, value string }{
		{"lena", ts, "nothing", ""}, {"lena", "1.0", "pick", ""}, {"gus", ts, "pick", ""}, {"lena", ts, "select", "z"}, {"lena", ts, "rate", "so so"},
	} {
		if err := w.Choose(c.user, "ops", c.ts, c.action, c.value); err == nil {
			t.Errorf("%+v was possible", c)
		}
	}
}

func TestNothingIsPressedWhileTheAppIsAway(t *testing.T) {
	w := open(t)
	ts := w.post(w.Channel("ops"), say("choose"), rows())
	if err := w.Click("lena", "ops", ts, "pick"); err == nil {
		t.Error("a click went somewhere")
	}
	if err := w.Command("lena", "ops", "/help", ""); err == nil {
		t.Error("a command went somewhere")
	}
	l := w.dial()
	ts = w.Post("lena", "@lena", "", "hello")
	if _, event := l.event(); event["ts"] != ts {
		t.Errorf("first came %v", event)
	}
}

func TestOnlyKnownCommands(t *testing.T) {
	w := open(t)
	w.dial()
	if err := w.Command("lena", "ops", "/other", ""); err == nil {
		t.Error("/other is no command")
	}
	if err := w.Command("lena", "leads", "/help", ""); err == nil {
		t.Error("lena is not there")
	}
}

// pressed clicks a button and gives the response URL.
func (w *workspace) pressed(l *line, ts string) string {
	w.t.Helper()
	if err := w.Click("lena", "ops", ts, "pick"); err != nil {
		w.t.Fatal(err)
	}
	f, press := l.interaction()
	l.ack(f, nil)
	return press.ResponseURL
}

func TestResponseURLs(t *testing.T) {
	w := open(t)
	l := w.dial()
	ts := w.post(w.Channel("ops"), say("choose"), rows())
	respond := func(url string, options ...slack.MsgOption) error {
		_, _, err := w.client.PostMessageContext(w.ctx, w.Channel("ops"), options...)
		return err
	}
	url := w.pressed(l, ts)
	wantError(t, "only to her", respond(url, say("psst"), slack.MsgOptionResponseURL(url, slack.ResponseTypeEphemeral)), "")
	wantError(t, "to all", respond(url, say("all"), slack.MsgOptionResponseURL(url, slack.ResponseTypeInChannel)), "")
	wantError(t, "instead", respond(url, say("chosen"), slack.MsgOptionReplaceOriginal(url)), "")
	list := w.Messages("ops", "")
	list = list[len(list)-3:]
	if list[0].Text != "chosen" || !list[0].Edited || list[1].Ephemeral != w.User("lena") || list[2].Text != "all" || list[2].Ephemeral != "" {
		t.Errorf("messages are %+v", list)
	}
	wantError(t, "nothing", respond(url, say(""), slack.MsgOptionResponseURL(url, slack.ResponseTypeEphemeral)), "no_text")
	wantError(t, "away", respond(url, slack.MsgOptionDeleteOriginal(url)), "")
	if got := w.Messages("ops", ts); len(got) != 0 {
		t.Errorf("still there: %+v", got)
	}
	wantError(t, "a fifth time", respond(url, say("5"), slack.MsgOptionResponseURL(url, slack.ResponseTypeEphemeral)), "")
	gone := func(what string, err error) {
		t.Helper()
		if e, ok := err.(slack.StatusCodeError); !ok || e.Code != 404 {
			t.Errorf("%s: %v", what, err)
		}
	}
	gone("a sixth time", respond(url, say("6"), slack.MsgOptionResponseURL(url, slack.ResponseTypeEphemeral)))
	old := w.pressed(l, w.post(w.Channel("ops"), say("choose"), rows()))
	w.pass(30*time.Minute + time.Second)
	gone("after half an hour", respond(old, say("x"), slack.MsgOptionResponseURL(old, slack.ResponseTypeEphemeral)))
}

func TestAShortcutWorksWhereTheBotIsNot(t *testing.T) {
	w := open(t)
	l := w.dial()
	ts := w.Post("lena", "secret", "", "what is `p99`?")
	if err := w.Shortcut("lena", "secret", ts, "explain"); err != nil {
		t.Fatal(err)
	}
	f, used := l.interaction()
	l.ack(f, nil)
	if used.CallbackID != "explain" || used.Message.Text != "what is `p99`?" || used.Channel.ID != w.Channel("secret") || used.TriggerID == "" {
		t.Errorf("shortcut is %+v", used)
	}
	_, _, err := w.client.PostMessageContext(w.ctx, "", say("p99 is …"), slack.MsgOptionResponseURL(used.ResponseURL, slack.ResponseTypeEphemeral))
	wantError(t, "answer by its response URL", err, "")
	if got := w.Transcript("secret"); !strings.HasSuffix(got, "helper (only to lena): p99 is …\n") {
		t.Errorf("transcript: %s", got)
	}
}

func TestAgentSurfaces(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	root := w.Post("lena", "@lena", "", "hello")
	set := func(status, thread string) error {
		_, err := w.client.SetAgentSessionStatusContext(w.ctx, slack.AgentSessionSetStatusParameters{Status: status, ChannelID: dm, ThreadTS: thread, Title: "First"})
		return err
	}
	_, err := w.client.RenameAgentSessionContext(w.ctx, slack.AgentSessionRenameParameters{ChannelID: dm, ThreadTS: root, Title: "x"})
	wantError(t, "rename before there is one", err, "session_not_found")
	wantError(t, "processing", set(slack.AgentSessionStatusProcessing, root), "")
	w.post(dm, say("wait"), slack.MsgOptionTS(root))
	if w.Status(dm, root) == "" {
		t.Error("a post ended the session's status")
	}
	wantError(t, "suspended", set(slack.AgentSessionStatusSuspended, root), "")
	wantError(t, "active", set(slack.AgentSessionStatusActive, root), "")
	wantError(t, "an unknown status", set("sleepy", root), "invalid_status")
	wantError(t, "without a thread", set("active", ""), "thread_ts_required")
	wantError(t, "in no thread", set("active", "1.0"), "invalid_thread_ts")
	_, err = w.client.RenameAgentSessionContext(w.ctx, slack.AgentSessionRenameParameters{ChannelID: dm, ThreadTS: root, Title: strings.Repeat("x", 201)})
	wantError(t, "a title of 201", err, "invalid_arguments")
	renamed, err := w.client.RenameAgentSessionContext(w.ctx, slack.AgentSessionRenameParameters{ChannelID: dm, ThreadTS: root, Title: "Queues"})
	if status, title := w.Session(dm, root); err != nil || renamed.Title != "Queues" || status != "active" || title != "Queues" {
		t.Errorf("session is %s %s, %v", status, title, err)
	}

	other := w.Post("lena", "@lena", "", "and now?")
	status := slack.AssistantThreadsSetStatusParameters{ChannelID: dm, ThreadTS: other, Status: "is thinking"}
	wantError(t, "an assistant's status", w.client.SetAssistantThreadsStatusContext(w.ctx, status), "")
	if got := w.Status(dm, other); got != "is thinking" {
		t.Errorf("status is %q", got)
	}
	w.post(dm, say("done"), slack.MsgOptionTS(other))
	if got := w.Status(dm, other); got != "" {
		t.Errorf("status after the answer is %q", got)
	}
}

func TestAPersonRenamesASession(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Events = []string{"agent_session_title_changed"} })
	l := w.dial()
	root := w.Post("lena", "@lena", "", "hello")
	if err := w.RenameSession("lena", "@lena", root, "x"); err == nil {
		t.Error("there was no session yet")
	}
	_, err := w.client.SetAgentSessionStatusContext(w.ctx, slack.AgentSessionSetStatusParameters{Status: "active", ChannelID: w.DM("lena"), ThreadTS: root, Title: "Queues"})
	wantError(t, "a session", err, "")
	if err := w.RenameSession("lena", "@lena", root, "Lines of work"); err != nil {
		t.Fatal(err)
	}
	if e := typed[*slackevents.AgentSessionTitleChangedEvent](l); e.Title != "Lines of work" || e.PreviousTitle != "Queues" || e.ThreadTimestamp != root {
		t.Errorf("the event is %+v", e)
	}
}

func TestSuggestedPrompts(t *testing.T) {
	w := open(t)
	prompts := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: w.DM("lena")}
	for range 4 {
		prompts.AddPrompt("Explain", "Explain this")
	}
	wantError(t, "four", w.client.SetAssistantThreadsSuggestedPromptsContext(w.ctx, prompts), "")
	if got := w.Prompts("lena"); len(got) != 4 || got[0].Message != "Explain this" {
		t.Errorf("prompts are %v", got)
	}
	prompts.AddPrompt("Explain", "Explain this")
	wantError(t, "five", w.client.SetAssistantThreadsSuggestedPromptsContext(w.ctx, prompts), "invalid_arguments")
	prompts.ChannelID = w.Channel("ops")
	wantError(t, "in a channel", w.client.SetAssistantThreadsSuggestedPromptsContext(w.ctx, prompts), "channel_not_found")
	prompts = slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: w.DM("lena")}
	prompts.AddPrompt("", "x")
	wantError(t, "without a title", w.client.SetAssistantThreadsSuggestedPromptsContext(w.ctx, prompts), "invalid_arguments")
}
