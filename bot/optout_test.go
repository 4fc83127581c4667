package bot

import (
	"errors"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/tutor"
)

func TestNoGlossKeepsAMessageAndAThreadOut(t *testing.T) {
	d := openDesk(t)
	a := d.by("lena")
	at := place{d.Server.Channel("ops"), d.Post("mina", "ops", "", "is it down?")}
	private := d.Post("ravi", "ops", at.threadTS, "I slept badly")
	d.Post("ravi", "ops", at.threadTS, "yes, since nine")
	if err := d.React("ravi", "ops", private, "no-gloss"); err != nil {
		t.Fatal(err)
	}
	m, err := d.gather(t.Context(), a, []place{at}, nil)
	if err != nil || len(m.thread.Messages) != 2 || m.optedOut != 1 {
		t.Fatalf("%d messages, %d kept out, %v", len(m.thread.Messages), m.optedOut, err)
	}
	for _, said := range m.thread.Messages {
		if strings.Contains(said.Text, "slept") {
			t.Error("the message was read all the same")
		}
	}
	if got := coverage(m, tutor.Coverage{Messages: 2, Read: 2}); !strings.HasSuffix(got, "1 message left out (:no-gloss:)") {
		t.Errorf("coverage says %q", got)
	}
	if err := d.React("mina", "ops", at.threadTS, "no-gloss"); err != nil {
		t.Fatal(err)
	}
	if _, err = d.gather(t.Context(), a, []place{at}, nil); !errors.Is(err, errOptedOut) || d.whyUnread(a, err) != keptOut {
		t.Errorf("a thread that is kept out: %v", err)
	}
}
