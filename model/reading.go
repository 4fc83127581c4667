package model

import (
	"math"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// reading is a thread taken apart: its units, what they are about and which
// cues they hold.
type reading struct {
	prompt   prompts.Prompt
	messages []thread.Message
	units    []unit
	// of holds the indexes of the units of each message.
	of [][]int
	// bot says that a program wrote the message; order that it speaks to a
	// tool or wants a credential: it is no ground for a decision or action.
	bot, order []bool
	people     people
	// numbers number the content words; in holds how many messages have each.
	numbers map[string]int
	in      []int
	// rare is the rarity of each word of the thread.
	rare []float64
}

// read takes the thread of a prompt apart.
func read(p prompts.Prompt) *reading {
	r := &reading{
		prompt: p, messages: p.Thread.Messages, numbers: make(map[string]int),
		people: peopleOf(p.Thread),
	}
	r.of = make([][]int, len(r.messages))
	r.bot = make([]bool, len(r.messages))
	r.order = make([]bool, len(r.messages))
	for i, m := range r.messages {
		r.bot[i] = fromBot(m)
		seen := make(map[int]bool)
		for n, piece := range split(m.Text) {
			u := r.unit(i, piece, n == 0)
			for _, t := range u.terms {
				if !seen[t] {
					seen[t] = true
					r.in[t]++
				}
			}
			r.order[i] = r.order[i] || u.has(order)
			if p.Quotable == nil || p.Quotable(piece) {
				r.of[i] = append(r.of[i], len(r.units))
				r.units = append(r.units, u)
			}
		}
	}
	r.rare = make([]float64, len(r.in))
	for t := range r.in {
		r.rare[t] = r.rarity(t)
	}
	for n := range r.units {
		r.units[n].weight = r.weight(r.units[n].terms)
	}
	return r
}

func (r *reading) unit(message int, text string, first bool) unit {
	heard := silent.ReplaceAllString(text, " ` ")
	u := unit{message: message, text: text, first: first, length: length(text)}
	u.said = length(strings.ReplaceAll(heard, "`", ""))
	u.words = words(heard)
	u.hits = cues.find(heard, u.words)
	u.question = asks(text) || u.has(ask)
	u.terms = r.number(content(words(text)))
	return u
}

// number gives content words their numbers, new ones where needed.
func (r *reading) number(content []string) []int {
	var terms []int
	for _, w := range content {
		n, ok := r.numbers[w]
		if !ok {
			n = len(r.in)
			r.numbers[w] = n
			r.in = append(r.in, 0)
		}
		terms = append(terms, n)
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// rarity weighs a content word: the fewer messages have it, the more it says.
func (r *reading) rarity(term int) float64 {
	if term < len(r.rare) && r.rare[term] > 0 {
		return r.rare[term]
	}
	return math.Log(1 + float64(len(r.messages))/float64(1+r.in[term]))
}

// overlap weighs what two units are both about, 0 to 1 of the smaller one.
func (r *reading) overlap(a, b *unit) float64 {
	shared, small := 0.0, math.Min(a.weight, b.weight)
	common(a.terms, b.terms, func(t int) { shared += r.rarity(t) })
	if small == 0 {
		return 0
	}
	return shared / small
}

func (r *reading) weight(terms []int) float64 {
	sum := 0.0
	for _, t := range terms {
		sum += r.rarity(t)
	}
	return sum
}

// without is a message as one unit, for comparing, less the words of the cues
// of a class: that two messages say "take back" makes them no more alike.
func (r *reading) without(message int, c class) *unit {
	all := r.whole(message)
	for _, n := range r.of[message] {
		u := &r.units[n]
		for _, h := range u.hits {
			if h.class != c {
				continue
			}
			said := r.number(content(u.words[h.start:h.end]))
			all.terms = slices.DeleteFunc(all.terms, func(t int) bool { return slices.Contains(said, t) })
		}
	}
	all.weight = r.weight(all.terms)
	return all
}

// whole is a message as one unit, for comparing.
func (r *reading) whole(message int) *unit {
	all := unit{message: message}
	for _, n := range r.of[message] {
		all.terms = append(all.terms, r.units[n].terms...)
	}
	slices.Sort(all.terms)
	all.terms = slices.Compact(all.terms)
	all.weight = r.weight(all.terms)
	return &all
}

// common calls f for each number in both sorted lists.
func common(a, b []int, f func(int)) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			f(a[0])
			a, b = a[1:], b[1:]
		}
	}
}

// shares reports whether two units are about a thing in common.
func shares(a, b *unit) bool {
	found := false
	common(a.terms, b.terms, func(int) { found = true })
	return found
}

func (r *reading) id(message int) string     { return r.messages[message].ID }
func (r *reading) author(message int) string { return r.messages[message].Author }

// another reports whether two messages are by different people, as far as the
// source tells.
func (r *reading) another(a, b int) bool {
	return r.author(a) != r.author(b) || r.author(a) == ""
}

// approvals counts the reactions to a message that approve of it.
func (r *reading) approvals(message int) int {
	n := 0
	for _, reaction := range r.messages[message].Reactions {
		name, _, _ := strings.Cut(strings.Trim(reaction.Name, ":"), "::")
		if cues.reactions[name] {
			n += max(1, reaction.Count)
		}
	}
	return n
}
