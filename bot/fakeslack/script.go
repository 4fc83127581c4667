package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// In the script methods, which play people, a user is named by id or handle,
// and a channel by id or name, or by a person's handle with @ for their direct
// message with the bot. What cannot be done is an error, or "" as a timestamp.

// User gives the id of a person, or of the bot, by handle; "" for nobody.
func (s *Server) User(handle string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.person(handle)
}

// Channel gives the id of a channel by name; "" for none.
func (s *Server) Channel(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch := s.room(name); ch != nil {
		return ch.id
	}
	return ""
}

// DM gives the id of a person's direct message with the bot; "" for nobody.
func (s *Server) DM(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id := s.person(user); id != "" {
		return s.openDM(id).id
	}
	return ""
}

// place finds who does something and where.
func (s *Server) place(user, channel string) (*channel, string, error) {
	who := s.person(user)
	ch := s.room(channel)
	if handle, ok := strings.CutPrefix(channel, "@"); ok && s.person(handle) != "" {
		ch = s.openDM(s.person(handle))
	}
	switch {
	case who == "":
		return nil, "", fmt.Errorf("there is nobody called %s", user)
	case ch == nil:
		return nil, "", fmt.Errorf("there is no channel %s", channel)
	case !s.isMember(ch, who):
		return nil, "", errors.New("you are not in that channel")
	}
	return ch, who, nil
}

// seen finds a message that a person sees.
func (s *Server) seen(user, channel, ts string) (*channel, *message, error) {
	ch, who, err := s.place(user, channel)
	if err != nil {
		return nil, nil, err
	}
	m := ch.byTS[ts]
	if m == nil || !s.sees(who, ch, m) {
		return nil, nil, errors.New("that message is not there any more")
	}
	return ch, m, nil
}

// extra is what a message carries besides its text.
type extra struct {
	files       []File
	attachments []any
}

// Post plays a person who types a message; threadTS is "" outside threads. It
// returns the message's ts, "" when it could not be posted. As in Slack, @name
// becomes a mention, and backquotes code.
func (s *Server) Post(user, channel, threadTS, text string) string {
	ts, _ := s.say(user, channel, threadTS, text, nil)
	id, _ := ts.(string)
	return id
}

// Mention plays a person who types a message that begins with the bot's name.
func (s *Server) Mention(user, channel, threadTS, text string) string {
	return s.Post(user, channel, threadTS, "@"+s.bot.Name+" "+text)
}

// PostFile plays a person who shares files with a message.
func (s *Server) PostFile(user, channel, threadTS, text string, files ...File) string {
	ts, _ := s.say(user, channel, threadTS, text, &extra{files: files})
	id, _ := ts.(string)
	return id
}

// say posts what a person typed. It takes the lock itself.
func (s *Server) say(user, channel, threadTS, text string, more *extra) (ts any, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, who, err := s.place(user, channel)
	switch {
	case err != nil:
		return nil, err
	case ch.archived:
		return nil, errors.New("that channel is archived")
	case strings.TrimSpace(text) == "" && more == nil:
		return nil, errors.New("there is nothing to send yet")
	case threadTS != "" && ch.byTS[threadTS] == nil:
		return nil, errors.New("that thread is not there any more")
	}
	m := s.typed(ch, who, threadTS, text)
	if more != nil {
		m.attachments = more.attachments
		for _, f := range more.files {
			s.attach(ch, m, s.addFile(f))
		}
	}
	s.publish(ch, m)
	s.unfurl(ch, m)
	s.touch()
	return m.ts, nil
}

// Edit plays a person who changes a message of theirs.
func (s *Server) Edit(user, channel, ts, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.mine(user, channel, ts)
	if err != nil {
		return err
	}
	before := s.slackMessage(ch, m, s.host, true)
	m.text, m.blocks = s.compose(text)
	s.changedMessage(ch, m, before)
	s.touch()
	return nil
}

// Delete plays a person who deletes a message of theirs.
func (s *Server) Delete(user, channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.mine(user, channel, ts)
	if err != nil {
		return err
	}
	s.drop(ch, m)
	s.touch()
	return nil
}

// mine finds a message that a person wrote.
func (s *Server) mine(user, channel, ts string) (*channel, *message, error) {
	ch, m, err := s.seen(user, channel, ts)
	if err == nil && m.user != s.person(user) {
		err = errors.New("that message is somebody else's")
	}
	return ch, m, err
}

// React plays a person who adds a reaction, or takes theirs away.
func (s *Server) React(user, channel, ts, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.seen(user, channel, ts)
	if err != nil {
		return err
	}
	if who := s.person(user); !m.react(name, who) {
		m.unreact(name, who)
	}
	s.emitMessage(ch, m)
	s.touch()
	return nil
}

// Join makes somebody, or the bot, a member of a channel.
func (s *Server) Join(user, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch, who := s.room(channel), s.person(user); ch != nil && who != "" && !s.isMember(ch, who) {
		ch.members = append(ch.members, who)
		s.touch()
	}
}

// Leave ends somebody's membership of a channel.
func (s *Server) Leave(user, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch, who := s.room(channel), s.person(user); ch != nil {
		ch.members = slices.DeleteFunc(ch.members, func(member string) bool { return member == who })
		s.touch()
	}
}

// Wait returns when the condition holds, or with the context's error. The
// condition is asked now and after every change; it may call any method that
// looks, and is not called with the server locked.
func (s *Server) Wait(ctx context.Context, condition func() bool) error {
	for {
		s.mu.Lock()
		changed, closed := s.changed, s.closed
		s.mu.Unlock()
		if condition() {
			return nil
		}
		if closed {
			return errors.New("the server is closed")
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Command plays a slash command typed in a channel.
func (s *Server) Command(user, channel, command, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, who, err := s.place(user, channel)
	if err != nil {
		return err
	}
	return s.command(who, ch, command, text)
}

// Shortcut plays the use of a message shortcut.
func (s *Server) Shortcut(user, channel, ts, callbackID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.seen(user, channel, ts)
	if err != nil {
		return err
	}
	return s.shortcut(s.person(user), ch, m, callbackID)
}
