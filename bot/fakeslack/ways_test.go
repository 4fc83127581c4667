package fakeslack_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// typed takes an event off a link as slack-go decodes it.
func typed[T any](l *line) T {
	l.t.Helper()
	f := l.next()
	l.ack(f, nil)
	outer, err := slackevents.ParseEvent(f.Payload, slackevents.OptionNoVerifyToken())
	if err != nil {
		l.t.Fatalf("slack-go cannot read %s: %v", f.Payload, err)
	}
	event, ok := outer.InnerEvent.Data.(T)
	if !ok {
		l.t.Fatalf("got a %s", outer.InnerEvent.Type)
	}
	return event
}

func TestTheAppKnowsWhatAPersonLooksAt(t *testing.T) {
	w := open(t)
	l := w.dial()
	root := w.Messages("ops", "")[0].TS
	if err := w.Look("lena", "ops", root); err != nil {
		t.Fatal(err)
	}
	looked := typed[*slackevents.AppContextChangedEvent](l)
	check := func(what string, context *slackevents.AppContext) {
		t.Helper()
		if context == nil || len(context.Entities) != 2 || context.Entities[0].Message == nil ||
			context.Entities[0].Message.ChannelID != w.Channel("ops") || context.Entities[0].Message.MessageTimestamp != root ||
			context.Entities[1].Value != w.Channel("ops") || context.Entities[1].TeamID != "T0ACME" {
			t.Errorf("%s carries %+v", what, context)
		}
	}
	check("the event", &looked.Context)
	w.Post("lena", "@lena", "", "explain what I am looking at")
	check("the message", typed[*slackevents.MessageEvent](l).AppContext)
	w.OpenHome("lena")
	check("the home", typed[*slackevents.AppHomeOpenedEvent](l).Context)

	if err := w.Look("lena", "", ""); err != nil {
		t.Fatal(err)
	}
	if e := typed[*slackevents.AppContextChangedEvent](l); len(e.Context.Entities) != 0 {
		t.Errorf("looking at nothing is %+v", e.Context)
	}
	if err := w.Look("lena", "leads", ""); err == nil {
		t.Error("lena looked into a channel that is not hers")
	}
}

func TestForwardsHaveSlacksShape(t *testing.T) {
	w := open(t)
	l := w.dial()
	ops := w.Messages("ops", "")
	w.ForwardAll("lena", "@lena", "what is this?", fakeslack.Origin{Channel: "ops", TS: ops[0].TS}, fakeslack.Origin{Channel: "ops", TS: ops[1].TS})
	_, event := l.event()
	list, _ := event["attachments"].([]any)
	if event["text"] != "what is this?" || len(list) != 2 {
		t.Fatalf("event is %v", event)
	}
	root, reply := list[0].(map[string]any), list[1].(map[string]any)
	for name, want := range map[string]any{"is_share": true, "is_msg_unfurl": true, "is_thread_root_unfurl": true,
		"channel_id": w.Channel("ops"), "channel_name": "ops", "channel_team": "T0ACME", "ts": ops[0].TS,
		"author_id": w.User("ravi"), "author_name": "Ravi", "from_url": ops[0].Permalink, "footer": "Thread in #ops"} {
		if root[name] != want {
			t.Errorf("root[%s] is %v, want %v", name, root[name], want)
		}
	}
	if root["message_blocks"] == nil || reply["is_reply_unfurl"] != true || reply["is_thread_root_unfurl"] != nil ||
		reply["footer"] != "From a thread in #ops" || !strings.Contains(reply["from_url"].(string), "thread_ts="+ops[0].TS) {
		t.Errorf("forwards are %v and %v", root, reply)
	}
	if ts := w.Forward("lena", "@lena", "leads", "1.0", ""); ts != "" {
		t.Error("lena forwarded what she does not see")
	}
}

func TestPastedLinksAreShownBeneath(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Unfurls = true })
	l := w.dial()
	ops, secret := w.Messages("ops", "")[0], w.Plant("leads", "", fakeslack.Said{User: "ravi", Text: "not for lena"})
	w.Post("lena", "@lena", "", "explain "+ops.Permalink+" and "+w.Messages("leads", "")[0].Permalink)
	if _, event := l.event(); event["attachments"] != nil {
		t.Errorf("the message carries %v", event["attachments"])
	}
	_, event := l.event()
	now, _ := event["message"].(map[string]any)
	list, _ := now["attachments"].([]any)
	if event["subtype"] != "message_changed" || now["edited"] != nil || len(list) != 1 {
		t.Fatalf("then came %v (beside %s)", event, secret)
	}
	if shown := list[0].(map[string]any); shown["is_msg_unfurl"] != true || shown["is_share"] != nil || shown["original_url"] != ops.Permalink || shown["text"] != "the queue is stuck" {
		t.Errorf("shown is %v", shown)
	}
}

