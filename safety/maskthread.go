package safety

import (
	"slices"

	"github.com/gloss-tutor/gloss/thread"
)

// Masked says that a secret of this kind was masked in this message.
type Masked struct {
	// Message is the id of the message.
	Message string
	Kind    string
}

// MaskThread masks the text, the author and the role of every message, and the
// thread's name, channel and system. A secret found in one message is masked in
// all. It returns each kind once for each message, in order; the thread that it
// was given is left as it is.
func MaskThread(t thread.Thread) (thread.Thread, []Masked) {
	var m masker
	masked := m.thread(&t)
	if len(m.known) > 0 {
		for _, again := range m.thread(&t) {
			if !slices.Contains(masked, again) {
				masked = append(masked, again)
			}
		}
		slices.SortStableFunc(masked, byMessage(t))
	}
	return t, masked
}

// byMessage compares by the order of the messages in the thread.
func byMessage(t thread.Thread) func(a, b Masked) int {
	place := make(map[string]int, len(t.Messages))
	for i, m := range t.Messages {
		place[m.ID] = i
	}
	return func(a, b Masked) int { return place[a.Message] - place[b.Message] }
}

func (m *masker) thread(t *thread.Thread) []Masked {
	var masked []Masked
	t.ID, _ = m.mask(t.ID)
	t.Channel, _ = m.mask(t.Channel)
	t.System, _ = m.mask(t.System)
	t.Messages = slices.Clone(t.Messages)
	for i := range t.Messages {
		msg := &t.Messages[i]
		for _, field := range []*string{&msg.Text, &msg.Author, &msg.AuthorRole} {
			var secrets []Secret
			*field, secrets = m.mask(*field)
			for _, s := range secrets {
				if one := (Masked{msg.ID, s.Kind}); !slices.Contains(masked, one) {
					masked = append(masked, one)
				}
			}
		}
	}
	return masked
}
