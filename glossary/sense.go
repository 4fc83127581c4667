package glossary

import (
	"strings"

	"github.com/gloss-tutor/gloss/thread"
)

// resolve decides which of its senses each occurrence has. A kind of evidence
// is asked for only while more than one sense is left, the strongest first;
// what no evidence parts stays open.
func (g *Glossary) resolve(t thread.Thread, found []occurrence) {
	said := g.unmistakable(found)
	channel := strings.TrimPrefix(t.Channel, "#")
	for i := range found {
		o := &found[i]
		if len(o.senses) < 2 {
			continue
		}
		evidence := []func(sense int32) bool{
			func(s int32) bool { return said[said.key(s, o.message)] },
			func(s int32) bool { return t.System != "" && strings.EqualFold(g.entries[s].System, t.System) },
			func(s int32) bool { return channel != "" && isFrom(g.entries[s].Channels, channel) },
			func(s int32) bool { return said[said.key(s, anywhere)] },
			func(s int32) bool { return g.entries[s].System == "company" },
			func(s int32) bool { return g.entries[s].System == "general" },
		}
		for _, holds := range evidence {
			o.senses = narrowed(o.senses, holds)
		}
	}
}

// narrowed are the senses for which there is evidence, or all of them where
// there is evidence for none.
func narrowed(senses []int32, holds func(int32) bool) []int32 {
	var left []int32
	for _, s := range senses {
		if len(senses) > 1 && holds(s) {
			left = append(left, s)
		}
	}
	if left == nil {
		return senses
	}
	return left
}

// anywhere stands for "in some message".
const anywhere = -1

// mentions records in which messages an entry is named by a word that means
// nothing else.
type mentions map[[2]int]bool

func (mentions) key(sense int32, message int) [2]int { return [2]int{int(sense), message} }

// unmistakable are the mentions of entries under a name of their own; such a
// mention ("payment reference") tells what a shared one ("PR") means.
func (g *Glossary) unmistakable(found []occurrence) mentions {
	said := make(mentions)
	for _, o := range found {
		if len(o.senses) == 1 {
			said[said.key(o.senses[0], o.message)] = true
			said[said.key(o.senses[0], anywhere)] = true
		}
	}
	return said
}

// isFrom says whether a channel is among those that speak for a sense.
func isFrom(channels []string, channel string) bool {
	for _, c := range channels {
		if strings.EqualFold(strings.TrimPrefix(c, "#"), channel) {
			return true
		}
	}
	return false
}