// people is a workspace with all kinds of people and channels.
func people(c *fakeslack.Config) {
	c.Users = []fakeslack.User{{ID: "U0RAVI", Name: "ravi", RealName: "Ravi"}, {ID: "U0GUS", Name: "gus", Guest: true}, {ID: "U0ONE", Name: "one", SingleChannel: true},
		{ID: "U0EVE", Name: "eve", Stranger: true}, {ID: "U0OLAF", Name: "olaf", Stranger: true, Team: "T0OTHER"}, {ID: "U0DEL", Name: "del", Deleted: true}}
	c.Channels = []fakeslack.Channel{
		{ID: "C0PUB", Name: "pub", Members: []string{"lena", "one"}}, {ID: "C0PRIV", Name: "priv", Private: true, Members: []string{"lena", "ravi"}},
		{ID: "C0OURS", Name: "ours", Private: true, Members: []string{"lena", "helper", "gus"}},
		{ID: "G0THEY", Group: true, Members: []string{"lena", "ravi", "helper"}}, {ID: "G0SELF", Group: true, Members: []string{"lena", "ravi"}},
		{ID: "C0EXT", Name: "ext", Shared: true, Members: []string{"lena", "eve", "olaf", "helper"}},
	}
	c.Usergroups = []fakeslack.Usergroup{{ID: "S0OPS", Handle: "oncall", Members: []string{"ravi"}}}
	c.Events = []string{"message.mpim", "message.channels", "app_mention"}
}

func TestTheKindsOfPeople(t *testing.T) {
	w := open(t, people)
	for _, c := range []struct{ id, want string }{
		{"U0RAVI", "T0ACME false false false false"}, {"U0GUS", "T0ACME true false false false"}, {"U0ONE", "T0ACME true true false false"},
		{"U0EVE", "T0STRANGER false false true false"}, {"U0OLAF", "T0OTHER false false true false"}, {"U0DEL", "T0ACME false false false true"},
	} {
		u, err := w.client.GetUserInfoContext(w.ctx, c.id)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintln(u.TeamID, u.IsRestricted, u.IsUltraRestricted, u.IsStranger, u.Deleted); got != c.want+"\n" {
			t.Errorf("%s is %s, want %s", c.id, got, c.want)
		}
	}
	groups, err := w.client.GetUserGroupsContext(w.ctx, slack.GetUserGroupsOptionIncludeUsers(true))
	if err != nil || len(groups) != 1 || groups[0].Handle != "oncall" || !slices.Equal(groups[0].Users, []string{"U0RAVI"}) {
		t.Errorf("usergroups are %+v, %v", groups, err)
	}
}

func TestWhichChannelsOfAPersonTheBotLearnsOf(t *testing.T) {
	w := open(t, people)
	var seen []string
	pages, cursor := 0, ""
	for {
		page, next, err := w.client.GetConversationsForUserContext(w.ctx, &slack.GetConversationsForUserParameters{
			UserID: w.User("lena"), Types: []string{"public_channel", "private_channel", "mpim"}, Limit: 2, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, ch := range page {
			seen = append(seen, ch.ID)
		}
		pages++
		if cursor = next; cursor == "" {
			break
		}
	}
	if want := []string{"C0PUB", "C0OURS", "G0THEY", "C0EXT"}; !slices.Equal(seen, want) {
		t.Errorf("the bot learns of %v, want %v", seen, want)
	}
	if pages < 4 {
		t.Errorf("%d pages: what is not visible is left out after the page is cut", pages)
	}
	group, err := w.client.GetConversationInfoContext(w.ctx, &slack.GetConversationInfoInput{ChannelID: "G0THEY"})
	if err != nil || !group.IsMpIM || !group.IsPrivate || group.Name != "mpdm-lena--ravi--helper-1" {
		t.Errorf("the group is %+v, %v", group, err)
	}
	_, err = w.client.GetConversationInfoContext(w.ctx, &slack.GetConversationInfoInput{ChannelID: "G0SELF"})
	wantError(t, "a group without the bot", err, "channel_not_found")
	members, _, err := w.client.GetUsersInConversationContext(w.ctx, &slack.GetUsersInConversationParameters{ChannelID: "C0PUB"})
	if err != nil || len(members) != 2 {
		t.Errorf("members of a public channel without the bot are %v, %v", members, err)
	}
}

func TestStrangersAndGroupsInEvents(t *testing.T) {
	w := open(t, people)
	l := w.dial()
	w.Post("olaf", "ext", "", "hello from afar, @oncall")
	f := l.next()
	l.ack(f, nil)
	var payload struct {
		Ext   bool `json:"is_ext_shared_channel"`
		Event struct {
			Text       string
			Team       string
			SourceTeam string `json:"source_team"`
		}
	}
	if err := json.Unmarshal(f.Payload, &payload); err != nil || !payload.Ext || payload.Event.Team != "T0OTHER" || payload.Event.SourceTeam != "T0OTHER" || !strings.HasSuffix(payload.Event.Text, "<!subteam^S0OPS>") {
		t.Errorf("the event is %s, %v", f.Payload, err)
	}
	w.Post("ravi", "G0THEY", "", "psst")
	if _, event := l.event(); event["channel_type"] != "mpim" || event["channel"] != "G0THEY" {
		t.Errorf("the group's event is %v", event)
	}
}

func TestOddContentIsPassedOnAsItIs(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Events = []string{"message.channels"} })
	l := w.dial()
	ts := w.Plant("ops", "", fakeslack.Said{App: "Alerts", Text: "disk full",
		Blocks:      json.RawMessage(`[{"type":"actions","elements":[{"type":"hologram","size":1.50}]}]`),
		Attachments: json.RawMessage(`[{"ts":"","fields":[{"value":7}],"fallback":"disk full on node 3"}]`),
		Files:       json.RawMessage(`[{"id":"F1","size":12.5}]`),
		Fields:      json.RawMessage(`{"edited":false,"metadata":{"event_type":"x","event_payload":[1]}}`),
		Replies:     []fakeslack.Said{{User: "ravi", Text: "on it"}}})
	f, alert := l.event()
	for _, want := range []string{`"hologram"`, `1.50`, `"ts":""`, `"value":7`, `"size":12.5`, `"edited":false`, `"event_payload":[1]`, `"username":"Alerts"`, `"subtype":"bot_message"`} {
		if !bytes.Contains(f.Payload, []byte(want)) {
			t.Errorf("the event lacks %s: %s", want, f.Payload)
		}
	}
	if alert["user"] != nil {
		t.Errorf("another app's message has a user: %v", alert)
	}
	if _, event := l.event(); event["thread_ts"] != ts || event["text"] != "on it" {
		t.Errorf("the reply is %v", event)
	}
	_, _, _, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: w.Channel("ops"), Timestamp: ts})
	if err == nil {
		t.Error("slack-go can read this after all: the hazard is none")
	}
	if got := w.Transcript("ops"); !strings.Contains(got, "Alerts: disk full\n\t[attachment] disk full on node 3\n\travi: on it\n") {
		t.Errorf("transcript: %s", got)
	}
}

