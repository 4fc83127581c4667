package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
)

// How much of a reading is shown: a view holds 100 blocks, a section 3,000
// characters.
const (
	maxReadShown = 60
	sectionRoom  = 2_800
	maxSections  = 12
)

// openReading shows how a thread was read, with the ways to put it right. A
// trigger lives three seconds, so the modal is opened first and filled then.
func (b *Bot) openReading(ctx context.Context, a *ask, trigger, answerTS string) error {
	view := readingView(*a, answerTS, section(readingAgain))
	opened, err := b.Slack.OpenViewContext(ctx, trigger, view)
	if err != nil {
		b.Log.Info("a modal could not be opened", "item", a.item.ID, "error", err)
		return b.ask(ctx, *a, fixHere, fixButtons()...)
	}
	blocks, err := b.readingBlocks(ctx, a, answerTS)
	if err != nil {
		return err
	}
	view = readingView(*a, answerTS, blocks...)
	if fixable(blocks) {
		view.Submit = slack.NewTextBlockObject(slack.PlainTextType, "Answer again", false, false)
	}
	b.optional("views.update", func() error {
		_, err := b.Slack.UpdateViewContext(ctx, view, "", opened.Hash, opened.ID)
		return err
	})
	return nil
}

func readingView(a ask, answerTS string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: viewReading,
		Title:           slack.NewTextBlockObject(slack.PlainTextType, "How I read it", false, false),
		Close:           slack.NewTextBlockObject(slack.PlainTextType, "Close", false, false),
		PrivateMetadata: strings.Join([]string{a.at.channel, a.at.threadTS, answerTS}, " "),
		Blocks:          slack.Blocks{BlockSet: blocks},
	}
}

// readingBlocks reads what an answer is about again and shows the boundaries:
// who said what, and what counted as nobody's words.
func (b *Bot) readingBlocks(ctx context.Context, a *ask, answerTS string) ([]slack.Block, error) {
	list, err := b.subjects(ctx, *a, answerTS)
	var m material
	if err == nil {
		a.about = list[0]
		m, err = b.reading(a)(ctx, func(int) {})
	}
	if err != nil {
		if transient(err) {
			return nil, waiting(err)
		}
		return []slack.Block{section(b.whyUnread(*a, err))}, nil
	}
	masked, _ := safety.MaskThread(m.thread)
	lines := []string{readSummary(m, masked)}
	for i, said := range masked.Messages {
		if i == maxReadShown {
			lines = append(lines, fmt.Sprintf("… and %d more.", len(masked.Messages)-i))
			break
		}
		lines = append(lines, readLine(said))
	}
	blocks := sections(lines)
	if len(m.from) == 0 && (a.about.held || a.about.refs[0].channel == a.at.channel) {
		blocks = append(blocks, fixInput(a.about.fix))
	}
	return blocks, nil
}

// readSummary says what was read as what.
func readSummary(m material, t thread.Thread) string {
	out := "I read " + count(len(t.Messages), "message")
	switch n := len(t.Authors()); {
	case t.Format == thread.Plain && len(m.from) == 0 && len(t.Messages) == 1:
		out = "I read this as *one text*, without authors"
	case n > 0:
		out += " from " + persons(n)
	}
	if n := len(t.Chrome); n > 0 {
		out += fmt.Sprintf(", and passed over %s of Slack's own: reactions, counts, dates (%s)", count(n, "line"), lineNumbers(t.Chrome))
	}
	if n := len(t.Unplaced); n > 0 {
		out += fmt.Sprintf(". I could not place %s (%s)", count(n, "line"), lineNumbers(t.Unplaced))
	}
	return out + "."
}

// lineNumbers lists the first of the numbers of lines.
func lineNumbers(lines []int) string {
	const most = 12
	var out []string
	for _, n := range lines[:min(len(lines), most)] {
		out = append(out, fmt.Sprint(n))
	}
	if len(lines) > most {
		out = append(out, "…")
	}
	return "lines " + strings.Join(out, ", ")
}

// readLine is one message: who, when, which lines, and how it begins.
func readLine(m thread.Message) string {
	gate := safety.NewGate(thread.Thread{})
	who := gate.Text(m.Author).Slack()
	if who == "" {
		who = "nobody named"
	}
	out := "*" + strings.ReplaceAll(who, "\n", " ") + "*"
	if at := gate.Text(m.Time).Slack(); at != "" {
		out += ", " + at
	}
	if m.Lines[0] > 0 {
		out += fmt.Sprintf(" (lines %d–%d)", m.Lines[0], m.Lines[1])
	}
	text := []rune(strings.Join(strings.Fields(gate.Text(m.Text).String()), " "))
	const beginning = 120
	if len(text) > beginning {
		text = append(text[:beginning], '…')
	}
	return out + ": " + escapeMrkdwn(string(text))
}

// sections packs lines into as few sections as hold them, within Slack's
// limits.
func sections(lines []string) []slack.Block {
	var blocks []slack.Block
	text := ""
	flush := func() {
		if text != "" && len(blocks) < maxSections {
			blocks = append(blocks, section(strings.TrimSuffix(text, "\n")))
		}
		text = ""
	}
	for _, line := range lines {
		line = cut(line, sectionRoom)
		if len(text)+len(line)+1 > sectionRoom {
			flush()
		}
		text += line + "\n"
	}
	flush()
	return blocks
}

// fixes are the corrections that can be chosen, with their words.
var fixes = []struct {
	fix   fix
	words string
}{
	{undivided, "It is one text, not a conversation"},
	{nameless, "The names are wrong: answer without names"},
	{asRead, "It was right as you read it first"},
}

// fixInput lets the learner choose a correction.
func fixInput(now fix) slack.Block {
	var options []*slack.OptionBlockObject
	for _, f := range fixes {
		if f.fix != now {
			options = append(options, slack.NewOptionBlockObject(fixValue(f.fix), slack.NewTextBlockObject(slack.PlainTextType, f.words, false, false), nil))
		}
	}
	return slack.NewInputBlock(blockFix, slack.NewTextBlockObject(slack.PlainTextType, "What is not right?", false, false), nil,
		slack.NewRadioButtonsBlockElement(blockFix, options...))
}

// fixButtons are the corrections as buttons, for where no modal opens.
func fixButtons() []slack.BlockElement {
	var row []slack.BlockElement
	for _, f := range fixes[:2] {
		row = append(row, button(actionFix+"_"+fixValue(f.fix), f.words, fixValue(f.fix)))
	}
	return row
}

// fixValue is a correction as a value; Slack takes no empty ones.
func fixValue(f fix) string {
	if f == asRead {
		return "as_read"
	}
	return string(f)
}

func fixable(blocks []slack.Block) bool {
	for _, block := range blocks {
		if block.BlockType() == slack.MBTInput {
			return true
		}
	}
	return false
}

// corrected answers again, reading the thread as the learner says that it is.
func (b *Bot) answerCorrected(ctx context.Context, a *ask, answerTS, value string) error {
	list, err := b.subjects(ctx, *a, answerTS)
	if err != nil {
		return b.unread(ctx, *a, err)
	}
	a.about = list[0]
	a.about.fix = asRead
	for _, f := range fixes {
		if fixValue(f.fix) == value {
			a.about.fix = f.fix
		}
	}
	return b.explain(ctx, a, request{task: prompts.ExplainTask, read: b.reading(a), whole: true})
}
