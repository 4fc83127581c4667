package bot

import (
	"fmt"
	"slices"

	"github.com/gloss-tutor/gloss/thread"
)

// optOut is the emoji with which people keep a message, or at a thread's first
// message the whole thread, from being explained. Anybody's counts: to leave out
// too much does less harm than too little.
const optOut = "no-gloss"

// errOptedOut is errNotReadable for a thread whose first message carries optOut;
// only who may read the thread hears of it.
var errOptedOut = fmt.Errorf("the thread carries the emoji %s: %w", optOut, errNotReadable)

// optedOut reports whether a message carries optOut.
func (m message) optedOut() bool {
	return slices.ContainsFunc(m.reactions(), func(r thread.Reaction) bool { return r.Name == optOut })
}

// keptOut answers who asks about such a thread.
const keptOut = "The people in that thread asked that I do not explain it (it carries :no-gloss:). Ask one of them; they know best."
