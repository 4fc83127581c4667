package fakeslack

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// readable finds the channel that a call reads: the bot sees what it is a
// member of, and of public channels that they exist.
func (s *Server) readable(c *call) (*channel, error) {
	ch := s.channels[c.text("channel")]
	switch {
	case ch == nil || ch.kind != kindPublic && !s.isMember(ch, s.bot.ID):
		return nil, apiError{Code: "channel_not_found"}
	case !s.isMember(ch, s.bot.ID):
		return nil, apiError{Code: "not_in_channel"}
	}
	return ch, nil
}

// historyOf finds the channel that a call reads messages of.
func (s *Server) historyOf(c *call) (*channel, error) {
	ch, err := s.readable(c)
	if err == nil {
		err = s.may(ch.kind, "history")
	}
	return ch, err
}

func (s *Server) replies(c *call) (result, error) {
	ch, err := s.historyOf(c)
	if err != nil {
		return nil, err
	}
	m := ch.byTS[c.text("ts")]
	if m == nil || m.ephemeral != "" {
		return nil, apiError{Code: "thread_not_found"}
	}
	list := ch.thread(m.root())
	root, answers := list[0], within(list[1:], c)
	page, next, err := pageOf(answers, c, 1000, s.config.HistoryLimit)
	if err != nil {
		return nil, err
	}
	// Slack begins every page with the root.
	return s.messagePage(c, ch, append([]*message{root}, page...), next), nil
}

func (s *Server) history(c *call) (result, error) {
	ch, err := s.historyOf(c)
	if err != nil {
		return nil, err
	}
	var list []*message
	for _, m := range slices.Backward(ch.messages) {
		if m.threadTS == "" && m.ephemeral == "" {
			list = append(list, m)
		}
	}
	page, next, err := pageOf(within(list, c), c, 100, s.config.HistoryLimit)
	if err != nil {
		return nil, err
	}
	return s.messagePage(c, ch, page, next), nil
}

// within keeps the messages between the arguments oldest and latest.
func within(list []*message, c *call) []*message {
	oldest, latest, inclusive := c.text("oldest"), c.text("latest"), c.flag("inclusive")
	var kept []*message
	for _, m := range list {
		after := oldest == "" || compareTS(m.ts, oldest) > 0 || inclusive && m.ts == oldest
		before := latest == "" || compareTS(m.ts, latest) < 0 || inclusive && m.ts == latest
		if after && before {
			kept = append(kept, m)
		}
	}
	return kept
}

// pageOf cuts the page that the arguments cursor and limit ask for; next is the
// cursor of the page after it, "" at the end. A page holds most, or 1000 when
// that is 0.
func pageOf[T any](list []T, c *call, usual, most int) (page []T, next string, err error) {
	from := 0
	if cursor := c.text("cursor"); cursor != "" {
		text, err := base64.StdEncoding.DecodeString(cursor)
		if err != nil {
			return nil, "", apiError{Code: "invalid_cursor"}
		}
		from, err = strconv.Atoi(strings.TrimPrefix(string(text), "next:"))
		if err != nil || from < 0 || from > len(list) {
			return nil, "", apiError{Code: "invalid_cursor"}
		}
	}
	size := c.number("limit", usual, 1000)
	if most > 0 {
		size = min(size, most)
	}
	to := min(from+size, len(list))
	if to < len(list) {
		next = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))
	}
	return list[from:to], next, nil
}

func (s *Server) messagePage(c *call, ch *channel, list []*message, next string) result {
	messages := []any{}
	for _, m := range list {
		messages = append(messages, s.slackMessage(ch, m, c.host, c.flag("include_all_metadata")))
	}
	return result{"messages": messages, "has_more": next != "",
		"response_metadata": map[string]any{"next_cursor": next}}
}

// slackChannel is a channel as the bot sees it.
func (s *Server) slackChannel(ch *channel) map[string]any {
	out := map[string]any{"id": ch.id, "is_im": ch.kind == kindIM, "is_mpim": ch.kind == kindMPIM, "is_archived": ch.archived,
		"is_member": s.isMember(ch, s.bot.ID), "is_private": ch.kind != kindPublic,
		"is_ext_shared": ch.shared, "is_shared": ch.shared, "context_team_id": s.team.ID}
	if ch.kind == kindIM {
		out["user"] = ch.user
		return out
	}
	out["name"], out["name_normalized"] = ch.name, ch.name
	out["is_channel"], out["is_group"] = ch.kind == kindPublic, ch.kind == kindPrivate || ch.kind == kindMPIM
	out["num_members"] = len(ch.members)
	out["topic"] = map[string]any{"value": ch.topic}
	out["purpose"] = map[string]any{"value": ""}
	return out
}

