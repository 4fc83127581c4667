package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/gloss-tutor/gloss/bot/fakeslack/browsertest"
)

// startTry runs gloss try as a person would and returns the page's address.
func startTry(t *testing.T, environ map[string]string, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		env := environment{ctx, func(k string) string { return environ[k] }, strings.NewReader(""), in, t.Output()}
		ended <- run(env, append([]string{"try", "--addr", "127.0.0.1:0"}, args...))
		in.Close()
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != exitDone {
			t.Errorf("gloss try ended with status %d", status)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("read the address: %v (%q)", err, line)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return regexp.MustCompile(`http://\S+`).FindString(line)
}

// browser is one page in a headless Chromium.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// step does what a person does and keeps a picture of what they see then,
// where GLOSS_SCREENSHOTS names a folder.
func (b browser) step(name string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	err := chromedp.Do(b.ctx, actions...)
	b.picture(name)
	if err != nil {
		b.t.Fatalf("%s: %v\nThe page says:\n%s", name, err, b.read("body"))
	}
}

func (b browser) picture(name string) {
	b.t.Helper()
	browsertest.Picture(b.t, b.ctx, os.Getenv("GLOSS_SCREENSHOTS"), name)
}

// read returns what stands in an element.
func (b browser) read(selector string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.querySelector('"+selector+"')?.innerText ?? ''"))
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

// until waits for a condition on the page.
func until(javascript string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Poll[bool](javascript, chromedp.WithPollingTimeout(30*time.Second))(ctx, target)
		return err
	})
}

// clickOn presses the first of the elements that holds a text.
func clickOn(selector, text string) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf(`(() => { const e = [...document.querySelectorAll('%s')].find(e => e.innerText.includes(%q)); e?.click(); return !!e })()`, selector, text))
}

// says waits until an element holds a text the given number of times.
func says(selector, text string, times int) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf("(document.querySelector('%s')?.innerText ?? '').split(%q).length > %d", selector, text, times))
}

const secondPaste = `Ana Lindqvist
  4:40 PM
is the canary deployment of the search service finished?

Rafi Cohen
  4:43 PM
no, we stopped it at 10%. decision: we go on tomorrow with a fresh container image

Ana Lindqvist
  4:45 PM
ok, I'll tell support by 5 PM`

const pane = `[data-testid="thread-pane"]`

func TestAPersonPastesAThreadOnThePage(t *testing.T) {
	b := browser{t, browsertest.Open(t)}
	page := startTry(t, nil)
	b.step("1-welcome", chromedp.Navigate(page), chromedp.WaitVisible(`[data-testid="sample"]`))

	b.step("2-answer", chromedp.Click(`[data-testid="sample"]`), says(pane, "Answered by", 1), chromedp.WaitVisible(pane+` [data-testid="cite"]`))
	first := b.read(pane)
	for _, want := range []string{"No AI model was used", "we roll back the canary now", "Canary Deployment", "Not in the glossary yet", "CNCF Glossary"} {
		if !strings.Contains(first, want) {
			t.Errorf("the first answer lacks %q:\n%s", want, first)
		}
	}

	b.step("3-cited", chromedp.Click(pane+` [data-testid="cite"]`), chromedp.WaitVisible(`[data-testid="back"]`))
	b.step("4-follow-up", chromedp.Click(`[data-testid="back"]`),
		chromedp.SendKeys(`[data-testid="thread-composer"]`, "are the orders lost?"+kb.Enter), says(pane, "Answered by", 2))
	if text := b.read(pane); !strings.Contains(text, "every order I checked went through") {
		t.Errorf("the follow-up is not answered from the thread:\n%s", text)
	}

	b.step("5-second", chromedp.SetValue(`[data-testid="composer"]`, secondPaste),
		chromedp.SendKeys(`[data-testid="composer"]`, kb.Enter), says(pane, "again:", 1), says(pane, "Answered by", 1))
	if text := b.read(pane); !strings.Contains(text, "Canary Deployment (again:") {
		t.Errorf("the second explanation is no lighter:\n%s", text)
	}

	b.step("6-home", chromedp.Click(`[data-testid="home-tab"]`), says("body", "I know this", 1))
	if text := b.read("body"); !strings.Contains(text, "Canary Deployment") {
		t.Errorf("Home lacks what was learned:\n%s", text)
	}
}

