package prompts

import (
	"fmt"
	"slices"

	"github.com/gloss-tutor/gloss/thread"
)

// maxParts bounds how many parts a thread is read in: at the default budget 64
// hold some 25,000 messages of chat.
const maxParts = 64

// Parts is a request about a thread that is longer than a model reads at once.
type Parts struct {
	// Notes are prompts for notes of one part each, in the order of the thread.
	// The Thread of each is that part, after the root. They are the same for
	// all learners.
	Notes []Prompt
	// Unread are the ids of messages that no part shows, Shortened those that
	// a part shows the beginning of.
	Unread, Shortened []string
	// Merge renders the request itself, over the notes of all parts. What it
	// shows of the thread beside them is its root and its end. Notes beyond its
	// budget are left out, those of every part in the same measure.
	Merge func(notes [][]Record) (Prompt, error)
}

// split renders the request in parts.
func (r request) split(task Task, b Budget) (Parts, error) {
	b = b.orDefault()
	all := r.Thread.Messages
	root, err := b.render(all[0])
	if err != nil {
		return Parts{}, fmt.Errorf("render the notes prompt: %w", err)
	}
	stretches, err := b.stretches(all[1:], b.Tokens-Tokens(root.line))
	if err != nil {
		return Parts{}, fmt.Errorf("render the notes prompt: %w", err)
	}
	var parts Parts
	if n := len(stretches); n > maxParts {
		// As when a prompt is cut: the root, and the newest there is room for.
		for _, s := range stretches[1 : n-maxParts+1] {
			for _, m := range s.rendered {
				parts.Unread = append(parts.Unread, m.id)
			}
		}
		stretches = append(stretches[:1], stretches[n-maxParts+1:]...)
	}
	if root.cut {
		parts.Shortened = append(parts.Shortened, root.id)
	}
	for _, s := range stretches {
		p, cut, err := r.notes(root, s)
		if err != nil {
			return Parts{}, fmt.Errorf("render the notes prompt: %w", err)
		}
		parts.Notes = append(parts.Notes, p)
		parts.Shortened = append(parts.Shortened, cut...)
	}
	parts.Merge = func(notes [][]Record) (Prompt, error) { return r.merge(task, b, notes) }
	return parts, nil
}

// stretch is a part of a thread.
type stretch struct {
	messages []thread.Message
	rendered []rendered
}

// stretches cuts messages into parts of so many tokens, and renders them.
func (b Budget) stretches(messages []thread.Message, tokens int) ([]stretch, error) {
	all := []stretch{{}}
	room := tokens
	for i, m := range messages {
		r, err := b.render(m)
		if err != nil {
			return nil, err
		}
		now := &all[len(all)-1]
		need := Tokens(r.line)
		if len(now.rendered) > 0 && (need > room || len(now.rendered)+1 >= b.Messages) {
			all = append(all, stretch{messages: messages[i:i]})
			now, room = &all[len(all)-1], tokens
		}
		now.rendered = append(now.rendered, r)
		now.messages = messages[i-len(now.rendered)+1 : i+1]
		room -= need
	}
	return all, nil
}

// notes renders the prompt for one part.
func (r request) notes(root rendered, s stretch) (p Prompt, cut []string, err error) {
	var v view
	if v.About, err = line(aboutData{Channel: r.Thread.Channel, System: r.Thread.System}); err != nil {
		return p, nil, err
	}
	c := choice{lines: []string{root.line}}
	for _, m := range s.rendered {
		c.add(m)
	}
	v.Thread = c.lines
	if p, err = v.prompt(NotesTask); err != nil {
		return p, nil, err
	}
	p.Thread = r.Thread
	p.Thread.Messages = slices.Concat(r.Thread.Messages[:1], s.messages)
	return p, c.cut, nil
}

// merge renders the request over the notes: half of the budget for them, and
// the rest for the thread's root and end.
func (r request) merge(task Task, b Budget, notes [][]Record) (Prompt, error) {
	r.Budget = b
	r.Budget.Tokens = b.Tokens / 2
	v, c, err := r.view()
	if err != nil {
		return Prompt{}, fmt.Errorf("render the %s prompt: %w", task, err)
	}
	if v.Notes, err = chooseNotes(notes, b.Tokens/2); err != nil {
		return Prompt{}, fmt.Errorf("render the %s prompt: %w", task, err)
	}
	p, err := v.prompt(task)
	if err != nil {
		return Prompt{}, fmt.Errorf("render the %s prompt: %w", task, err)
	}
	p.Thread, p.Terms, p.Question, p.MaxWords = r.Thread, r.Terms, r.Question, r.MaxWords
	p.Skipped, p.Cut = c.skipped, c.cut
	return p, nil
}

// chooseNotes renders the notes that fit, in the order of the thread: the
// weightiest of every part, then the next of every part.
func chooseNotes(notes [][]Record, room int) ([]string, error) {
	chosen := make([][]string, len(notes))
	order := make([][]int, len(notes))
	most := 0
	for i, part := range notes {
		chosen[i] = make([]string, len(part))
		order[i] = Weightiest(part)
		most = max(most, len(part))
	}
	for rank := range most {
		for i, part := range notes {
			if rank >= len(part) {
				continue
			}
			n := order[i][rank]
			l, err := line(part[n])
			if err != nil {
				return nil, err
			}
			if need := Tokens(l); need <= room {
				room -= need
				chosen[i][n] = l
			}
		}
	}
	lines := slices.Concat(chosen...)
	return slices.DeleteFunc(lines, func(l string) bool { return l == "" }), nil
}

// weights order the kinds by what a reader would miss most.
var weights = map[Kind]int{Decision: 6, Action: 5, Question: 4, Disagreement: 3, Risk: 3, Point: 2, Unknown: 1}

// Weightiest returns the indices of records, the weightiest first, and among
// equals the latest.
func Weightiest(records []Record) []int {
	order := make([]int, len(records))
	for i := range order {
		order[i] = len(records) - 1 - i
	}
	slices.SortStableFunc(order, func(a, b int) int { return weights[records[b].Kind] - weights[records[a].Kind] })
	return order
}
