package glossary

import (
	"reflect"
	"testing"
)

// shop is a small company in which three words have more than one sense.
func shop() *Glossary {
	return New([]Entry{
		{ID: "till/receipt-number", Term: "receipt number", Aliases: []string{"RN"}, System: "till", Channels: []string{"till-dev"},
			Plain: "the number printed on a slip", Status: Approved},
		{ID: "depot/route-note", Term: "route note", Aliases: []string{"RN"}, System: "depot", Channels: []string{"#vans"},
			Plain: "what a driver must know about a stop", Status: Draft},
		{ID: "till/lane", Term: "lane", System: "till", Plain: "one cash desk with its belt", Status: Approved},
		{ID: "depot/lane", Term: "lane", System: "depot", Plain: "a marked strip on the floor for forklifts", Status: Approved},
		{ID: "company/flag", Term: "flag", System: "company", Plain: "a switch for part of the product", Status: Approved},
		{ID: "till/flag", Term: "flag", System: "till", Plain: "a mark on a purchase that needs a second look", Status: Approved},
		{ID: "general/pod", Term: "pod", System: "general", Plain: "a group of containers", Status: Approved},
		{ID: "depot/pod", Term: "pod", Aliases: []string{"parcel pod"}, System: "depot", Plain: "a box on wheels", Status: Approved},
	})
}

func TestSensesAreChosenByEvidence(t *testing.T) {
	const open = "open"
	for _, c := range []struct {
		why, system, channel string
		texts                []string
		want                 []string // per match: the entry, or "open"
	}{
		{"the thread is the system's own", "till", "", []string{"lane 4 is down"}, []string{"till/lane"}},
		{"the channel is the system's own", "", "vans", []string{"see the RN"}, []string{"depot/route-note"}},
		{"nothing tells", "", "", []string{"lane 4 is down"}, []string{open}},
		{"another system's thread tells nothing", "web", "web-dev", []string{"the RN"}, []string{open}},
		{"the long form stands beside it", "till", "", []string{"the RN, as in route note"}, []string{"depot/route-note"}},
		{"the long form stands elsewhere", "", "", []string{"check the route note", "the RN is gone"}, []string{"depot/route-note"}},
		{"the message names the system", "", "", []string{"lane 4 in the depot"}, []string{"depot/lane"}},
		{"the message uses the entry's own words", "", "", []string{"two forklifts on the floor of lane 4"}, []string{"depot/lane"}},
		{"the company's word in no system's thread", "", "", []string{"put it behind a flag"}, []string{"company/flag"}},
		{"a system's word against the company's", "till", "", []string{"the flag"}, []string{open}},
		{"a system's word against everybody's", "depot", "", []string{"the pod"}, []string{"depot/pod"}},
	} {
		th := said(c.texts...)
		th.System, th.Channel = c.system, c.channel
		matches, _ := shop().Match(th)
		seen := make(map[string]bool)
		var got []string
		for _, m := range matches {
			name := m.Entry
			if name == "" {
				name = open
				if len(m.Either) < 2 || m.Status != "" {
					t.Errorf("%s: an open sense needs its candidates and no status, got %+v", c.why, m)
				}
			}
			if !seen[name] {
				got = append(got, name)
			}
			seen[name] = true
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.why, got, c.want)
		}
	}
}

func TestAnOpenSenseNamesItsCandidatesInOrder(t *testing.T) {
	matches, _ := shop().Match(said("lane 4", "lane 5"))
	want := []Match{{Either: []string{"depot/lane", "till/lane"}, Surface: "lane", Messages: []string{"m1", "m2"}}}
	if !reflect.DeepEqual(matches, want) {
		t.Errorf("got %+v, want %+v", matches, want)
	}
}

func TestOneWordCanHaveTwoSensesInOneThread(t *testing.T) {
	th := said("lane 4 is down", "no, the lane in the depot, with the forklifts on the floor")
	th.System = "till"
	matches, _ := shop().Match(th)
	want := []Match{
		{Entry: "till/lane", Surface: "lane", Messages: []string{"m1"}, Status: Approved},
		{Entry: "depot/lane", Surface: "lane", Messages: []string{"m2"}, Status: Approved},
	}
	if !reflect.DeepEqual(matches, want) {
		t.Errorf("got %+v, want %+v", matches, want)
	}
}