func TestButtonsModalAndChannelOnThePage(t *testing.T) {
	b := browser{t, browsertest.Open(t)}
	page := startTry(t, nil)
	press := func(label string) chromedp.Action[chromedp.Void] {
		return clickOn(pane+" button", label)
	}
	b.step("7-answered", chromedp.Navigate(page), chromedp.Click(`[data-testid="sample"]`), says(pane, "Explain a word", 1))

	b.step("8-brief", press("Brief me"), says(pane, "Answered by", 2))
	if text := b.read(pane); !strings.Contains(text, "owner: Mina Okafor") || !strings.Contains(text, "due: by Thursday") {
		t.Errorf("the brief does not say who does what until when:\n%s", text)
	}

	b.step("9-modal", press("Explain a word"), chromedp.WaitVisible(`[data-testid="modal"] input`))
	b.step("10-defined", chromedp.SendKeys(`[data-testid="modal"] input`, "service mesh"),
		chromedp.Click(`[data-testid="modal-submit"]`), says(pane, "Service Mesh", 1))

	b.step("11-channel", clickOn(`[data-testid="channel"]`, "checkout"), says("body", "nightly backup", 1))
	b.step("12-mentioned", clickOn(`[data-testid="thread-bar"]`, "3 replies"), chromedp.WaitVisible(`[data-testid="thread-composer"]`),
		chromedp.SendKeys(`[data-testid="thread-composer"]`, "@gloss explain"+kb.Enter), says(pane, "I answered you", 1))
	b.step("12a-private", clickOn(pane+" a, "+pane+" button", "Open"), says("body", "About a thread in #checkout", 1),
		clickOn(`[data-testid="thread-bar"]`, "1 reply"), says(pane, "Answered by", 1))
	if text := b.read(pane); !strings.Contains(text, "move them to object storage") || !strings.Contains(text, "I'll do it by Wednesday") {
		t.Errorf("the thread in the channel is not explained:\n%s", text)
	}
	b.step("12b-shared", press("Share here"), clickOn(`[data-testid="channel"]`, "checkout"),
		clickOn(`[data-testid="thread-bar"]`, "repl"), says(pane, "Shared by", 1), says(pane, "Answered by", 1))
}

// TestOtherWaysInOnThePage uses a shortcut from a message's menu and shares a
// file.
func TestOtherWaysInOnThePage(t *testing.T) {
	b := browser{t, browsertest.Open(t)}
	page := startTry(t, nil)
	b.step("15-shortcut", chromedp.Navigate(page), clickOn(`[data-testid="channel"]`, "checkout"), says("body", "nightly backup", 1),
		clickOn(`[data-testid="more"]`, ""), clickOn(`[data-testid="shortcut"]`, "Brief this thread"),
		clickOn(`[data-testid="channel"]`, "Gloss"), says("body", "About a thread in #checkout", 1))
	b.step("16-briefed", clickOn(`[data-testid="thread-bar"]`, "1 reply"), says(pane, "Answered by", 1))
	if text := b.read(pane); !strings.Contains(text, "owner: Jun Haldane") {
		t.Errorf("the shortcut did not brief:\n%s", text)
	}

	file := filepath.Join(t.TempDir(), "thread.txt")
	if err := os.WriteFile(file, []byte(secondPaste), 0o600); err != nil {
		t.Fatal(err)
	}
	b.step("17-file", chromedp.SetUploadFiles(`[data-testid="composer-file"]`, []string{file}),
		chromedp.SendKeys(`[data-testid="composer"]`, "what did they decide?"+kb.Enter), says(pane, "Your question", 1), says(pane, "Answered by", 1))
	if text := b.read(pane); !strings.Contains(text, "we go on tomorrow with a fresh container image") {
		t.Errorf("the file is not explained:\n%s", text)
	}
}

func TestThePageOnAPhone(t *testing.T) {
	b := browser{t, browsertest.Open(t)}
	page := startTry(t, nil)
	b.step("13-phone", chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile), chromedp.Navigate(page), chromedp.WaitVisible(`[data-testid="sample"]`))
	b.step("14-phone-answer", chromedp.Click(`[data-testid="sample"]`), chromedp.Click(`[data-testid="thread-bar"]`), says(pane, "Answered by", 1))
	wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("document.documentElement.scrollWidth > window.innerWidth"))
	if err != nil {
		t.Fatal(err)
	}
	if wide {
		t.Error("the page is wider than the phone")
	}
}
