package fakeslack

import "maps"

// slackMessage is a message as the Web API and events show it. Metadata goes
// only where it was asked for.
func (s *Server) slackMessage(ch *channel, m *message, host string, metadata bool) map[string]any {
	out := map[string]any{"type": "message", "user": m.user, "ts": m.ts, "text": m.saying(), "team": s.team.ID}
	if u := s.users[m.user]; u != nil && u.Team != s.team.ID {
		out["team"], out["user_team"], out["source_team"] = u.Team, u.Team, u.Team
	}
	put := func(name string, value any, given bool) {
		if given {
			out[name] = value
		}
	}
	put("subtype", m.subtype, m.subtype != "")
	put("client_msg_id", m.clientMsgID, !m.bot && m.clientMsgID != "")
	if m.bot {
		out["bot_id"], out["app_id"] = s.bot.BotID, s.bot.AppID
		out["bot_profile"] = map[string]any{"id": s.bot.BotID, "app_id": s.bot.AppID,
			"user_id": s.bot.ID, "name": s.bot.RealName, "team_id": s.team.ID, "deleted": false}
	}
	if m.app != "" {
		delete(out, "user")
		out["bot_id"], out["username"] = "B0OTHER", m.app
	}
	blocks := m.allBlocks()
	put("blocks", blocks, len(blocks) > 0)
	put("attachments", m.attachments, len(m.attachments) > 0)
	files := append(s.fileObjects(m.files, host), m.rawFiles...)
	put("files", files, len(files) > 0)
	put("edited", map[string]any{"user": m.user, "ts": m.editedTS}, m.editedTS != "")
	put("metadata", m.metadata, metadata && m.metadata != nil)
	var reactions []any
	for _, r := range m.reactions {
		reactions = append(reactions, map[string]any{"name": r.name, "count": len(r.users), "users": r.users})
	}
	put("reactions", reactions, len(reactions) > 0)
	s.putThread(out, ch, m)
	maps.Copy(out, m.fields)
	return out
}

// putThread adds what a message shows of its thread.
func (s *Server) putThread(out map[string]any, ch *channel, m *message) {
	if m.threadTS != "" {
		out["thread_ts"] = m.threadTS
		if root := ch.byTS[m.threadTS]; root != nil {
			out["parent_user_id"] = root.user
		}
		return
	}
	replies := ch.thread(m.ts)
	if len(replies) < 2 {
		return
	}
	replies = replies[1:]
	var authors []string
	seen := map[string]bool{}
	for _, reply := range replies {
		if !seen[reply.user] {
			seen[reply.user] = true
			authors = append(authors, reply.user)
		}
	}
	out["thread_ts"] = m.ts
	out["reply_count"], out["reply_users"], out["reply_users_count"] = len(replies), authors, len(authors)
	out["latest_reply"] = replies[len(replies)-1].ts
}

// saying is the message's text, whichever way it came.
func (m *message) saying() string {
	if m.markdown != "" {
		return m.markdown
	}
	return m.text
}

// allBlocks are the message's blocks, its markdown included.
func (m *message) allBlocks() []any {
	if m.markdown == "" {
		return m.blocks
	}
	return append([]any{map[string]any{"type": "markdown", "text": m.markdown}}, m.blocks...)
}

// pageMessage is a message as the page shows it.
func (s *Server) pageMessage(host string, ch *channel, m *message) map[string]any {
	reactions := []any{}
	for _, r := range m.reactions {
		reactions = append(reactions, map[string]any{"name": r.name, "users": r.users})
	}
	files := append(s.fileObjects(m.files, host), m.rawFiles...)
	author := m.user
	if s.users[author] == nil {
		author = s.authorName(m) // the page shows who it does not know by the id
	}
	return map[string]any{"ts": m.ts, "thread_ts": m.threadTS, "user": author, "text": m.text,
		"blocks": m.blocks, "markdown": m.markdown, "streaming": m.streaming(), "edited": m.editedTS != "",
		"reactions": reactions, "ephemeral": m.ephemeral != "", "app": m.bot || m.app != "", "subtype": m.subtype,
		"attachments": m.attachments, "files": files, "permalink": permalink(host, ch, m)}
}
