package fakeslack_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/fakeslack/browsertest"
)

// browser is one page in a headless Chromium, at a workspace whose app is
// played by the test.
type browser struct {
	*workspace
	ctx context.Context
}

// browse opens the page, or skips the test where there is no browser.
func browse(t *testing.T, change ...func(*fakeslack.Config)) browser {
	t.Helper()
	page := browsertest.Open(t)
	w := open(t, append([]func(*fakeslack.Config){func(c *fakeslack.Config) { c.Now = time.Now }}, change...)...)
	w.ctx = page
	b := browser{w, page}
	b.step("", chromedp.Navigate(w.url), chromedp.WaitVisible(`[data-testid="composer"]`))
	return b
}

// step does what a person does, and keeps a picture of what they see then where
// FAKESLACK_SCREENSHOTS names a folder.
func (b browser) step(name string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	err := chromedp.Do(b.ctx, actions...)
	browsertest.Picture(b.t, b.ctx, os.Getenv("FAKESLACK_SCREENSHOTS"), name)
	if err != nil {
		says, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
		b.t.Fatalf("%s: %v\nThe page says:\n%s", name, err, says)
	}
}

// until waits for a condition on the page.
func until(javascript string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Poll[bool](javascript, chromedp.WithPollingTimeout(20*time.Second))(ctx, target)
		return err
	})
}

// clickOn presses the first of the elements that holds a text.
func clickOn(selector, text string) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf(`(() => { const e = [...document.querySelectorAll('%s')].find(e => e.innerText.includes(%q)); e?.click(); return !!e })()`, selector, text))
}

// tool presses a button over the message that holds a text.
func tool(text, testid string) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf(`(() => { const e = [...document.querySelectorAll('[data-testid=message]')].findLast(e => e.innerText.includes(%q))?.querySelector('.message-tools [data-testid=%s]'); e?.focus(); e?.click(); return !!e })()`, text, testid))
}

// holds waits until an element holds a text.
func holds(selector, text string) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf("(document.querySelector('%s')?.innerText ?? '').includes(%q)", selector, text))
}

// hand drops a text file on the composer, as from the desktop.
func hand(name, content string) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf(`(() => { const data = new DataTransfer(); data.items.add(new File([%q], %q, { type: 'text/plain' }));
		document.querySelector('#panel-messages .composer').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); return true })()`, content, name))
}

const (
	pane  = `[data-testid="thread-pane"]`
	write = `[data-testid="composer"]`
)

func TestAPersonHandsOverAFileOnThePage(t *testing.T) {
	b := browse(t)
	l := b.dial()
	b.step("file-attached", hand("thread.txt", "ana: is it up?"), holds(`[data-testid="attachment"]`, "14 bytes"))
	b.step("file-sent", chromedp.SendKeys(write, "explain this"+kb.Enter), holds("#panel-messages", "thread.txt"),
		until(`!document.querySelector('[data-testid="attachment"]') && document.querySelector('[data-testid="composer"]').value === ''`))
	for {
		f, event := l.event()
		l.ack(f, nil)
		if event["type"] != "message" {
			continue // the tab was opened
		}
		file, _ := event["files"].([]any)[0].(map[string]any)
		if event["text"] != "explain this" || file["name"] != "thread.txt" || file["mode"] != "snippet" || file["size"] != 14.0 {
			t.Errorf("event is %v", event)
		}
		return
	}
}

func TestAPersonForwardsAMessageOnThePage(t *testing.T) {
	b := browse(t)
	l := b.dial()
	b.step("forward-menu", clickOn(`[data-testid="channel"]`, "ops"), tool("the queue is stuck", "more"), chromedp.WaitVisible(`[data-testid="forward"]`))
	b.step("forward-dialog", chromedp.Click(`[data-testid="forward"]`), chromedp.SendKeys(`[data-testid="forward-comment"]`, "what is this about?"))
	b.step("forward-sent", chromedp.Click(`[data-testid="forward-dialog-send"]`), holds(`[data-testid="share"]`, "the queue is stuck"), holds(`[data-testid="share"]`, "Thread in #ops"))
	for {
		f, event := l.event()
		l.ack(f, nil)
		if event["type"] != "message" {
			continue
		}
		share, _ := event["attachments"].([]any)[0].(map[string]any)
		looked, _ := event["app_context"].(map[string]any)
		if event["channel"] != b.DM("lena") || share["is_thread_root_unfurl"] != true || looked["entities"] == nil {
			t.Errorf("event is %v", event)
		}
		break
	}
	b.step("forward-followed", clickOn(`[data-testid="share"] a`, "Thread in #ops"), holds("#title", "ops"), chromedp.WaitVisible(".message.cited, .line.cited"))
}

