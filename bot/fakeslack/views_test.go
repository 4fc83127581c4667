package fakeslack_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject("plain_text", text, false, false)
}

// form is a modal with one required input.
func form() slack.ModalViewRequest {
	name := slack.NewInputBlock("name", plainText("Name"), nil, slack.NewPlainTextInputBlockElement(nil, "typed"))
	kind := slack.NewInputBlock("kind", plainText("Kind"), nil, slack.NewOptionsSelectBlockElement("static_select", nil, "picked",
		slack.NewOptionBlockObject("a", plainText("A"), nil), slack.NewOptionBlockObject("b", plainText("B"), nil)))
	kind.Optional = true
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plainText("A form"), Submit: plainText("Send"), CallbackID: "form",
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewDividerBlock(), name, kind}}}
}

// trigger makes somebody use a command and gives its trigger_id.
func (w *workspace) trigger(l *line) string {
	w.t.Helper()
	if err := w.Command("lena", "ops", "/help", ""); err != nil {
		w.t.Fatal(err)
	}
	f := l.next()
	l.ack(f, nil)
	var command slack.SlashCommand
	if err := json.Unmarshal(f.Payload, &command); err != nil || f.Type != "slash_commands" || !f.AcceptsResponsePayload {
		w.t.Fatalf("command is %+v, %v", f, err)
	}
	return command.TriggerID
}

// interaction takes an interactive envelope.
func (l *line) interaction() (frame, slack.InteractionCallback) {
	l.t.Helper()
	f := l.next()
	var callback slack.InteractionCallback
	if err := json.Unmarshal(f.Payload, &callback); err != nil || f.Type != "interactive" {
		l.t.Fatalf("got %s, want an interaction (%v)", f.Type, err)
	}
	return f, callback
}

func TestATriggerOpensOneModalForThreeSeconds(t *testing.T) {
	w := open(t)
	l := w.dial()
	trigger := w.trigger(l)
	w.pass(3 * time.Second)
	opened, err := w.client.OpenViewContext(w.ctx, trigger, form())
	if err != nil {
		t.Fatal(err)
	}
	if views := w.Views("lena"); len(views) != 1 || views[0].ID != opened.ID || views[0].Title != "A form" || views[0].CallbackID != "form" {
		t.Errorf("views are %+v", views)
	}
	_, err = w.client.OpenViewContext(w.ctx, trigger, form())
	wantError(t, "the trigger again", err, "exchanged_trigger_id")
	late := w.trigger(l)
	w.pass(3*time.Second + time.Millisecond)
	_, err = w.client.OpenViewContext(w.ctx, late, form())
	wantError(t, "a late trigger", err, "expired_trigger_id")
	_, err = w.client.OpenViewContext(w.ctx, "1.2.3", form())
	wantError(t, "no trigger", err, "invalid_trigger_id")
}

func TestViewLimits(t *testing.T) {
	w := open(t)
	l := w.dial()
	blocks := func(n int) slack.Blocks {
		list := make([]slack.Block, n)
		for i := range list {
			list[i] = slack.NewDividerBlock()
		}
		return slack.Blocks{BlockSet: list}
	}
	pointer := "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
	for _, c := range []struct {
		what   string
		change func(*slack.ModalViewRequest)
		code   string
	}{
		{"as it is", func(*slack.ModalViewRequest) {}, ""},
		{"no title", func(v *slack.ModalViewRequest) { v.Title = nil }, "invalid_arguments"},
		{"a title of 25", func(v *slack.ModalViewRequest) { v.Title = plainText(strings.Repeat("é", 25)) }, "invalid_arguments"},
		{"a title of 24", func(v *slack.ModalViewRequest) { v.Title = plainText(strings.Repeat("é", 24)) }, ""},
		{"a submit of 25", func(v *slack.ModalViewRequest) { v.Submit = plainText(strings.Repeat("é", 25)) }, "invalid_arguments"},
		{"a close of 25", func(v *slack.ModalViewRequest) { v.Close = plainText(strings.Repeat("é", 25)) }, "invalid_arguments"},
		{"an input without submit", func(v *slack.ModalViewRequest) { v.Submit = nil }, "invalid_arguments"},
		{"metadata of 3,001", func(v *slack.ModalViewRequest) { v.PrivateMetadata = strings.Repeat("x", 3001) }, "invalid_arguments"},
		{"a callback of 256", func(v *slack.ModalViewRequest) { v.CallbackID = strings.Repeat("x", 256) }, "invalid_arguments"},
		{"100 blocks", func(v *slack.ModalViewRequest) { v.Blocks = blocks(100) }, ""},
		{"101 blocks", func(v *slack.ModalViewRequest) { v.Blocks = blocks(101) }, "invalid_arguments"},
		{"a markdown block", func(v *slack.ModalViewRequest) {
			v.Blocks = slack.Blocks{BlockSet: []slack.Block{slack.NewMarkdownBlock("", "x")}}
		}, "invalid_arguments"},
		{"250 KB", func(v *slack.ModalViewRequest) {
			v.Blocks = slack.Blocks{}
			for range 90 {
				v.Blocks.BlockSet = append(v.Blocks.BlockSet, section(strings.Repeat("x", 2990)))
			}
		}, "view_too_large"},
		{"a home", func(v *slack.ModalViewRequest) { v.Type = "home" }, "invalid_arguments"},
	} {
		v := form()
		c.change(&v)
		_, err := w.client.OpenViewContext(w.ctx, w.trigger(l), v)
		wantError(t, c.what, err, c.code)
		if e, ok := err.(slack.SlackErrorResponse); ok && c.what == "a title of 25" && !slices.Contains(e.ResponseMetadata.Messages, pointer) {
			t.Errorf("%s: messages are %q", c.what, e.ResponseMetadata.Messages)
		}
	}
}

