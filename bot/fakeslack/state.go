package fakeslack

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// state is all that the server knows, guarded by Server.mu.
type state struct {
	closed bool
	// changed is closed and replaced on every change.
	changed chan struct{}
	// changes counts them.
	changes int64
	// random chooses links, the order of events and what fails.
	random *rand.Rand
	// host is the Host by which the server was last reached; links made for
	// envelopes and pages carry it.
	host string

	serial int64
	lastTS int64

	team     Team
	users    map[string]*user
	roster   []string
	channels map[string]*channel
	rooms    []string
	files    map[string]*file
	groups   []*Usergroup
	// looking is what each person has open beside the app.
	looking map[string]map[string]any
	// streams are the messages that are being streamed.
	streams map[*message]*channel
	me      string
	bot     Bot

	views    map[string]*view
	homes    map[string]*view
	modals   map[string][]*view
	prompts  map[string][]Prompt
	statuses map[string]string
	// statusEnds is when each status ends by itself.
	statusEnds map[string]time.Time
	sessions   map[string]*session

	// forgotten is when the old ones were dropped last.
	forgotten time.Time
	triggers  map[string]*trigger
	responses map[string]*responseURL

	calls    map[string]int
	requests []Request
	faults   map[string][]Fault
	chances  map[string]chance
	budgets  map[string]*budget
	// revoked is true once the app was uninstalled.
	revoked bool

	tickets    map[string]bool
	links      []*link
	envelopes  map[string]*envelope
	waiting    []*envelope
	deliveries Deliveries
	// refusal is the reason to disconnect every new link at once, "" for none;
	// twice the share of events that are delivered two times.
	refusal     string
	twice       float64
	subscribers map[*subscriber]bool
}

type user struct {
	User
	bot bool
}

func newState() state {
	return state{
		changed:  make(chan struct{}),
		host:     "127.0.0.1",
		users:    map[string]*user{},
		channels: map[string]*channel{},
		files:    map[string]*file{},
		looking:  map[string]map[string]any{},
		streams:  map[*message]*channel{},
		views:    map[string]*view{}, homes: map[string]*view{}, modals: map[string][]*view{},
		prompts: map[string][]Prompt{}, statuses: map[string]string{}, statusEnds: map[string]time.Time{}, sessions: map[string]*session{},
		triggers: map[string]*trigger{}, responses: map[string]*responseURL{},
		calls: map[string]int{}, faults: map[string][]Fault{}, chances: map[string]chance{}, budgets: map[string]*budget{},
		tickets: map[string]bool{}, envelopes: map[string]*envelope{},
		subscribers: map[*subscriber]bool{},
	}
}

