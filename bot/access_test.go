package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
	"github.com/gloss-tutor/gloss/bot/inbox"
)

// town is a workspace with a channel of every kind and a person of every kind.
func town(c *fakeslack.Config) {
	c.Users = append(c.Users,
		fakeslack.User{ID: "U0OTIS", Name: "otis"},                    // a member of the workspace, of no channel
		fakeslack.User{ID: "U0GUS", Name: "gus", Guest: true},         // a guest of some channels
		fakeslack.User{ID: "U0GIA", Name: "gia", Guest: true},         // a guest of none of these
		fakeslack.User{ID: "U0ONE", Name: "one", SingleChannel: true}, // a guest of one channel
		fakeslack.User{ID: "U0EVE", Name: "eve", Stranger: true},      // of another company
		fakeslack.User{ID: "U0TIM", Name: "tim", Team: "T0OTHER"},     // of another workspace, not said to be a stranger
		fakeslack.User{ID: "U0DEL", Name: "del", Deleted: true},
	)
	everybody := []string{"gloss", "lena", "gus", "one", "eve", "tim", "del"}
	said := []fakeslack.Said{{User: "mina", Text: "the canary is slow"}}
	c.Channels = []fakeslack.Channel{
		{ID: "C0PUBLIC", Name: "public", Members: everybody, Messages: said},
		{ID: "C0PRIVATE", Name: "private", Private: true, Members: everybody, Messages: said},
		{ID: "G0MPIM", Group: true, Members: everybody, Messages: said},
		{ID: "C0SHARED", Name: "shared", Shared: true, Members: everybody, Messages: said},
		{ID: "C0SHUT", Name: "shut", Shared: true, Private: true, Members: everybody, Messages: said},
		{ID: "C0OLD", Name: "old", Archived: true, Members: everybody, Messages: said},
		{ID: "C0OLDER", Name: "older", Archived: true, Private: true, Members: everybody, Messages: said},
		{ID: "C0FAR", Name: "far", Members: []string{"lena"}, Messages: said},
		{ID: "C0HIDDEN", Name: "hidden", Private: true, Members: []string{"lena"}, Messages: said},
		{ID: "G0THEIRS", Group: true, Members: []string{"lena", "mina"}, Messages: said},
	}
}

// TestWhoMayReadWhat is the matrix of people and channels; a letter says who
// may: "y" yes, "s" only where channels shared with other companies are
// switched on, "." no.
func TestWhoMayReadWhat(t *testing.T) {
	people := []string{"lena", "otis", "gus", "gia", "one", "eve", "tim", "del", "nobody"}
	matrix := map[string]string{
		"C0PUBLIC":  "yyy.y....", // full members, guests where they are listed
		"C0PRIVATE": "y.y.y....", // members alone
		"G0MPIM":    "y.y.y....",
		"C0SHARED":  "sss.s....", // as a public one, where the switch is on
		"C0SHUT":    "s.s.s....",
		"C0OLD":     "yyy.y....", // archived: as before
		"C0OLDER":   "y.y.y....",
		"C0FAR":     ".........", // without the bot
		"C0HIDDEN":  ".........",
		"G0THEIRS":  ".........",
		"C0NOWHERE": ".........", // there is none
		"dm lena":   "y........", // a direct message is for one
		"dm otis":   ".y.......",
	}
	d := openDesk(t, town)
	for channel, row := range matrix {
		for i, who := range people {
			for _, external := range []bool{false, true} {
				d.ExternalChannels = external
				at := channel
				if channel == "dm lena" || channel == "dm otis" {
					at = d.DM(channel[3:])
				}
				a := ask{item: inbox.Item{Payload: []byte("{}")}, team: "T0ACME", user: d.Server.User(who), at: place{"D0ELSEWHERE", "1.0"}}
				if who == "nobody" {
					a.user = "U0NOBODY"
				}
				want := row[i] == 'y' || row[i] == 's' && external
				may, err := d.mayRead(t.Context(), a, at)
				if may != want || err != nil {
					t.Errorf("%s reads %s: %v %v, want %v (external channels: %v)", who, channel, may, err, want, external)
				}
				a.team = "T0OTHER"
				if may, err := d.mayRead(t.Context(), a, at); may || err != nil {
					t.Errorf("%s of another workspace reads %s: %v %v", who, channel, may, err)
				}
			}
		}
	}
}