func TestADeletedRootLeavesATombstone(t *testing.T) {
	w := open(t, func(c *fakeslack.Config) { c.Events = []string{"message.channels"} })
	l := w.dial()
	root := w.Messages("ops", "")[0].TS
	if err := w.Delete("ravi", "ops", root); err != nil {
		t.Fatal(err)
	}
	_, event := l.event()
	now, _ := event["message"].(map[string]any)
	before, _ := event["previous_message"].(map[string]any)
	if event["subtype"] != "message_changed" || now["subtype"] != "tombstone" || before["text"] != "the queue is stuck" {
		t.Errorf("event is %v", event)
	}
	messages, _, _, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: w.Channel("ops"), Timestamp: root})
	if err != nil || len(messages) != 3 || messages[0].Text != "This message was deleted." || messages[0].User != "USLACKBOT" {
		t.Errorf("the thread is %+v, %v", messages, err)
	}
}

func TestEphemeralsCanBeReplacedAndTakenAway(t *testing.T) {
	w := open(t)
	l := w.dial()
	if _, err := w.client.PostEphemeralContext(w.ctx, w.Channel("ops"), w.User("lena"), say("shall I?"), rows()); err != nil {
		t.Fatal(err)
	}
	whole := w.Messages("ops", "")
	notice := whole[len(whole)-1]
	url := w.pressed(l, notice.TS)
	respond := func(option slack.MsgOption, more ...slack.MsgOption) {
		t.Helper()
		if _, _, err := w.client.PostMessageContext(w.ctx, "", append(more, option)...); err != nil {
			t.Fatal(err)
		}
	}
	respond(slack.MsgOptionReplaceOriginal(url), say("done"))
	if got := w.Transcript("ops"); !strings.HasSuffix(got, "helper (only to lena): done\n") {
		t.Errorf("transcript: %s", got)
	}
	respond(slack.MsgOptionDeleteOriginal(url))
	if got := w.Transcript("ops"); strings.Contains(got, "only to lena") {
		t.Errorf("transcript: %s", got)
	}
}

func TestJoiningAPublicChannel(t *testing.T) {
	w := open(t, people)
	ch, _, _, err := w.client.JoinConversationContext(w.ctx, "C0PUB")
	if err != nil || !ch.IsMember {
		t.Fatalf("joined %+v, %v", ch, err)
	}
	if got := w.Transcript("pub"); got != "helper: @helper has joined the channel\n" {
		t.Errorf("transcript: %s", got)
	}
	_, _, _, err = w.client.JoinConversationContext(w.ctx, "C0PRIV")
	wantError(t, "a private channel", err, "channel_not_found")
	_, _, _, err = w.client.JoinConversationContext(w.ctx, "C0OURS")
	wantError(t, "a private channel of ours", err, "method_not_supported_for_channel_type")
}