// settle fills the state from the configuration.
func (s *Server) settle() {
	c := s.config
	s.random = rand.New(rand.NewPCG(c.Seed, c.Seed))
	if c.Seed == 0 {
		s.random = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	s.team = c.Team
	s.team.ID = cmp.Or(c.Team.ID, s.id("T"))
	s.team.Name = cmp.Or(c.Team.Name, "Workspace")
	s.team.Domain = cmp.Or(c.Team.Domain, "workspace")
	s.bot = c.Bot
	s.bot.ID = cmp.Or(c.Bot.ID, s.id("U"))
	s.bot.BotID = cmp.Or(c.Bot.BotID, s.id("B"))
	s.bot.AppID = cmp.Or(c.Bot.AppID, s.id("A"))
	s.bot.RealName = cmp.Or(c.Bot.RealName, c.Bot.Name)
	s.addUser(User{ID: s.bot.ID, Name: s.bot.Name, RealName: s.bot.RealName}, true)
	s.me = s.addUser(c.Me, false)
	for _, u := range c.Users {
		s.addUser(u, false)
	}
	for _, f := range c.Files {
		s.addFile(f)
	}
	for _, g := range c.Usergroups {
		s.addUsergroup(g)
	}
	for _, u := range s.roster {
		if !s.users[u].bot {
			s.openDM(u)
		}
	}
	for _, ch := range c.Channels {
		s.addChannel(ch)
	}
	if c.Suggested != nil {
		s.prompts[s.openDM(s.me).id] = c.Suggested
	}
}

func (s *Server) addUser(u User, bot bool) string {
	u.ID = cmp.Or(u.ID, s.id("U"))
	u.RealName = cmp.Or(u.RealName, u.Name)
	if u.Team == "" {
		if u.Team = s.team.ID; u.Stranger {
			u.Team = "T0STRANGER"
		}
	}
	s.users[u.ID] = &user{User: u, bot: bot}
	s.roster = append(s.roster, u.ID)
	return u.ID
}

// person finds a user by id or handle; "" when there is none.
func (s *Server) person(name string) string {
	if _, ok := s.users[name]; ok {
		return name
	}
	for _, id := range s.roster {
		if s.users[id].Name == strings.TrimPrefix(name, "@") {
			return id
		}
	}
	return ""
}

// room finds a channel by id or name; nil when there is none.
func (s *Server) room(name string) *channel {
	if ch, ok := s.channels[name]; ok {
		return ch
	}
	for _, id := range s.rooms {
		if ch := s.channels[id]; ch.name != "" && ch.name == strings.TrimPrefix(name, "#") {
			return ch
		}
	}
	return nil
}

// openDM gives the direct message channel of a person with the bot.
func (s *Server) openDM(user string) *channel {
	for _, id := range s.rooms {
		if ch := s.channels[id]; ch.kind == kindIM && ch.user == user {
			return ch
		}
	}
	ch := newChannel(s.id("D"), "", kindIM)
	ch.user, ch.members = user, []string{user, s.bot.ID}
	s.channels[ch.id] = ch
	s.rooms = append(s.rooms, ch.id)
	return ch
}

// id makes up an identifier that looks like Slack's.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%010d", prefix, s.serial)
}

// nextTS gives a message timestamp that no message has.
func (s *Server) nextTS() string {
	s.lastTS = max(s.lastTS+1, s.config.Now().UnixMicro())
	return microTS(s.lastTS)
}

func microTS(micro int64) string {
	return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6)
}

// touch wakes everyone who waits for a change.
func (s *Server) touch() {
	close(s.changed)
	s.changes++
	s.changed = make(chan struct{})
}

func (s *Server) isMember(ch *channel, user string) bool {
	return slices.Contains(ch.members, user)
}

// trigger is permission to open one modal soon after somebody pressed something.
type trigger struct {
	user   string
	issued time.Time
	used   bool
}

func (s *Server) newTrigger(user string) string {
	id := s.id("") + "." + s.id("") + "." + secret()
	s.triggers[id] = &trigger{user: user, issued: s.config.Now()}
	return id
}

// forgetOld drops the triggers and response URLs that nobody can use any more,
// an hour after their time, so that a long run does not grow.
func (s *Server) forgetOld(now time.Time) {
	if now.Sub(s.forgotten) < time.Minute {
		return
	}
	s.forgotten = now
	maps.DeleteFunc(s.triggers, func(_ string, t *trigger) bool { return now.Sub(t.issued) > time.Hour })
	maps.DeleteFunc(s.responses, func(_ string, u *responseURL) bool { return now.Sub(u.issued) > responseLife+time.Hour })
}

// useTrigger spends a trigger_id and says whose it was. It lives three seconds
// and opens one view.
func (s *Server) useTrigger(id string) (string, error) {
	t, ok := s.triggers[id]
	switch {
	case !ok:
		return "", apiError{Code: "invalid_trigger_id"}
	case t.used:
		return "", apiError{Code: "exchanged_trigger_id"}
	case s.config.Now().Sub(t.issued) > 3*time.Second:
		return "", apiError{Code: "expired_trigger_id"}
	}
	t.used = true
	return t.user, nil
}
