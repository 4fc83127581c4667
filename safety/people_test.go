package safety

import (
	"testing"

	"github.com/gloss-tutor/gloss/thread"
)

func TestPeopleFirst(t *testing.T) {
	for text, want := range map[string]Topic{
		"his salary is below the band for that level":                  Pay,
		"I asked for a pay rise and heard nothing":                     Pay,
		"She was harassed by the contractor, HR has the mails":         Conduct,
		"they put him on a performance improvement plan":               Conduct,
		"are we going to fire him after the outage?":                   Conduct,
		"our lawyers want everything kept, there is a legal hold":      Legal,
		"the data protection authority opened an investigation":        Legal,
		"the build server was compromised last night":                  Incident,
		"an attacker has a shell on cart-core, do not reboot":          Incident,
		"somebody pushed the production keys to the public repo":       Incident,
		"customer data was publicly readable for two days":             Incident,
		"Wir wurden gehackt, bitte nichts anfassen":                    Incident,
		"the payments service returns 500 and the pay button is gone":  "",
		"redundancy of two zones, compensation logic in the saga":      "",
		"breach of the SLO, the contract test fails, legal moves only": "",
		"the lock is compromised by the retry, we let go of the lease": "",
		"pip install fails, fired the webhook twice":                   "",
		"the token expired, rotate it; passwords are hashed":           "",
		"the attack surface of the parser, fuzzing found nothing":      "",
	} {
		got := Topic("")
		if matters := PeopleFirst(thread.Thread{Messages: []thread.Message{{ID: "m1", Text: "hi"}, {ID: "m2", Text: text}}}); len(matters) > 0 {
			if got = matters[0].Topic; len(matters) > 1 || matters[0].Message != "m2" {
				t.Errorf("%q: %v", text, matters)
			}
		}
		if got != want {
			t.Errorf("%q is about %q, want %q", text, got, want)
		}
	}
}

func TestJudgesPeople(t *testing.T) {
	for question, want := range map[string]bool{
		"Who is to blame for the outage?":               true,
		"who screwed this up":                           true,
		"Please rate the engineers in this thread":      true,
		"How good is she as an engineer?":               true,
		"Should we fire somebody?":                      true,
		"Wer ist schuld?":                               true,
		"誰のせいですか":                                       true,
		"Who decided to roll back?":                     false,
		"How bad is the outage?":                        false,
		"Who is responsible for the cart service?":      false,
		"What is the rate of errors for the engineers?": false,
	} {
		if got := JudgesPeople(question); got != want {
			t.Errorf("JudgesPeople(%q) = %v", question, got)
		}
	}
}
