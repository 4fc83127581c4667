package glossary

import (
	"testing"

	"github.com/gloss-tutor/gloss/thread"
)

// depot is a company whose terms are all everyday words.
func depot() *Glossary {
	entry := func(system, term, kind, plain, example string, aliases ...string) Entry {
		return Entry{ID: system + "/" + term, Term: term, Aliases: aliases, System: system, Kind: kind, Plain: plain, Example: example, Status: Approved}
	}
	return New([]Entry{
		entry("routing", "pipeline", "concept", "the chain of steps that turns orders into routes", "The pipeline stalls when the map step is slow.", "route pipeline"),
		entry("routing", "slot", "concept", "the half hour in which a parcel may be brought", "All slots for Tuesday are full."),
		entry("routing", "bridge", "service", "the program that copies orders from the shop to the planner", "The bridge is 20 minutes behind on orders."),
		entry("routing", "anchor", "concept", "the stop of a route that cannot be moved", "Stop 4 is the anchor of this route."),
		entry("routing", "hold", "process", "keeping a parcel back until its papers are complete", "Put a hold on the parcel until customs answers."),
		entry("fleet", "pulse", "metric", "the signal that each van sends every minute", "Van 12 has had no pulse since six."),
		entry("fleet", "key", "artifact", "the code with which a van's computer proves who it is", "The key of van 12 has expired."),
		entry("fleet", "shadow", "process", "running a new planner beside the old one without using its routes", "The new planner is in shadow for Leeds."),
		entry("company", "freeze", "process", "days on which nothing may be released", "No releases during the freeze."),
		entry("company", "ticket", "artifact", "a written request for work", "Open a ticket for the depot screen."),
		entry("company", "sprint", "process", "two weeks of planned work", "It is planned for the next sprint."),
		entry("company", "spike", "concept", "a short try-out to learn how much work something is", "A two-day spike on the new map."),
	})
}

func TestEverydayUsesAreLeftAlone(t *testing.T) {
	for _, c := range []struct {
		system, text string
		term         string
		everyday     bool
	}{
		{"routing", "the pipeline is stuck at the map step again", "pipeline", false},
		{"routing", "we have two good candidates in the hiring pipeline", "pipeline", true},
		{"fleet", "is the route pipeline down?", "route pipeline", false},
		{"routing", "all slots for the parcel are gone", "slot", false},
		{"routing", "can you slot me in after lunch?", "slot", true},
		{"fleet", "shall we find a time slot for the retro", "slot", true},
		{"routing", "orders are late because the bridge fell over", "bridge", false},
		{"fleet", "a meeting might bridge the gap between the teams", "bridge", true},
		{"routing", "stop 7 became the anchor of the route", "anchor", false},
		{"fleet", "coffee is the anchor point in my day", "anchor", true},
		{"routing", "the hold on that parcel is gone, customs said yes", "hold", false},
		{"fleet", "hold on, let me look", "hold", true},
		{"fleet", "van 12 lost its pulse at 6:10", "pulse", false},
		{"routing", "this survey takes the pulse of the team", "pulse", true},
		{"fleet", "the key of van 3 is refused", "key", false},
		{"routing", "patience is the key to success here", "key", true},
		{"routing", "that is the key point", "key", true},
		{"fleet", "the planner stays in shadow for another week", "shadow", false},
		{"routing", "can I shadow a colleague tomorrow?", "shadow", true},
		{"routing", "I would love to shadow the dispatchers for a day", "shadow", true},
		{"company", "the release waits until after the freeze", "freeze", false},
		{"company", "the office is freezing cold again", "freeze", true},
		{"company", "I opened a ticket for the broken screen", "ticket", false},
		{"company", "my train ticket was more than the hotel", "ticket", true},
		{"company", "let us plan that for the next sprint", "sprint", false},
		{"company", "I had to sprint to the station", "sprint", true},
		{"company", "we did a spike on the new map and it is a lot of work", "spike", false},
	} {
		th := thread.Thread{System: c.system, Messages: []thread.Message{{ID: "m1", Author: "Ada Stone", Text: c.text}}}
		matches, _ := depot().Match(th)
		found := false
		for _, m := range matches {
			found = found || m.Entry != ""
		}
		if found == c.everyday {
			t.Errorf("in a thread of %s: %q: the term %q is explained: %v", c.system, c.text, c.term, found)
		}
	}
}
