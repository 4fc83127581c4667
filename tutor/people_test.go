package tutor_test

import (
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

func TestAPersonIsNamedBeforeAnythingElse(t *testing.T) {
	key := "AKIA" + "Q3EGRX7LMTZV2WBD"
	room := newReadingRoom(t, nil)
	room.People = map[safety.Topic]string{safety.Incident: "Rosa (security@shop.example)"}
	e := room.explain(tutor.Question{Thread: thread.Thread{Messages: []thread.Message{
		{ID: "m1", Author: "ute", Text: "the canary key is " + key},
		{ID: "m2", Author: "ben", Text: "an attacker has it, our lawyers know"},
	}}})
	if len(e.Warnings) != 3 || e.Warnings[0].Kind != tutor.PersonFirst || e.Warnings[1].Kind != tutor.PersonFirst || e.Warnings[2].Kind != tutor.SecretWarning {
		t.Fatalf("warnings %+v", e.Warnings)
	}
	if note := e.Warnings[0].Note.String(); e.Warnings[0].Message != "m2" || !strings.HasSuffix(note, "talk to a person: the legal team.") {
		t.Errorf("of the lawyers: %q at %s", note, e.Warnings[0].Message)
	}
	if note := e.Warnings[1].Note.String(); !strings.HasSuffix(note, "talk to a person: Rosa (security@shop.example).") {
		t.Errorf("of the attacker: %q", note)
	}
	if _, first := room.parts[0].(tutor.Warning); !first {
		t.Errorf("first shown was %+v", room.parts[0])
	}
}

func TestGlossBlamesNobody(t *testing.T) {
	engine := saying(point("Jun is to blame for the canary.", "m2"))
	e := newReadingRoom(t, engine).explain(tutor.Question{Text: "Who is to blame for the outage?"})
	if len(e.Warnings) == 0 || e.Warnings[0].Kind != tutor.PersonFirst || !strings.Contains(e.Warnings[0].Note.String(), "do not rate, rank or blame") {
		t.Errorf("warnings %+v", e.Warnings)
	}
	if strings.Contains(said(e), "to blame") {
		t.Errorf("somebody is blamed:\n%s", said(e))
	}
}
