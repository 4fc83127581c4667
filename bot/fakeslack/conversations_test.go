package fakeslack_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

func TestWhatTheBotMayRead(t *testing.T) {
	w := open(t)
	for _, c := range []struct{ channel, code string }{
		{w.Channel("ops"), ""},
		{w.Channel("leads"), ""},
		{w.Channel("old"), ""},
		{w.DM("lena"), ""},
		{w.Channel("random"), "not_in_channel"},
		{w.Channel("secret"), "channel_not_found"},
		{"C0NOWHERE", "channel_not_found"},
	} {
		_, err := w.client.GetConversationHistoryContext(w.ctx, &slack.GetConversationHistoryParameters{ChannelID: c.channel})
		wantError(t, "history of "+c.channel, err, c.code)
		_, _, _, err = w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: c.channel, Timestamp: "1.0"})
		if c.code == "" {
			c.code = "thread_not_found"
		}
		wantError(t, "replies in "+c.channel, err, c.code)
	}
}

func TestAThreadComesInPagesThatRepeatItsRoot(t *testing.T) {
	w := open(t)
	root := w.Post("lena", "ops", "", "root")
	for i := range 5 {
		w.Post("ravi", "ops", root, fmt.Sprint(i))
	}
	var pages []string
	for cursor, more := "", true; more; {
		var page []slack.Message
		var err error
		page, more, cursor, err = w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{
			ChannelID: w.Channel("ops"), Timestamp: root, Limit: 2, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, m := range page {
			text += m.Text + " "
		}
		pages = append(pages, text)
	}
	if want := []string{"root 0 1 ", "root 2 3 ", "root 4 "}; !slices.Equal(pages, want) {
		t.Errorf("pages are %q, want %q", pages, want)
	}
	_, _, _, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: w.Channel("ops"), Timestamp: root, Cursor: "?"})
	wantError(t, "a cursor of nowhere", err, "invalid_cursor")
}

func TestTheHistoryHoldsRootsNewestFirst(t *testing.T) {
	w := open(t)
	last := w.Post("lena", "ops", "", "good morning")
	history, err := w.client.GetConversationHistoryContext(w.ctx, &slack.GetConversationHistoryParameters{ChannelID: w.Channel("ops")})
	if err != nil || len(history.Messages) != 2 {
		t.Fatalf("history is %+v, %v", history, err)
	}
	root := history.Messages[1]
	if history.Messages[0].Text != "good morning" || root.Text != "the queue is stuck" || root.ReplyCount != 2 ||
		len(root.ReplyUsers) != 2 || len(root.Reactions) != 1 || root.Reactions[0].Count != 1 {
		t.Errorf("history is %+v", history.Messages)
	}
	since, err := w.client.GetConversationHistoryContext(w.ctx, &slack.GetConversationHistoryParameters{ChannelID: w.Channel("ops"), Oldest: last})
	if err != nil || len(since.Messages) != 0 {
		t.Errorf("after the last there are %+v, %v", since, err)
	}
	with, err := w.client.GetConversationHistoryContext(w.ctx, &slack.GetConversationHistoryParameters{ChannelID: w.Channel("ops"), Latest: last, Oldest: last, Inclusive: true})
	if err != nil || len(with.Messages) != 1 {
		t.Errorf("the last alone is %+v, %v", with, err)
	}
}

func TestChannelsAsTheBotKnowsThem(t *testing.T) {
	w := open(t)
	names := func(channels []slack.Channel) (list []string) {
		for _, c := range channels {
			list = append(list, c.Name)
		}
		return list
	}
	kinds := []string{"public_channel", "private_channel"}
	shared, _, err := w.client.GetConversationsForUserContext(w.ctx, &slack.GetConversationsForUserParameters{UserID: w.User("ravi"), Types: kinds})
	if got := names(shared); err != nil || !slices.Equal(got, []string{"ops", "leads"}) {
		t.Errorf("ravi's channels are %v, %v: not the private one without the bot", got, err)
	}
	live, _, err := w.client.GetConversationsForUserContext(w.ctx, &slack.GetConversationsForUserParameters{UserID: w.User("lena"), ExcludeArchived: true})
	if got := names(live); err != nil || !slices.Equal(got, []string{"ops", "random"}) {
		t.Errorf("lena's live public channels are %v, %v", got, err)
	}
	all, _, err := w.client.GetConversationsContext(w.ctx, &slack.GetConversationsParameters{Types: kinds})
	if got := names(all); err != nil || !slices.Equal(got, []string{"ops", "random", "leads", "old"}) {
		t.Errorf("all channels are %v, %v", got, err)
	}
	random, err := w.client.GetConversationInfoContext(w.ctx, &slack.GetConversationInfoInput{ChannelID: w.Channel("random")})
	if err != nil || random.IsMember || random.IsPrivate {
		t.Errorf("random is %+v, %v", random, err)
	}
	_, err = w.client.GetConversationInfoContext(w.ctx, &slack.GetConversationInfoInput{ChannelID: w.Channel("secret")})
	wantError(t, "info of a private channel", err, "channel_not_found")
	members, cursor, err := w.client.GetUsersInConversationContext(w.ctx, &slack.GetUsersInConversationParameters{ChannelID: w.Channel("ops"), Limit: 2})
	if err != nil || len(members) != 2 || cursor == "" {
		t.Errorf("members are %v, %q, %v", members, cursor, err)
	}
}

