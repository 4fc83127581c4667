package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
)

// namesKept is how long a name is used before Slack is asked again, maxNames
// how many are kept.
const (
	namesKept = 24 * time.Hour
	maxNames  = 20_000
)

// names remembers what people, channels and user groups of the workspace are
// called, by their ids. The zero value is empty.
type names struct {
	mu    sync.Mutex
	known map[string]calling
}

// calling is a name, and until when it is used.
type calling struct {
	name  string
	until time.Time
}

func (n *names) of(id string, now time.Time) (string, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	c, known := n.known[id]
	return c.name, known && now.Before(c.until)
}

func (n *names) keep(id, name string, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil || len(n.known) >= maxNames {
		n.known = make(map[string]calling)
	}
	n.known[id] = calling{name: name, until: now.Add(namesKept)}
}

// maxLookups bounds how many names one question has looked up; whoever comes
// after is numbered.
const maxLookups = 200

// people names whoever and whatever occurs in what one question is about.
type people struct {
	bot *Bot
	// looked are the ids that Slack was asked about, unnamed the numbers of
	// the people whom it does not name.
	looked  map[string]bool
	unnamed map[string]string
}

func (b *Bot) people() *people {
	return &people{bot: b, looked: make(map[string]bool), unnamed: make(map[string]string)}
}

// author is what the author of a message is called: as the message itself
// says, which costs no call, else as Slack does.
func (p *people) author(ctx context.Context, m message) string {
	if m.User != "" {
		if name := profileName(m.Profile); name != "" {
			return name
		}
		if m.BotID == "" || m.Username == "" {
			return p.person(ctx, m.User)
		}
	}
	if m.Username != "" {
		return m.Username
	}
	var bot struct {
		Name string `json:"name"`
	}
	_ = lenient(m.BotProfile, &bot)
	return bot.Name
}

// profileName is the name in a profile, "" when it holds none.
func profileName(raw []byte) string {
	var profile struct {
		DisplayName string `json:"display_name"`
		RealName    string `json:"real_name"`
		Name        string `json:"name"`
	}
	if len(raw) == 0 || lenient(raw, &profile) != nil {
		return ""
	}
	return first(profile.DisplayName, profile.RealName, profile.Name)
}

// first is the first of the texts that is not blank.
func first(texts ...string) string {
	for _, s := range texts {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// person is what a person is called; one whom Slack does not name is numbered.
func (p *people) person(ctx context.Context, id string) string {
	name := p.look(ctx, id, "users.info", func() (string, error) {
		who, err := p.bot.Web.person(ctx, id)
		return first(profileName(who.Profile), who.RealName, who.Name), err
	})
	if name != "" {
		return name
	}
	if p.unnamed[id] == "" {
		p.unnamed[id] = fmt.Sprintf("Person %d", len(p.unnamed)+1)
	}
	return p.unnamed[id]
}

// channel is a public channel's name without '#', "" when Slack does not say:
// the names of private ones are not for everybody.
func (p *people) channel(ctx context.Context, id string) string {
	return p.look(ctx, id, "conversations.info", func() (string, error) {
		room, err := p.bot.Web.room(ctx, id)
		if room.Private || room.IM || room.MPIM {
			return "", err
		}
		return room.Name, err
	})
}

// group is a user group's handle without '@', "" when Slack does not say. All
// groups come at once.
func (p *people) group(ctx context.Context, id string) string {
	return p.look(ctx, id, "usergroups.list", func() (string, error) {
		if p.looked["usergroups.list"] {
			return "", nil
		}
		p.looked["usergroups.list"] = true
		handles, err := p.bot.Web.groups(ctx)
		for other, handle := range handles {
			if other != id && handle != "" {
				p.bot.names.keep(other, handle, p.bot.Now())
			}
		}
		return handles[id], err
	})
}

// look finds a name, or asks for it; "" when it is not to be had.
func (p *people) look(ctx context.Context, id, method string, ask func() (string, error)) string {
	now := p.bot.Now()
	if name, known := p.bot.names.of(id, now); known {
		return name
	}
	if p.looked[id] || len(p.looked) == maxLookups {
		return ""
	}
	p.looked[id] = true
	var name string
	p.bot.optional(method, func() (err error) {
		return patiently(ctx, func() error {
			name, err = ask()
			return err
		})
	})
	if name != "" {
		p.bot.names.keep(id, name, now)
	}
	return name
}

// mentioned writes out a mention: "@Mina", "#ops".
func (p *people) mentioned(ctx context.Context, kind thing, id, label string) string {
	switch kind {
	case aPerson:
		return "@" + p.person(ctx, id)
	case aChannel:
		if label == "" {
			label = p.channel(ctx, id)
		}
		if label == "" {
			return "#channel"
		}
		return "#" + strings.TrimPrefix(label, "#")
	}
	if label == "" {
		label = p.group(ctx, id)
	}
	return "@" + strings.TrimPrefix(cmp.Or(label, "group"), "@")
}

var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)