func TestShortcutsLinksAndEditsOnThePage(t *testing.T) {
	b := browse(t)
	l := b.dial()
	b.step("", clickOn(`[data-testid="channel"]`, "secret"), chromedp.SendKeys(write, "teh plan"+kb.Enter), holds("#panel-messages", "teh plan"))
	b.step("shortcut-menu", tool("teh plan", "more"), clickOn(`[data-testid="shortcut"]`, "Explain"))
	for {
		f := l.next()
		l.ack(f, nil)
		if f.Type == "interactive" {
			if !strings.Contains(string(f.Payload), `"message_action"`) || !strings.Contains(string(f.Payload), "teh plan") {
				t.Errorf("the shortcut came as %s", f.Payload)
			}
			break
		}
	}
	b.step("edited", tool("teh plan", "more"), chromedp.Click(`[data-testid="edit"]`), chromedp.SetValue(`[data-testid="edit-text"]`, "the plan"),
		chromedp.Click(`[data-testid="edit-dialog-send"]`), holds("#panel-messages", "the plan (edited)"))
	link := b.Messages("secret", "")[0].Permalink
	b.step("link-copied", tool("the plan", "more"), chromedp.Click(`[data-testid="copy-link"]`), holds(".toasts", "link"))
	b.step("link-pasted", clickOn(`[data-testid="channel"]`, "Helper"), chromedp.SendKeys(write, "explain "+link+kb.Enter), chromedp.WaitVisible(`#panel-messages [data-testid="cite"]`))
	b.step("link-followed", chromedp.Click(`#panel-messages [data-testid="cite"]`), holds("#title", "secret"))
	b.step("link-opened", chromedp.Navigate(link), holds("#title", "secret"), chromedp.WaitVisible(".cited"),
		until(`!document.querySelector('[data-testid="back"]')`))
	b.step("deleted", tool("the plan", "more"), chromedp.Click(`[data-testid="delete"]`), clickOn(`[data-testid="confirm"] button`, "Delete"),
		until(`![...document.querySelectorAll('[data-testid="message"]')].some(e => e.innerText.includes('the plan'))`))
}

func TestAMentionWorkAndTheAnswerElsewhereOnThePage(t *testing.T) {
	b := browse(t)
	root := b.Messages("ops", "")[0].TS
	dm := b.DM("lena")
	b.step("", clickOn(`[data-testid="channel"]`, "ops"), clickOn(`[data-testid="thread-bar"]`, "2 replies"), chromedp.WaitVisible(`[data-testid="thread-composer"]`),
		chromedp.SendKeys(`[data-testid="thread-composer"]`, "@helper explain"+kb.Enter), holds(pane, "explain"))
	if _, err := b.client.PostEphemeralContext(b.workspace.ctx, b.Channel("ops"), b.User("lena"), say("I read it. Where shall I answer?"), rows(), slack.MsgOptionTS(root)); err != nil {
		t.Fatal(err)
	}
	b.step("ephemeral", holds(pane, "Only visible to you"), holds(pane, "Pick 1"))
	b.post(dm, say("the answer is here"))
	b.step("badge", holds(`.badge`, "1"))
	b.step("ephemeral-dismissed", tool("Only visible to you", "dismiss"), until(`!document.querySelector('.message.ephemeral')`))

	mine := b.Post("lena", "@lena", "", "explain the queue")
	if _, err := b.client.SetAgentSessionStatusContext(b.workspace.ctx, slack.AgentSessionSetStatusParameters{Status: slack.AgentSessionStatusProcessing, ChannelID: dm, ThreadTS: mine}); err != nil {
		t.Fatal(err)
	}
	b.step("working", clickOn(`[data-testid="channel"]`, "Helper"), holds(`[data-testid="status"]`, "Working…"))
	l := b.dial()
	b.step("stopped", chromedp.Click(`[data-testid="stop"]`))
	for {
		f, event := l.event()
		l.ack(f, nil)
		if event["type"] == "agent_session_stopped" {
			if event["thread_ts"] != mine {
				t.Errorf("stopped %v", event)
			}
			return
		}
	}
}
