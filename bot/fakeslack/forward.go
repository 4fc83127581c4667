package fakeslack

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Origin names a message that is forwarded: its channel and its ts.
type Origin struct{ Channel, TS string }

// Forward plays a person who forwards a message; the comment may be "".
func (s *Server) Forward(user, channel, fromChannel, ts, comment string) string {
	return s.ForwardAll(user, channel, comment, Origin{fromChannel, ts})
}

// ForwardAll plays a person who forwards several messages in one.
func (s *Server) ForwardAll(user, channel, comment string, origins ...Origin) string {
	posted, _ := s.forward(user, channel, "", comment, origins)
	return posted
}

// forward takes the lock itself.
func (s *Server) forward(user, channel, threadTS, comment string, origins []Origin) (ts string, err error) {
	var shares []any
	s.mu.Lock()
	for i, origin := range origins {
		ch, m, err := s.seen(user, origin.Channel, origin.TS)
		if err != nil {
			s.mu.Unlock()
			return "", err
		}
		share := s.share(ch, m)
		share["id"] = i + 1
		shares = append(shares, share)
	}
	s.mu.Unlock()
	posted, err := s.say(user, channel, threadTS, comment, &extra{attachments: shares})
	ts, _ = posted.(string)
	return ts, err
}

// share is the attachment that Slack makes of a forwarded message.
func (s *Server) share(ch *channel, m *message) map[string]any {
	author, text := s.authorName(m), m.saying()
	if first, ok := firstOf(m.attachments); ok && text == "" {
		text = attachmentText(first)
	}
	out := map[string]any{"ts": m.ts, "channel_id": ch.id, "channel_team": s.team.ID, "is_share": true,
		"is_msg_unfurl": true, "author_id": m.user, "author_name": author, "author_subname": author,
		"author_link": "http://" + s.host + "/team/" + m.user, "text": text, "mrkdwn_in": []any{"text"},
		"fallback": "[" + sentAt(m).Format("January 2, 2006 3:04 PM") + "] " + author + ": " + text,
		"from_url": permalink(s.host, ch, m),
		"message_blocks": []any{map[string]any{"team": s.team.ID, "channel": ch.id, "ts": m.ts,
			"message": map[string]any{"blocks": m.allBlocks()}}}}
	place := "a direct message"
	if ch.kind == kindPublic || ch.kind == kindPrivate {
		place, out["channel_name"] = "#"+ch.name, ch.name
	}
	if ch.kind == kindPrivate {
		out["private_channel_prompt"] = true
	}
	switch {
	case m.threadTS != "":
		out["is_reply_unfurl"], out["footer"] = true, "From a thread in "+place
	case len(ch.thread(m.ts)) > 1:
		out["is_thread_root_unfurl"], out["footer"] = true, "Thread in "+place
	default:
		out["footer"] = "Posted in " + place
	}
	if files := append(s.fileObjects(m.files, s.host), m.rawFiles...); len(files) > 0 {
		out["files"] = files
	}
	return out
}

// linked finds the links to messages in a text.
var linked = regexp.MustCompile(`/archives/([A-Z0-9]+)/p(\d{10})(\d{6})`)

// unfurl shows beneath a message the messages that it links to, where its
// author sees them. The message is changed, and not marked as edited.
func (s *Server) unfurl(ch *channel, m *message) {
	if !s.config.Unfurls || m.bot {
		return
	}
	var shown []any
	for _, link := range linked.FindAllStringSubmatch(m.text, -1) {
		from := s.channels[link[1]]
		if from == nil {
			continue
		}
		if other := from.byTS[link[2]+"."+link[3]]; other != nil && s.sees(m.user, from, other) {
			share := s.share(from, other)
			delete(share, "is_share")
			share["id"], share["original_url"] = len(shown)+1, share["from_url"]
			shown = append(shown, share)
		}
	}
	if len(shown) == 0 {
		return
	}
	before := s.slackMessage(ch, m, s.host, true)
	m.attachments = append(m.attachments, shown...)
	s.tellChanged(ch, m, before)
}

// authorName is who a message is by, as shown.
func (s *Server) authorName(m *message) string {
	if u := s.users[m.user]; u != nil {
		return u.RealName
	}
	return cmp.Or(m.app, "Slackbot")
}

// sentAt is when a message was sent, by its ts.
func sentAt(m *message) time.Time {
	seconds, _, _ := strings.Cut(m.ts, ".")
	unix, _ := strconv.ParseInt(seconds, 10, 64) // our own ts are numbers
	return time.Unix(unix, 0).UTC()
}

func firstOf(list []any) (map[string]any, bool) {
	if len(list) == 0 {
		return nil, false
	}
	first, ok := list[0].(map[string]any)
	return first, ok
}

// attachmentText is an attachment in words.
func attachmentText(attachment map[string]any) string {
	for _, name := range []string{"fallback", "text", "title"} {
		if text, _ := attachment[name].(string); text != "" {
			return text
		}
	}
	return ""
}
