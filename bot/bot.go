package bot

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/tutor"
)

// Inbox is what Bot asks of the inbox: to take what happened, to remember where
// it is answered, and what waits with it and behind it.
type Inbox interface {
	Put(ctx context.Context, item inbox.Item) (fresh bool, err error)
	Place(ctx context.Context, lease inbox.Lease, channel, ts string) error
	inbox.Waiting
	inbox.Line
}

// Bot answers what people do in Slack. All fields but Beat, Budget, Piece,
// Quiet, Pause, ExternalChannels, Curation, Curators and Welcome must be set.
type Bot struct {
	// Slack is the Web API client, Web the raw caller on the same address.
	Slack *slack.Client
	Web   Web
	Tutor *tutor.Tutor
	Inbox Inbox
	// Wake is called when something new is in the inbox.
	Wake func()
	// Library remembers learners; the same one that the tutor has.
	Library tutor.Library
	// User and ID are the bot's own user and bot ids, as auth.test gives them.
	User, ID string
	// Beat is the shortest time between two pieces of a streamed answer.
	Beat time.Duration
	// Budget knows how many answers Slack still lets us stream; without one,
	// every answer is.
	Budget *Budget
	// Piece, where it is not 0, is how many bytes of an answer are shown in a
	// beat, so that eyes can follow an answer that is there all at once.
	Piece int
	// Quiet is how long after a direct message its sender may go on with the
	// same question in another; 0 takes every message for a question.
	Quiet time.Duration
	// Pause waits for the end of a quiet moment, or until ctx ends; nil waits
	// by the clock.
	Pause func(ctx context.Context, d time.Duration) error
	// ExternalChannels lets people of the workspace ask about channels that
	// are shared with other companies; whoever is of another company may never
	// ask.
	ExternalChannels bool
	// Curation is the stored glossary; nil where the glossary cannot be
	// changed from Slack.
	Curation Curation
	// Curators may decide on every entry: ids of people, and ids or handles of
	// user groups.
	Curators []string
	// Welcome asks those who got their first explanation who they are.
	Welcome bool
	Now     func() time.Time
	Log     *slog.Logger

	// team is the workspace's id, host the host of its addresses.
	team, host string
	// lacks are the methods that this Slack does not have or does not allow.
	lacks   sync.Map
	jobs    jobs
	waits   waits
	presses presses
	// writing is how many answers are being shown.
	writing atomic.Int64
	// sights are what people look at beside Gloss.
	sights sights
	names  names
	// members are the people in user groups.
	members members
	// restricted is done when the administrator was told of a Slack that gives
	// few messages at a time.
	restricted sync.Once
}

// Introduce asks Slack who the bot is and where, and fills in User and ID.
func (b *Bot) Introduce(ctx context.Context) error {
	who, err := b.Slack.AuthTestContext(ctx)
	if err != nil {
		return fmt.Errorf("ask Slack who we are: %w", err)
	}
	b.User, b.ID, b.team = who.UserID, who.BotID, who.TeamID
	if address, err := url.Parse(who.URL); err == nil {
		b.host = hostOf(address)
	}
	return nil
}

// Handle works one inbox item. An error means that it should be tried again,
// unless it wraps inbox.ErrPermanent.
func (b *Bot) Handle(ctx context.Context, item inbox.Item) error {
	if away, err := b.turnAway(ctx, item); away || err != nil {
		return err
	}
	switch item.Kind {
	case "events_api":
		return b.event(ctx, item)
	case "slash_commands":
		return b.command(ctx, item)
	case "interactive":
		return b.interaction(ctx, item)
	}
	return nil
}

// say says something in our own words: in a direct message to its person, and
// in a channel to the asker alone. An attempt that was cut short after it said
// so does not say it again.
func (b *Bot) say(ctx context.Context, a ask, text string) error {
	if !a.at.direct() {
		return b.whisperTo(ctx, a, text)
	}
	a.whole = true
	said, err := b.begun(ctx, a)
	if err == nil && len(said) == 0 {
		err = b.post(ctx, a, a.id(), text)
	}
	if err == nil && (a.working || a.item.Attempt > 1) {
		b.status(ctx, a, slack.AgentSessionStatusActive)
	}
	return err
}

// post posts a message that is marked with what it answers. Where Gloss may
// not post, the learner is told in their direct message.
func (b *Bot) post(ctx context.Context, a ask, mark, text string, more ...slack.MsgOption) error {
	_, _, err := b.Slack.PostMessageContext(ctx, a.at.channel, append(a.posting(mark, text), more...)...)
	if closed(err) && a.user != "" && !a.at.direct() {
		a.at.threadTS = ""
		_, _, err = b.Slack.PostMessageContext(ctx, a.user, append(a.posting(mark, text), more...)...)
	}
	if err != nil {
		return fmt.Errorf("post a message: %w", waiting(err))
	}
	return nil
}

// posting are the options of every message that Gloss posts.
func (a ask) posting(mark, text string) []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(text, false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
		a.marked(mark),
	}
	if a.at.threadTS != "" {
		options = append(options, slack.MsgOptionTS(a.at.threadTS))
	}
	return options
}