// TestAccessIsAskedAgain changes who is where between a question and the next.
func TestAccessIsAskedAgain(t *testing.T) {
	for name, change := range map[string]func(d *desk){
		"the asker leaves a private channel": func(d *desk) { d.Leave("lena", "private") },
		"the bot is removed":                 func(d *desk) { d.Leave("gloss", "private") },
		"both":                               func(d *desk) { d.Leave("gloss", "private"); d.Leave("lena", "private") },
		"the thread is deleted":              func(d *desk) { _ = d.Delete("lena", "private", d.root("private").threadTS) },
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, town)
			d.Post("lena", "private", "", "psst")
			at := d.root("private")
			if _, err := d.gather(t.Context(), d.by("lena"), []place{at}, nil); err != nil {
				t.Fatal(err)
			}
			change(d)
			m, err := d.gather(t.Context(), d.by("lena"), []place{at}, nil)
			if !errors.Is(err, errNotReadable) || err.Error() != errNotReadable.Error() || len(m.thread.Messages) > 0 {
				t.Errorf("%d messages, %v", len(m.thread.Messages), err)
			}
		})
	}
	d := openDesk(t, town)
	d.Join("otis", "private")
	if _, err := d.gather(t.Context(), d.by("otis"), []place{d.root("private")}, nil); err != nil {
		t.Error("whoever joins may read at once:", err)
	}
}

// TestNoThreadAndNotYoursReadTheSame asks for what is not there and for what is
// not to be seen.
func TestNoThreadAndNotYoursReadTheSame(t *testing.T) {
	d := openDesk(t, town)
	private := d.root("private")
	var first error
	for name, at := range map[string]place{
		"not a member": private, "no such thread": {private.channel, "1600000000.000100"}, "no such channel": {"C0NOWHERE", private.threadTS},
		"public, gone": {"C0PUBLIC", "1600000000.000100"}, "without the bot": {"C0FAR", private.threadTS}, "shared": {"C0SHARED", private.threadTS},
		"somebody's direct message": {d.DM("lena"), private.threadTS},
	} {
		_, err := d.gather(t.Context(), d.by("otis"), []place{at}, nil)
		if first == nil {
			first = err
		}
		if err == nil || first == nil || err.Error() != first.Error() || !errors.Is(err, errNotReadable) {
			t.Errorf("%s: %v, want %v", name, err, first)
		}
	}
	// Of several threads the readable ones are read.
	m, err := d.gather(t.Context(), d.by("otis"), []place{private, d.root("public")}, nil)
	if err != nil || len(m.from) != 1 || len(m.refused) != 1 || m.refused[0] != private {
		t.Errorf("%+v, %v", m, err)
	}
}

// TestASharedChannelSaysSoToWhoStandsInIt mentions Gloss in one.
func TestASharedChannelSaysSoToWhoStandsInIt(t *testing.T) {
	d := openDesk(t, town)
	a := d.by("lena")
	a.at = d.root("shared")
	if _, err := d.gather(t.Context(), a, []place{a.at}, nil); !errors.Is(err, errExternal) {
		t.Error(err)
	}
	a.user = "U0EVE"
	if _, err := d.gather(t.Context(), a, []place{a.at}, nil); !errors.Is(err, errNotReadable) || errors.Is(err, errExternal) {
		t.Error(err)
	}
}