func TestPeopleAndTheirDirectMessages(t *testing.T) {
	w := open(t)
	gus, err := w.client.GetUserInfoContext(w.ctx, w.User("gus"))
	if err != nil || !gus.IsRestricted || gus.TeamID != "T0ACME" {
		t.Errorf("gus is %+v, %v", gus, err)
	}
	_, err = w.client.GetUserInfoContext(w.ctx, "U0NOBODY")
	wantError(t, "nobody", err, "user_not_found")
	everybody, err := w.client.GetUsersContext(w.ctx)
	if err != nil || len(everybody) != 4 || !everybody[0].IsBot {
		t.Errorf("people are %+v, %v", everybody, err)
	}
	dm, _, _, err := w.client.OpenConversationContext(w.ctx, &slack.OpenConversationParameters{Users: []string{w.User("ravi")}})
	if err != nil || dm.ID != w.DM("ravi") {
		t.Errorf("ravi's direct message is %+v, %v", dm, err)
	}
	_, _, _, err = w.client.OpenConversationContext(w.ctx, &slack.OpenConversationParameters{Users: []string{"U0NOBODY"}})
	wantError(t, "with nobody", err, "user_not_found")
	_, _, _, err = w.client.OpenConversationContext(w.ctx, &slack.OpenConversationParameters{Users: []string{w.User("helper")}})
	wantError(t, "with itself", err, "cannot_dm_bot")
}

func TestFilesAreReadWithTheToken(t *testing.T) {
	w := open(t)
	l := w.dial()
	w.PostFile("lena", "@lena", "", "", fakeslack.File{Name: "thread.txt", Content: []byte("hello")})
	_, event := l.event()
	files, _ := event["files"].([]any)
	if event["subtype"] != "file_share" || len(files) != 1 {
		t.Fatalf("event is %v", event)
	}
	id, _ := files[0].(map[string]any)["id"].(string)
	info, _, _, err := w.client.GetFileInfoContext(w.ctx, id, 0, 0)
	if err != nil || info.Name != "thread.txt" || info.Mode != "snippet" || info.Size != 5 {
		t.Fatalf("file is %+v, %v", info, err)
	}
	var got bytes.Buffer
	if err := w.client.GetFileContext(w.ctx, info.URLPrivateDownload, &got); err != nil || got.String() != "hello" {
		t.Errorf("download is %q, %v", got.String(), err)
	}
	got.Reset()
	stranger := slack.New("xoxb-other", slack.OptionAPIURL(w.url+"/api/"))
	if err := stranger.GetFileContext(w.ctx, info.URLPrivateDownload, &got); err != nil || !bytes.Contains(got.Bytes(), []byte("Sign in")) {
		t.Errorf("a foreign token gets %q, %v", got.String(), err)
	}
	_, _, _, err = w.client.GetFileInfoContext(w.ctx, "F0NONE", 0, 0)
	wantError(t, "no such file", err, "file_not_found")

	w.PostFile("lena", "@lena", "", "", fakeslack.File{Name: "far.txt", CheckInfo: true})
	_, event = l.event()
	if file := event["files"].([]any)[0].(map[string]any); file["file_access"] != "check_file_info" || file["url_private"] != nil {
		t.Errorf("a file to ask for is %v", file)
	}
}

func TestAForwardHasNoTextOfItsOwn(t *testing.T) {
	w := open(t)
	l := w.dial()
	origin := w.Messages("ops", "")[0]
	w.Forward("lena", "@lena", "ops", origin.TS, "")
	_, event := l.event()
	list, _ := event["attachments"].([]any)
	if event["text"] != "" || len(list) != 1 {
		t.Fatalf("event is %v", event)
	}
	share := list[0].(map[string]any)
	if share["is_share"] != true || share["text"] != "the queue is stuck" || share["author_name"] != "Ravi" || share["channel_id"] != w.Channel("ops") {
		t.Errorf("attachment is %v", share)
	}
}
