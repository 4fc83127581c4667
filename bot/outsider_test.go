package bot_test

import (
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// shared opens a desk with a channel that is shared with another company, of
// which Eve is.
func shared(t *testing.T) (d *desk, root string) {
	d = open(t, func(c *fakeslack.Config) {
		c.Users = append(c.Users, fakeslack.User{ID: "U0EVE", Name: "eve", RealName: "Eve", Stranger: true})
		c.Channels = append(c.Channels, fakeslack.Channel{ID: "C0EXT", Name: "ext", Shared: true, Members: []string{"lena", "eve", "gloss"},
			Messages: []fakeslack.Said{{User: "lena", Text: "decision: the canary goes back"}}})
	})
	d.start()
	return d, d.root("ext")
}

// TestPeopleOfOtherCompaniesAreNotAnswered has Eve ask in every way that she has.
func TestPeopleOfOtherCompaniesAreNotAnswered(t *testing.T) {
	d, root := shared(t)
	d.bot.ExternalChannels = true
	for name, do := range map[string]func(){
		"in a thread": func() { d.Mention("eve", "ext", root, "explain") },
		"for all":     func() { d.Mention("eve", "ext", root, "here: explain") },
		"a word":      func() { d.Mention("eve", "ext", "", "what is a connection pool?") },
		"a paste":     func() { d.Mention("eve", "ext", "", outage) },
	} {
		before := len(d.Messages("ext", ""))
		do()
		d.settle()
		list := d.Messages("ext", "")[before+1:]
		if len(list) != 1 || list[0].Ephemeral != "U0EVE" || !strings.Contains(list[0].Text, "people of this workspace only") {
			t.Errorf("%s: %d messages\n%s", name, len(list), d.Transcript("ext"))
		}
	}
	if n := len(d.Messages("@eve", "")); n > 0 {
		t.Errorf("%d messages in private", n)
	}
}

// TestSharedChannelsAreClosedUnlessSwitchedOn has Lena ask in one.
func TestSharedChannelsAreClosedUnlessSwitchedOn(t *testing.T) {
	for _, on := range []bool{false, true} {
		d, root := shared(t)
		d.bot.ExternalChannels = on
		d.Mention("lena", "ext", root, "explain")
		d.settle()
		seen := d.Transcript("@lena") + d.Transcript("ext")
		if strings.Contains(seen, "“decision: the canary goes back”") != on || strings.Contains(seen, "People of other companies read along") == on {
			t.Errorf("switched on: %v\n%s", on, seen)
		}
	}
}