// TestAccessFailsClosed has each question to Slack go wrong in every way. It is
// no for now, and an error, so that it is tried again; then it is yes.
func TestAccessFailsClosed(t *testing.T) {
	for _, method := range []string{"conversations.info", "users.info", "conversations.members"} {
		for name, fault := range map[string]fakeslack.Fault{
			"500": {Status: 500}, "503": {Status: 503}, "cut": {Cut: true}, "cut after": {CutAfter: true}, "nothing": {Body: "{}"},
			"not JSON": {Body: "<html>"}, "ok without more": {Body: `{"ok":true}`}, "internal": {Error: "internal_error"},
			"rate": {Status: 429, RetryAfter: 60}, "rate in words": {Error: "ratelimited"}, "unknown": {Error: "something_new"},
			"nonsense":       {Body: `{"ok":true,"channel":7,"user":[],"members":{}}`},
			"another":        {Body: `{"ok":true,"channel":{"id":"C0OTHER","is_member":true},"user":{"id":"U0OTHER","team_id":"T0ACME"},"members":7}`},
			"flags in words": {Body: `{"ok":true,"channel":{"id":"C0PRIVATE","is_member":true,"is_private":"yes"},"user":{"id":"U0LENA","team_id":"T0ACME","is_restricted":"no"},"members":"U0LENA"}`},
		} {
			t.Run(method+" "+name, func(t *testing.T) {
				d := openDesk(t, town)
				d.Fail(method, fault)
				may, err := d.mayRead(t.Context(), d.by("lena"), "C0PRIVATE")
				members := method == "conversations.members" && strings.HasPrefix(fault.Body, `{"ok":true`) // a list without names
				if may || err == nil && !members {
					t.Fatalf("%v, %v", may, err)
				}
				if name == "rate" {
					if wait, ok := waiting(err).(inbox.RetryAfter); !ok || wait.After != time.Minute {
						t.Errorf("not to be tried again in a minute: %v", err)
					}
				} else if name != "unknown" && !members && !transient(err) {
					t.Errorf("not to be tried again: %v", err)
				}
				if may, err := d.mayRead(t.Context(), d.by("lena"), "C0PRIVATE"); !may || err != nil {
					t.Errorf("afterwards %v, %v", may, err)
				}
			})
		}
		// A Slack that lacks the method tells by the event alone, and of its
		// own channel alone.
		t.Run(method+" lacking", func(t *testing.T) {
			d := openDesk(t, town, func(c *fakeslack.Config) { c.Missing = []string{method} })
			a := d.by("lena")
			if may, err := d.mayRead(t.Context(), a, "C0PRIVATE"); may || !errors.Is(err, errLacking) {
				t.Errorf("%v, %v", may, err)
			}
			a.at = place{"C0PRIVATE", "1.0"}
			if may, err := d.mayRead(t.Context(), a, "C0PRIVATE"); !may || err != nil {
				t.Errorf("asked there: %v, %v", may, err)
			}
			for _, payload := range []string{`{"is_ext_shared_channel":true}`, `no JSON`} {
				a.item.Payload = []byte(payload)
				if may, err := d.mayRead(t.Context(), a, "C0PRIVATE"); may || !errors.Is(err, errLacking) {
					t.Errorf("%s: %v, %v", payload, may, err)
				}
			}
		})
	}
}

// TestALongListOfMembersIsReadToItsEnd has the asker stand last of 2,500.
func TestALongListOfMembersIsReadToItsEnd(t *testing.T) {
	d := openDesk(t, town, func(c *fakeslack.Config) {
		var members []string
		for i := range 2500 {
			name := "m" + time.Unix(int64(i), 0).UTC().Format("150405")
			c.Users = append(c.Users, fakeslack.User{Name: name})
			members = append(members, name)
		}
		c.Channels = append(c.Channels, fakeslack.Channel{ID: "C0CROWD", Name: "crowd", Private: true, Members: append(members, "gloss", "lena")})
	})
	if may, err := d.mayRead(t.Context(), d.by("lena"), "C0CROWD"); !may || err != nil || d.Calls("conversations.members") != 3 {
		t.Errorf("%v, %v, %d calls", may, err, d.Calls("conversations.members"))
	}
	if may, err := d.mayRead(t.Context(), d.by("otis"), "C0CROWD"); may || err != nil {
		t.Errorf("otis: %v, %v", may, err)
	}
}
