package fakeslack

import (
	"net/http"
	"slices"
	"strings"
)

// slackUser is a person or the bot as the Web API shows them.
func (s *Server) slackUser(u *user) map[string]any {
	team := s.team.ID
	if u.Stranger {
		team = "T0STRANGER"
	}
	return map[string]any{"id": u.ID, "team_id": team, "name": u.Name, "real_name": u.RealName,
		"deleted": u.Deleted, "is_bot": u.bot, "is_app_user": false, "is_restricted": u.Guest,
		"is_ultra_restricted": false, "is_stranger": u.Stranger, "tz": "Etc/UTC", "tz_offset": 0,
		"profile": map[string]any{"real_name": u.RealName, "display_name": u.RealName, "team": team}}
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
	page, next, err := pageOf(list, c, 200)
	if err != nil {
		return nil, err
	}
	return result{"members": page, "response_metadata": map[string]any{"next_cursor": next}}, nil
}

func (s *Server) fileInfo(c *call) (result, error) {
	f := s.files[c.text("file")]
	if f == nil {
		return nil, apiError{Code: "file_not_found"}
	}
	return result{"file": s.fileObject(f, c.host), "content": string(f.Content)}, nil
}

// serveFile gives a private file to who has the bot token. Others get a sign-in
// page, with status 200, as from Slack. It takes the lock itself.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	s.mu.Unlock()
	switch {
	case f == nil:
		http.NotFound(w, r)
	case r.Header.Get("Authorization") != "Bearer "+s.botToken:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<!doctype html><title>Sign in</title>"))
	default:
		w.Header().Set("Content-Type", f.Mimetype)
		w.Header().Set("Content-Disposition", "attachment")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Write(f.Content)
	}
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
