package fakeslack_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// everyInput is a form with every kind of input.
func everyInput() slack.ModalViewRequest {
	option := func(v string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(v, plainText("Option "+v), nil)
	}
	input := func(id string, element slack.BlockElement) slack.Block {
		return slack.NewInputBlock(id, plainText(id), nil, element)
	}
	least := 2
	find := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, plainText("Type two letters"), "find")
	find.MinQueryLength = &least
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plainText("Everything"), Submit: plainText("Save"), CallbackID: "all", Blocks: slack.Blocks{BlockSet: []slack.Block{
		input("text", slack.NewPlainTextInputBlockElement(plainText("A word"), "a")),
		input("choice", slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "a", option("1"), option("2"))),
		input("found", find),
		input("person", slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "a")),
		input("channel", slack.NewOptionsSelectBlockElement(slack.OptTypeChannels, nil, "a")),
		input("checks", slack.NewCheckboxGroupsBlockElement("a", option("x"), option("y"))),
		input("radio", slack.NewRadioButtonsBlockElement("a", option("p"), option("q"))),
		input("day", slack.NewDatePickerBlockElement("a")),
		input("file", slack.NewFileInputBlockElement("a").WithFileTypes("txt").WithMaxFiles(1)),
	}}}
}

// picks opens the chooser of an input and takes the entry that holds a text.
func picks(block int, text string) []chromedp.Action[chromedp.Void] {
	return []chromedp.Action[chromedp.Void]{
		chromedp.Click(fmt.Sprintf(`.modal-body .block-input:nth-child(%d) .chooser`, block)), clickOn(".menu-item", text)}
}

func TestEveryInputOfAFormOnThePage(t *testing.T) {
	b := browse(t)
	l := b.dial()
	if _, err := b.client.OpenViewContext(b.workspace.ctx, b.triggerOn(l), everyInput()); err != nil {
		t.Fatal(err)
	}
	b.step("form", chromedp.WaitVisible(`[data-testid="modal"]`))
	b.step("form-complaints", chromedp.Click(`[data-testid="modal-submit"]`), holds(".modal-body", "Please fill in this field."))
	found := make(chan struct{})
	go func() { // the app looks up what is typed
		defer close(found)
		for {
			f := l.next()
			var asked struct{ Type, Value string }
			_ = json.Unmarshal(f.Payload, &asked)
			if asked.Type != "block_suggestion" {
				l.ack(f, nil)
				continue
			}
			l.ack(f, slack.OptionsResponse{Options: []*slack.OptionBlockObject{slack.NewOptionBlockObject("mesh", plainText("Service mesh ("+asked.Value+")"), nil)}})
			return
		}
	}()
	actions := []chromedp.Action[chromedp.Void]{
		chromedp.SendKeys(".modal-body .block-input:nth-child(1) input", "queue"),
		chromedp.SendKeys(".modal-body .block-input:nth-child(3) input", "me"), clickOn(`[data-testid="option"] button`, "Service mesh (me)"),
	}
	actions = append(actions, picks(2, "Option 2")...)
	actions = append(actions, picks(4, "Ravi")...)
	actions = append(actions, picks(5, "#ops")...)
	actions = append(actions, clickOn(".modal-body .choice", "Option y"), clickOn(".modal-body .choice", "Option q"),
		chromedp.SetValue(".modal-body .block-input:nth-child(8) input", "2026-03-09"),
		until(`(() => { const data = new DataTransfer(); data.items.add(new File(['words'], 'words.txt')); const e = document.querySelector('[data-testid="file-input"]'); e.files = data.files; e.dispatchEvent(new Event('change')); return true })()`),
		holds(".modal-body .block-input:nth-child(9) .attachments", "words.txt"))
	b.step("form-filled", actions...)
	<-found
	b.step("", chromedp.Click(`[data-testid="modal-submit"]`))
	for {
		f := l.next()
		l.ack(f, nil)
		var sent slack.InteractionCallback
		if f.Type != "interactive" || json.Unmarshal(f.Payload, &sent) != nil || sent.Type != slack.InteractionTypeViewSubmission {
			continue
		}
		v := sent.View.State.Values
		got := []string{v["text"]["a"].Value, v["choice"]["a"].SelectedOption.Value, v["found"]["find"].SelectedOption.Value, v["person"]["a"].SelectedUser,
			v["channel"]["a"].SelectedChannel, fmt.Sprint(len(v["checks"]["a"].SelectedOptions)), v["radio"]["a"].SelectedOption.Value, v["day"]["a"].SelectedDate}
		if want := []string{"queue", "2", "mesh", b.User("ravi"), b.Channel("ops"), "1", "q", "2026-03-09"}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("submitted %q, want %q", got, want)
		}
		if files := v["file"]["a"].Files; len(files) != 1 || files[0].Name != "words.txt" {
			t.Errorf("files are %+v", files)
		}
		break
	}
	b.step("form-gone", until(`!document.querySelector('[data-testid="modal"]').open`))
}

