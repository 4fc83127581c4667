package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// request is what somebody wants of Gloss, once it is understood.
type request struct {
	task prompts.Task
	// text is their own question, "" for none. With the task to explain, it is
	// answered first.
	text string
	// read reads what it is about; progress hears how many messages were read.
	read func(ctx context.Context, progress func(read int)) (material, error)
	// whole says that also what the asker was told before is told again.
	whole bool
}

// explain reads, has the tutor answer and shows the answer as it comes, until
// it is whole or somebody presses Stop.
//
// The lesson is recorded, which ends the item, when the whole answer has been
// shown: an attempt that is cut short anywhere before is made again from the
// start, in the same messages, as if it had not been.
func (b *Bot) explain(ctx context.Context, a *ask, q request) (err error) {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	on := &sheet{bot: b, ask: a, line: reading, cancel: cancel, again: again(*a, q.task)}
	defer func() { on.leave(ctx, err) }()
	if strings.HasPrefix(a.item.Channel, "D") && !a.shared {
		// An earlier attempt has begun there.
		if err := b.aside(ctx, a); err != nil {
			return err
		}
	}
	if a.at.direct() {
		a.working = true
		b.status(ctx, *a, slack.AgentSessionStatusProcessing)
	}
	m, err := q.read(ctx, func(read int) { on.progress(ctx, read) })
	if err == nil && len(m.thread.Messages) == 0 {
		err = noWords(m)
	}
	if err == nil && !q.whole && q.task != prompts.AnswerTask {
		m, err = b.newPart(ctx, a, q, m)
	}
	if errors.Is(err, errNothingNew) && on.reply == nil {
		return b.nothingNew(ctx, *a)
	}
	if err != nil && !errors.Is(err, errNothingNew) {
		return on.unread(ctx, err)
	}
	on.line = readingCount(len(m.thread.Messages))
	r, err := on.open(ctx)
	if err != nil {
		return err
	}
	err = b.write(ctx, r, a, q, m)
	if failed := r.failure(); failed != nil {
		return failed // the work was ended because of it
	}
	return err
}

// errNothingNew says that a thread is as it was when it was last explained.
var errNothingNew = errors.New("nothing is new in the thread")

// nothingNew says that there is nothing to tell, and offers to tell it again.
func (b *Bot) nothingNew(ctx context.Context, a ask) error {
	whole := button(actionWhole, "The whole thread again", actionWhole)
	if !a.at.direct() {
		return b.whisperTo(ctx, a, nothingNew, slack.MsgOptionBlocks(section(nothingNew), slack.NewActionBlock("whole", whole)))
	}
	if err := b.ask(ctx, a, nothingNew, whole); err != nil {
		return err
	}
	b.status(ctx, a, slack.AgentSessionStatusActive)
	return nil
}

// newPart is what of a thread is new to the learner since it was explained to
// them last, all of it when it never was; errNothingNew when it is as it was.
func (b *Bot) newPart(ctx context.Context, a *ask, q request, m material) (material, error) {
	if a.shared || len(m.from) != 1 || len(m.refused) > 0 || q.text != "" || q.task != prompts.ExplainTask {
		return m, nil
	}
	newest, _, err := b.lastRead(ctx, *a, m.from[0].place)
	if err != nil || newest == "" {
		return m, err
	}
	ids := since(m, newest)
	if len(ids) == 0 {
		return m, errNothingNew
	}
	if len(ids) == len(m.thread.Messages) {
		return m, nil
	}
	a.note = fmt.Sprintf(newSince, count(len(ids), "message"))
	m.thread.Messages = slices.DeleteFunc(slices.Clone(m.thread.Messages), func(said thread.Message) bool { return !slices.Contains(ids, said.ID) })
	m.since = true
	return m, nil
}

// write writes the answer to its end.
func (b *Bot) write(ctx context.Context, r *reply, a *ask, q request, m material) error {
	taught := &unrecorded{Library: b.Library}
	ask := tutor.Question{ID: a.id(), Team: a.team, Learner: a.learner(), Thread: m.thread, Text: q.text,
		Channel: a.at.channel, TS: a.at.threadTS, NewestTS: m.newest(), Item: a.item.ID, Attempt: a.item.Attempt}
	if len(m.from) > 0 {
		ask.Channel, ask.TS = m.from[0].channel, m.from[0].threadTS
	}
	if a.public() {
		// Others read along: nothing of what this learner knows may show.
		ask.Learner = ""
	}
	show := &renderer{dialect: r.dialect, material: m, root: b.source(ctx, *a, m), brief: q.task == prompts.BriefTask}
	if err := r.write(ctx, a.delayed()+notes(a.note, a.about.refs, m)); err != nil {
		return err
	}
	end, err := b.teach(ctx, r, show, taught, ask, q.task)
	if errors.Is(err, tutor.ErrEmptyThread) {
		end = howTo
	} else if err != nil {
		return err
	}
	if m.beyond > 0 {
		end += fmt.Sprintf(threadCut, len(m.thread.Messages))
	}
	if a.public() {
		end += fmt.Sprintf(sharedBy, r.dialect.plain(b.people().person(ctx, a.user)))
	}
	if err := r.write(ctx, end); err != nil {
		return err
	}
	under := append(taught.asking(*a, show.check), b.buttons(*a, q, m)...)
	if err := r.close(ctx, under); err != nil {
		return err
	}
	if !r.ended {
		b.status(ctx, *a, slack.AgentSessionStatusActive)
	}
	b.notice(ctx, *a, q.task)
	if err := taught.record(ctx); err != nil {
		return err
	}
	b.meet(ctx, *a, m, taught.lacking)
	b.askSenses(ctx, *a, m, taught.open)
	b.welcome(ctx, *a, q.task)
	return nil
}

// notes is what stands above the answer, in our words.
func notes(note string, refs []place, m material) string {
	out := ""
	if note != "" {
		out = note + "\n"
	}
	if len(m.refused) > 0 {
		var which []string
		for i, ref := range refs {
			if slices.Contains(m.refused, ref) {
				which = append(which, fmt.Sprintf("link %d", i+1))
			}
		}
		out += fmt.Sprintf(refusedSome, strings.Join(which, ", ")) + "\n"
	}
	for _, f := range m.files {
		if words := f.sentence(); words != "" {
			out += "_" + words + "_\n"
		}
	}
	return out
}