func (s *Server) conversationInfo(c *call) (result, error) {
	ch, err := s.mayKnow(c.text("channel"))
	if err != nil {
		return nil, err
	}
	out := s.slackChannel(ch)
	if !c.flag("include_num_members") {
		delete(out, "num_members")
	}
	return result{"channel": out}, nil
}

func (s *Server) members(c *call) (result, error) {
	ch, err := s.mayKnow(c.text("channel"))
	if err != nil {
		return nil, err
	}
	page, next, err := pageOf(ch.members, c, 100, 0)
	if err != nil {
		return nil, err
	}
	return result{"members": page, "response_metadata": map[string]any{"next_cursor": next}}, nil
}

func (s *Server) listConversations(c *call) (result, error) {
	return s.channelPage(c, func(ch *channel) bool {
		return ch.kind == kindPublic || s.isMember(ch, s.bot.ID)
	})
}

// userConversations lists the channels of a person that the bot may know of:
// of those that are not public, the shared ones.
func (s *Server) userConversations(c *call) (result, error) {
	user := c.text("user")
	if user == "" {
		user = s.bot.ID
	}
	if s.users[user] == nil {
		return nil, apiError{Code: "user_not_found"}
	}
	return s.channelPage(c, func(ch *channel) bool {
		return s.isMember(ch, user) && (ch.kind == kindPublic || s.isMember(ch, s.bot.ID))
	})
}

// channelPage lists channels of the types that were asked for. Slack cuts the
// page first and leaves out afterwards what is not visible: a page may be
// short, or empty, with more to come.
func (s *Server) channelPage(c *call, visible func(*channel) bool) (result, error) {
	types := c.text("types")
	if types == "" {
		types = "public_channel"
	}
	wanted := map[string]bool{}
	for kind := range strings.SplitSeq(types, ",") {
		wanted[strings.TrimSpace(kind)] = true
	}
	names := map[string]string{kindPublic: "public_channel", kindPrivate: "private_channel", kindIM: "im", kindMPIM: "mpim"}
	for name := range wanted {
		if !slices.Contains([]string{"public_channel", "private_channel", "im", "mpim"}, name) {
			return nil, apiError{Code: "invalid_types"}
		}
	}
	for kind, name := range names {
		if wanted[name] {
			if err := s.may(kind, "read"); err != nil {
				return nil, err
			}
		}
	}
	page, next, err := pageOf(s.rooms, c, 100, 0)
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, id := range page {
		ch := s.channels[id]
		if wanted[names[ch.kind]] && visible(ch) && !(ch.archived && c.flag("exclude_archived")) {
			list = append(list, s.slackChannel(ch))
		}
	}
	return result{"channels": list, "response_metadata": map[string]any{"next_cursor": next}}, nil
}

// joinConversation makes the bot a member of a public channel, which everybody
// there sees.
func (s *Server) joinConversation(c *call) (result, error) {
	ch := s.channels[c.text("channel")]
	switch {
	case ch == nil || ch.kind != kindPublic && !s.isMember(ch, s.bot.ID):
		return nil, apiError{Code: "channel_not_found"}
	case ch.kind != kindPublic:
		return nil, apiError{Code: "method_not_supported_for_channel_type"}
	case ch.archived:
		return nil, apiError{Code: "is_archived"}
	}
	out := result{"channel": s.slackChannel(ch)}
	if s.isMember(ch, s.bot.ID) {
		out["warning"] = "already_in_channel"
		return out, nil
	}
	ch.members = append(ch.members, s.bot.ID)
	s.publish(ch, &message{user: s.bot.ID, bot: true, subtype: "channel_join", text: "<@" + s.bot.ID + "> has joined the channel"})
	out["channel"] = s.slackChannel(ch)
	return out, nil
}

func (s *Server) openConversation(c *call) (result, error) {
	if id := c.text("channel"); id != "" {
		ch := s.channels[id]
		if ch == nil || ch.kind != kindIM {
			return nil, apiError{Code: "channel_not_found"}
		}
		return result{"channel": s.slackChannel(ch), "already_open": true, "no_op": true}, nil
	}
	users := c.text("users")
	switch u := s.users[users]; {
	case users == "":
		return nil, apiError{Code: "users_list_not_supplied"}
	case u == nil:
		return nil, apiError{Code: "user_not_found"}
	case u.bot:
		return nil, apiError{Code: "cannot_dm_bot"}
	case u.Deleted:
		return nil, apiError{Code: "user_disabled"}
	}
	return result{"channel": s.slackChannel(s.openDM(users)), "already_open": true}, nil
}
