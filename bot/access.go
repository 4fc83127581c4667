package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// errNotReadable says that a thread cannot be read: it is gone, the bot is not
// there, or the asker may not see it. Which of these it is, is not said: that a
// thread exists is a secret too.
var errNotReadable = errors.New("there is no such thread, or the asker may not see it")

// errExternal is errNotReadable for a channel in which the asker stands, so
// that the reason is no secret: people of other companies read along there.
var errExternal = fmt.Errorf("the channel is shared with another company: %w", errNotReadable)

// mayRead reports whether the asker may read a channel, as Slack knows it now.
// It is asked before every reading and before anything about a channel is shown
// again; nothing is remembered in between. An error means that Slack did not
// say, and counts as no.
func (b *Bot) mayRead(ctx context.Context, a ask, channel string) (bool, error) {
	err := b.access(ctx, a, channel)
	if errors.Is(err, errNotReadable) {
		return false, nil
	}
	return err == nil, err
}

// access is nil for a channel that the asker may read, errNotReadable for one
// that they may not.
func (b *Bot) access(ctx context.Context, a ask, channel string) error {
	if a.user == "" || channel == "" || a.team != b.team {
		return errNotReadable
	}
	if a.at.direct() && a.at.channel == channel {
		return nil // it was asked there, and nobody else can
	}
	at, err := b.roomOf(ctx, channel)
	if err != nil {
		return b.unsure(a, channel, err)
	}
	if at.IM {
		if at.User != a.user {
			return errNotReadable
		}
		return nil
	}
	who, err := b.asker(ctx, a)
	if err != nil {
		return b.unsure(a, channel, err)
	}
	switch guest := who.Guest || who.OneRoom; {
	case who.Deleted || who.Stranger || who.TeamID != b.team:
		return errNotReadable
	case at.external() && !b.ExternalChannels:
		if a.at.channel == channel {
			return errExternal
		}
		return errNotReadable
	case !at.Private && !at.Group && !at.MPIM && !guest:
		return nil
	}
	if err := b.listed(ctx, a.user, channel); err != nil {
		return b.unsure(a, channel, err)
	}
	return nil
}

// unsure is the verdict when Slack did not tell. Where it lacks the method, the
// event itself tells that the asker is in the channel where they asked.
func (b *Bot) unsure(a ask, channel string, err error) error {
	if errors.Is(err, errLacking) && a.at.channel == channel && !a.fromOutside(b.team) {
		return nil
	}
	return err
}

// fromOutside reports whether the event says that it comes from a channel that
// is shared with another company, or from a person of another workspace.
func (a ask) fromOutside(team string) bool {
	var payload struct {
		External bool            `json:"is_ext_shared_channel"`
		User     json.RawMessage `json:"user"` // of an interaction
		Event    struct {
			Team   string `json:"user_team"`
			Source string `json:"source_team"`
		} `json:"event"`
	}
	var user struct {
		TeamID string `json:"team_id"`
	}
	if lenient(a.item.Payload, &payload) != nil {
		return true
	}
	_ = lenient(payload.User, &user)
	for _, of := range []string{a.team, user.TeamID, payload.Event.Team, payload.Event.Source} {
		if of != "" && of != team {
			return true
		}
	}
	return payload.External
}

// turnAway reports whether somebody of another company asked, and tells them
// that they get no answer, whatever they asked: answers rest on the glossary.
func (b *Bot) turnAway(ctx context.Context, item inbox.Item) (bool, error) {
	a, ok := asked(item)
	if !ok || !a.fromOutside(b.team) {
		return false, nil
	}
	who, err := b.asker(ctx, a)
	switch {
	case err != nil && !errors.Is(err, errNotReadable) && !errors.Is(err, errLacking):
		return true, waiting(err)
	case err == nil && !who.Stranger && who.TeamID == b.team:
		return false, nil
	}
	b.Log.Info("somebody of another workspace asked, and was turned away", "item", item.ID)
	if a.at.direct() {
		return true, b.post(ctx, a, a.id(), notForOutsiders)
	}
	return true, b.whisperTo(ctx, a, notForOutsiders)
}

// roomOf looks a channel up in which the bot is.
func (b *Bot) roomOf(ctx context.Context, channel string) (room, error) {
	var at room
	err := b.attempt("conversations.info", func() error {
		return patiently(ctx, func() (err error) {
			at, err = b.Web.room(ctx, channel)
			return err
		})
	})
	switch {
	case refused(err, gone...):
		return room{}, errNotReadable
	case err != nil:
		return room{}, fmt.Errorf("look a channel up: %w", err)
	case !at.Member && !at.IM && !at.MPIM && !at.Archived:
		return room{}, errNotReadable // the bot has been removed, or never was there
	}
	return at, nil
}

// gone are Slack's errors for what does not exist, or not for us.
var gone = []string{
	"channel_not_found", "not_in_channel", "thread_not_found", "message_not_found", "no_permission", "access_denied",
	"user_not_found", "users_not_found", "user_not_visible", "user_disabled", "is_inactive", "team_access_not_granted",
	"not_allowed", "restricted_action", "invalid_channel", "invalid_ts_latest", "invalid_arguments",
}

// asker looks up who asks.
func (b *Bot) asker(ctx context.Context, a ask) (person, error) {
	var who person
	err := b.attempt("users.info", func() error {
		return patiently(ctx, func() (err error) {
			who, err = b.Web.person(ctx, a.user)
			return err
		})
	})
	switch {
	case refused(err, gone...):
		return person{}, errNotReadable
	case err != nil:
		return person{}, fmt.Errorf("look the asker up: %w", err)
	}
	return who, nil
}

// maxMemberPages bounds how long a list of members is read: 100,000 people.
const maxMemberPages = 100

// listed is nil when a person is on the list of a channel's members.
func (b *Bot) listed(ctx context.Context, user, channel string) error {
	cursor := ""
	for range maxMemberPages {
		var members []string
		next := ""
		err := b.attempt("conversations.members", func() error {
			return patiently(ctx, func() (err error) {
				members, next, err = b.Web.members(ctx, channel, cursor)
				return err
			})
		})
		switch {
		case refused(err, gone...):
			return errNotReadable
		case err != nil:
			return fmt.Errorf("list a channel's members: %w", err)
		case slices.Contains(members, user):
			return nil
		case next == "" || next == cursor:
			return errNotReadable
		}
		cursor = next
	}
	return errNotReadable
}
