package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/tutor"
)

// TestOwnersLookAtWhatIsOldAndAtWhatConfuses shows an owner, and nobody who
// owns nothing, the entries that many did not understand and those that nobody
// looked at for long.
func TestOwnersLookAtWhatIsOldAndAtWhatConfuses(t *testing.T) {
	s := &story{desk: open(t)}
	s.start()
	save := func(id, reviewed string) {
		t.Helper()
		e := glossary.Entry{ID: id, Term: strings.TrimPrefix(id, "shop/"), System: "shop", Plain: "Something of the shop",
			Status: glossary.Approved, Owner: s.User("ravi"), ReviewedAt: reviewed}
		if _, err := s.store.Propose(s.ctx, glossary.Edit{Team: "T0ACME", Author: "import", Entry: e, Decides: true}); err != nil {
			t.Fatal(err)
		}
	}
	save("shop/basket", "2025-01-02")
	save("shop/parcel", "2024-01-02")
	save("shop/voucher", time.Now().Format(time.DateOnly))
	for i := range 5 {
		err := s.store.Append(s.ctx, tutor.Event{Learner: fmt.Sprintf("T0ACME/U%d", i), Entry: "shop/voucher", Kind: tutor.LookedUp, At: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
	}
	s.play("ravi opens home\nlena opens home")
	if home := s.home("lena"); strings.Contains(home, "queue") {
		t.Errorf("lena owns nothing and sees\n%s", home)
	}
	home := s.home("ravi")
	for _, want := range []string{"*voucher* · 5 people", "Due for a look", "*parcel* · met by 0 people lately · _approved · owner Ravi Menon · reviewed 2024-01-02_"} {
		if !strings.Contains(home, want) {
			t.Errorf("ravi does not see %q:\n%s", want, home)
		}
	}
	if strings.Index(home, "*parcel*") > strings.Index(home, "*basket*") {
		t.Errorf("the older entry does not come first:\n%s", home)
	}
	s.play("ravi presses home still shop/parcel\nravi presses home retire shop/basket")
	if home := s.home("ravi"); strings.Contains(home, "Due for a look") {
		t.Errorf("what was looked at is still due:\n%s", home)
	}
	for id, want := range map[string]glossary.Status{"shop/parcel": glossary.Approved, "shop/basket": glossary.Deprecated} {
		history, err := s.store.History(s.ctx, "T0ACME", id)
		if err != nil || len(history) != 2 || history[1].Author != s.User("ravi") || history[1].Entry.Status != want {
			t.Errorf("%s: %+v %v", id, history, err)
		}
	}
}