// triggerOn has lena press something and gives its trigger.
func (w *workspace) triggerOn(l *line) string {
	w.t.Helper()
	ts := w.post(w.Channel("ops"), say("choose"), rows())
	if err := w.Click("lena", "ops", ts, "pick"); err != nil {
		w.t.Fatal(err)
	}
	for {
		f := l.next()
		l.ack(f, nil)
		var press slack.InteractionCallback
		if f.Type == "interactive" && json.Unmarshal(f.Payload, &press) == nil {
			return press.TriggerID
		}
	}
}

func TestThePageBearsWhatOtherAppsPost(t *testing.T) {
	b := browse(t)
	b.Plant("ops", "", fakeslack.Said{App: "Alerts", Text: "disk full",
		Blocks:      json.RawMessage(`[null,7,{"type":"section","fields":[null]},{"type":"actions","elements":[{"type":"hologram"},null]},{"type":"table","rows":[[null]]},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[null]}]}]`),
		Attachments: json.RawMessage(`[null,"x",{"ts":"","title":7,"fields":[{"value":7}],"fallback":12},{"is_share":true,"author_id":7,"files":[null]}]`),
		Files:       json.RawMessage(`[null,{"id":"F1","size":"big"},{"id":"F2","mode":"tombstone"}]`)})
	b.Plant("ops", "", fakeslack.Said{User: "ravi", Text: "after the alert"})
	b.step("odd", clickOn(`[data-testid="channel"]`, "ops"), holds("#panel-messages", "after the alert"), holds("#panel-messages", "Alerts"), holds("#panel-messages", "This file was deleted"))
}

func TestALongThreadOnThePage(t *testing.T) {
	b := browse(t, long(2000))
	messages := b.Messages("ops", "")
	shown := func(selector string, n int) chromedp.Action[chromedp.Void] {
		return until(fmt.Sprintf(`document.querySelectorAll('%s [data-testid="message"]').length === %d`, selector, n))
	}
	b.step("", clickOn(`[data-testid="channel"]`, "ops"), clickOn(`[data-testid="thread-bar"]`, "1999 replies"), shown(pane, 301))
	b.Post("ravi", "ops", messages[0].TS, "one more")
	b.step("long-thread", shown(pane, 302), holds(pane+` [data-testid="earlier"]`, "Show 300 of 1,699 earlier messages"))
	b.step("long-earlier", chromedp.Click(pane+` [data-testid="earlier"]`), shown(pane, 602), holds(pane+` [data-testid="earlier"]`, "of 1,399"))
	b.step("long-linked", chromedp.Navigate(messages[500].Permalink), chromedp.WaitVisible(pane+" .cited"), holds(pane+" .cited", "step 499"))
}

func TestThePageOnAPhone(t *testing.T) {
	b := browse(t)
	fits := until("document.documentElement.scrollWidth <= window.innerWidth")
	b.step("", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile), chromedp.Navigate(b.url), chromedp.WaitVisible(write))
	b.step("phone-file", hand("a-thread-with-a-very-long-name-from-the-export-of-yesterday.txt", "ana: is it up?"), holds(`[data-testid="attachment"]`, "bytes"), fits)
	b.step("phone-menu", chromedp.SendKeys(write, "this one"), chromedp.Click(`[data-testid="composer-send"]`), tool("this one", "more"), chromedp.WaitVisible(`[data-testid="forward"]`), fits)
	b.step("phone-forward", chromedp.Click(`[data-testid="forward"]`), chromedp.WaitVisible(`[data-testid="forward-dialog"]`), fits)
}
