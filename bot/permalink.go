package bot

import (
	"encoding/json"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// maxLinks is how many threads one question can be about.
const maxLinks = 5

// links are the threads that a message points at.
type links struct {
	// refs are the first maxLinks of them, in order; more says that there are
	// others.
	refs []place
	more bool
	// foreign says that a link leads into another workspace.
	foreign bool
	// rest is what the message says beside its links.
	rest string
}

// address finds what may be a permalink in text: in Slack's angle brackets
// with or without a label, or bare.
var address = regexp.MustCompile(`(?i)<(https?://[^<>|\s]+)(?:\|[^<>]*)?>|https?://[^\s<>|"'` + "`" + `]+`)

// links finds the threads that a message points at by their permalinks, in its
// text and its rich text.
func (b *Bot) links(text string, blocks json.RawMessage) links {
	var found links
	take := func(raw string) bool {
		ref, foreign, ok := b.permalinked(raw)
		switch {
		case foreign:
			found.foreign = true
		case !ok || slices.Contains(found.refs, ref):
		case len(found.refs) == maxLinks:
			found.more = true
		default:
			found.refs = append(found.refs, ref)
		}
		return ok || foreign
	}
	found.rest = strings.TrimSpace(address.ReplaceAllStringFunc(text, func(s string) string {
		m := address.FindStringSubmatch(s)
		raw := first(m[1], m[0])
		if m[1] == "" {
			raw = strings.TrimRight(raw, ".,;:!?)]}*_~")
		}
		switch {
		case !take(entities.Replace(raw)):
			return s
		case m[1] == "":
			return s[len(raw):]
		}
		return ""
	}))
	for _, raw := range linked(blocks, 0) {
		take(raw)
	}
	return found
}

// linked lists the addresses of the links in blocks.
func linked(raw json.RawMessage, depth int) []string {
	var list []json.RawMessage
	if depth > deepest || json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var out []string
	for _, item := range list {
		var e struct {
			Type     string          `json:"type"`
			URL      string          `json:"url"`
			Elements json.RawMessage `json:"elements"`
		}
		if lenient(item, &e) != nil {
			continue
		}
		if e.Type == "link" {
			out = append(out, e.URL)
		}
		out = append(out, linked(e.Elements, depth+1)...)
	}
	return out
}

var (
	channelID   = regexp.MustCompile(`^[CGD][A-Z0-9]{2,20}$`)
	messagePart = regexp.MustCompile(`^p([0-9]{10})([0-9]{6})$`)
	stamp       = regexp.MustCompile(`^[0-9]{10}\.[0-9]{6}$`)
	threadPart  = regexp.MustCompile(`^([CGD][A-Z0-9]{2,20})-([0-9]{10}\.[0-9]{6})$`)
)

// permalinked reads an address of a message; its place is the thread that the
// message belongs to, as far as the address tells. foreign is true of messages
// in other workspaces.
func (b *Bot) permalinked(raw string) (ref place, foreign, ok bool) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return place{}, false, false
	}
	host, parts := hostOf(u), strings.Split(strings.Trim(u.Path, "/"), "/")
	if host == "app.slack.com" {
		return b.clientLink(parts)
	}
	if len(parts) != 3 || parts[0] != "archives" || !channelID.MatchString(parts[1]) || !messagePart.MatchString(parts[2]) {
		return place{}, false, false
	}
	if host != b.host || b.host == "" {
		return place{}, strings.HasSuffix(host, ".slack.com"), false
	}
	ts := messagePart.ReplaceAllString(parts[2], "$1.$2")
	query := u.Query()
	if cid := query.Get("cid"); cid != "" && cid != parts[1] {
		return place{}, false, false
	}
	if root := query.Get("thread_ts"); stamp.MatchString(root) {
		ts = root
	}
	return place{parts[1], ts}, false, true
}

// hostOf is the host of an address, with its port. This machine has one name.
func hostOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	switch u.Hostname() {
	case "localhost", "::1":
		host = net.JoinHostPort("127.0.0.1", u.Port())
	}
	return host
}

// clientLink reads the path of an address in Slack's web client:
// client/T…/C…/thread/C…-ts, or client/T…/C…/p….
func (b *Bot) clientLink(parts []string) (ref place, foreign, ok bool) {
	if len(parts) < 4 || parts[0] != "client" || !channelID.MatchString(parts[2]) {
		return place{}, false, false
	}
	switch m := []string(nil); {
	case len(parts) == 5 && parts[3] == "thread":
		if m = threadPart.FindStringSubmatch(parts[4]); m != nil {
			ref = place{m[1], m[2]}
		}
	case len(parts) == 4 && messagePart.MatchString(parts[3]):
		ref = place{parts[2], messagePart.ReplaceAllString(parts[3], "$1.$2")}
	}
	if ref.channel == "" {
		return place{}, false, false
	}
	if parts[1] != b.team {
		return place{}, true, false
	}
	return ref, false, true
}
