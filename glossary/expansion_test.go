package glossary

import (
	"reflect"
	"testing"
)

func TestShortFormsAreSpelledOut(t *testing.T) {
	for _, c := range []struct {
		text string
		want []expansion
	}{
		{"it went to the dead letter queue (DLQ) again", []expansion{{"DLQ", "dead letter queue"}}},
		{"the DLQ (dead letter queue) is full", []expansion{{"DLQ", "dead letter queue"}}},
		{"DLQ stands for dead letter queue.", []expansion{{"DLQ", "dead letter queue"}}},
		{"we call it the mean time to recovery (MTTR), see below", []expansion{{"MTTR", "mean time to recovery"}}},
		{"content delivery network (CDN, for short)", []expansion{{"CDN", "content delivery network"}}},
		{"an Estimated Time of Arrival (ETA)", []expansion{{"ETA", "Estimated Time of Arrival"}}},
		{"role-based access control (RBAC)", []expansion{{"RBAC", "role-based access control"}}},
		{"the van (see the photo) is late", nil},
		{"two of them (XYZ) are broken", nil},
		{"API (it is slow) is down", nil},
		{"the XYZ (see above)", nil},
		{"()( )((", nil},
	} {
		if got := expansions(c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("in %q found %v, want %v", c.text, got, c.want)
		}
	}
}

func TestUndefinedShortFormsCarryTheirMeaning(t *testing.T) {
	_, got := New(nil).Match(said("the QMS is down", "which QMS (quality matching system) do you mean?", chatter))
	if len(got) == 0 || got[0].Surface != "QMS" || got[0].Means != "quality matching system" {
		t.Errorf("got %+v, want QMS with its long form first", got)
	}
}