func TestModalsLieThreeDeep(t *testing.T) {
	w := open(t)
	l := w.dial()
	push := func() error {
		_, err := w.client.PushViewContext(w.ctx, w.trigger(l), form())
		return err
	}
	wantError(t, "push on nothing", push(), "not_found")
	first, err := w.client.OpenViewContext(w.ctx, w.trigger(l), form())
	wantError(t, "open", err, "")
	wantError(t, "the second", push(), "")
	wantError(t, "the third", push(), "")
	wantError(t, "the fourth", push(), "push_limit_reached")
	var top slack.View
	if err := json.Unmarshal(w.Views("lena")[2].Object, &top); err != nil || top.RootViewID != first.ID {
		t.Errorf("the root of the third is %s, want %s (%v)", top.RootViewID, first.ID, err)
	}
}

func TestUpdatesOfViewsMindTheHash(t *testing.T) {
	w := open(t)
	l := w.dial()
	opened, err := w.client.OpenViewContext(w.ctx, w.trigger(l), form())
	if err != nil {
		t.Fatal(err)
	}
	v := form()
	v.Title, v.ExternalID = plainText("Second"), "mine"
	updated, err := w.client.UpdateViewContext(w.ctx, v, "", opened.Hash, opened.ID)
	if err != nil || updated.Hash == opened.Hash || w.Views("lena")[0].Title != "Second" {
		t.Errorf("updated to %+v, %v", updated, err)
	}
	_, err = w.client.UpdateViewContext(w.ctx, v, "", opened.Hash, opened.ID)
	wantError(t, "with the old hash", err, "hash_conflict")
	_, err = w.client.UpdateViewContext(w.ctx, v, "mine", "", "")
	wantError(t, "by the app's own id", err, "")
	w.pass(time.Second) // another trigger
	_, err = w.client.PushViewContext(w.ctx, w.trigger(l), v)
	wantError(t, "the app's own id again", err, "duplicate_external_id")
	if err := w.CloseView("lena", opened.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.client.UpdateViewContext(w.ctx, v, "", "", opened.ID)
	wantError(t, "once it is closed", err, "not_found")
}

func TestTheHomeTab(t *testing.T) {
	w := open(t)
	l := w.dial()
	if _, there := w.Home("lena"); there {
		t.Error("there is a home before there is one")
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
		slack.NewActionBlock("row", slack.NewButtonBlockElement("go", "1", plainText("Go")))}}}
	first, err := w.client.PublishViewContext(w.ctx, slack.PublishViewContextRequest{UserID: w.User("lena"), View: home})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.client.PublishViewContext(w.ctx, slack.PublishViewContextRequest{UserID: w.User("lena"), View: home, Hash: &first.Hash})
	wantError(t, "with the hash", err, "")
	_, err = w.client.PublishViewContext(w.ctx, slack.PublishViewContextRequest{UserID: w.User("lena"), View: home, Hash: &first.Hash})
	wantError(t, "with the old hash", err, "hash_conflict")
	_, err = w.client.PublishViewContext(w.ctx, slack.PublishViewContextRequest{UserID: "U0NOBODY", View: home})
	wantError(t, "for nobody", err, "user_not_found")

	w.OpenHome("lena")
	if _, event := l.event(); event["type"] != "app_home_opened" || event["tab"] != "home" || event["view"] == nil || event["channel"] != w.DM("lena") {
		t.Errorf("event is %v", event)
	}
	if err := w.Press("lena", "", "go", ""); err != nil {
		t.Fatal(err)
	}
	_, press := l.interaction()
	if press.View.ID != first.ID || press.Container.Type != "view" || press.ActionCallback.BlockActions[0].Value != "1" || press.TriggerID == "" || press.ResponseURL != "" {
		t.Errorf("press is %+v", press)
	}
}
