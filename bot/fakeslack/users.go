package fakeslack

import (
	"slices"
	"strings"
)

// slackUser is a person or the bot as the Web API shows them.
func (s *Server) slackUser(u *user) map[string]any {
	return map[string]any{"id": u.ID, "team_id": u.Team, "name": u.Name, "real_name": u.RealName,
		"deleted": u.Deleted, "is_bot": u.bot, "is_app_user": false,
		"is_restricted": u.Guest || u.SingleChannel, "is_ultra_restricted": u.SingleChannel, "is_stranger": u.Stranger, "tz": "Etc/UTC", "tz_offset": 0,
		"profile": map[string]any{"real_name": u.RealName, "display_name": u.RealName, "team": u.Team}}
}

// hasTeam reports whether somebody here is of a workspace.
func (s *Server) hasTeam(team string) bool {
	for _, u := range s.users {
		if u.Team == team {
			return true
		}
	}
	return false
}

func (s *Server) userInfo(c *call) (result, error) {
	u := s.users[c.text("user")]
	if u == nil {
		return nil, apiError{Code: "user_not_found"}
	}
	return result{"user": s.slackUser(u)}, nil
}

func (s *Server) listUsers(c *call) (result, error) {
	list := []any{}
	for _, id := range s.roster {
		list = append(list, s.slackUser(s.users[id]))
	}
	page, next, err := pageOf(list, c, 200, 0)
	if err != nil {
		return nil, err
	}
	return result{"members": page, "response_metadata": map[string]any{"next_cursor": next}}, nil
}

// reacted finds the message that a reaction is for.
func (s *Server) reacted(c *call) (*channel, *message, string, error) {
	ch, err := s.readable(c)
	if err != nil {
		return nil, nil, "", err
	}
	m := ch.byTS[c.text("timestamp")]
	name := strings.Trim(c.text("name"), ":")
	switch {
	case m == nil || m.ephemeral != "":
		return nil, nil, "", apiError{Code: "message_not_found"}
	case name == "":
		return nil, nil, "", apiError{Code: "invalid_name"}
	}
	return ch, m, name, nil
}

func (s *Server) addReaction(c *call) (result, error) {
	ch, m, name, err := s.reacted(c)
	if err != nil {
		return nil, err
	}
	if !m.react(name, s.bot.ID) {
		return nil, apiError{Code: "already_reacted"}
	}
	s.emitMessage(ch, m)
	return nil, nil
}

func (s *Server) removeReaction(c *call) (result, error) {
	ch, m, name, err := s.reacted(c)
	if err != nil {
		return nil, err
	}
	if !m.unreact(name, s.bot.ID) {
		return nil, apiError{Code: "no_reaction"}
	}
	s.emitMessage(ch, m)
	return nil, nil
}

// react adds somebody's reaction; false when it was there.
func (m *message) react(name, user string) bool {
	for _, r := range m.reactions {
		if r.name == name {
			if slices.Contains(r.users, user) {
				return false
			}
			r.users = append(r.users, user)
			return true
		}
	}
	m.reactions = append(m.reactions, &reaction{name: name, users: []string{user}})
	return true
}

// unreact takes somebody's reaction away; false when there was none.
func (m *message) unreact(name, user string) bool {
	for i, r := range m.reactions {
		if at := slices.Index(r.users, user); r.name == name && at >= 0 {
			r.users = slices.Delete(r.users, at, at+1)
			if len(r.users) == 0 {
				m.reactions = slices.Delete(m.reactions, i, i+1)
			}
			return true
		}
	}
	return false
}
