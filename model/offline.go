package model

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
)

// Offline is the engine that needs no model: it answers in quotes. It finds the
// messages that carry a thread by what people say ("we'll go with", "can you",
// "scratch that") and by what they are about. Every Text it emits stands word
// for word in the first message it cites.
//
// The same prompt gives the same records, byte for byte. It claims nothing that
// is not a quote: whether a decision stands, who answered and who owns a task
// it reads off the cues, and leaves empty what they do not tell.
type Offline struct{}

// Name returns "offline".
func (Offline) Name() string { return "offline" }

// How many records an answer holds of each kind.
const (
	maxPoints    = 5
	maxDecisions = 12
	maxProposals = 3
	maxQuestions = 15
	maxActions   = 15
	maxOthers    = 4 // risks, disagreements
	maxQuotes    = 3 // for a question
	opening      = 8 // messages in which a thread says what it is about
)

// room is how many records of a kind a brief holds: more for a longer thread, up
// to what somebody still reads.
func (r *reading) room(least int) int {
	const perMessages, most = 15, 40
	return min(max(least, most), least+len(r.messages)/perMessages)
}

// Answer emits the records. Its only errors are those of emit and of ctx.
func (Offline) Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error) {
	usage := prompts.Usage{Engine: "offline"}
	if err := ctx.Err(); err != nil {
		return usage, context.Cause(ctx)
	}
	r := read(p)
	var records []prompts.Record
	switch p.Task {
	case prompts.AnswerTask:
		records = r.answer()
	case prompts.BriefTask:
		records = rank(r).brief()
	default:
		records = rank(r).explain()
	}
	for _, rec := range records {
		if err := ctx.Err(); err != nil {
			return usage, context.Cause(ctx)
		}
		if err := emit(rec); err != nil {
			return usage, err
		}
	}
	return usage, nil
}

// record quotes a unit.
func (r *reading) record(kind prompts.Kind, n int) prompts.Record {
	u := &r.units[n]
	return prompts.Record{Kind: kind, Text: u.text, Cites: []string{r.id(u.message)}, Quote: true}
}

// answer quotes what a question finds.
func (r *reading) answer() []prompts.Record {
	var records []prompts.Record
	for _, m := range r.search(r.prompt.Question, maxQuotes) {
		kind := prompts.Point
		if len(records) == 0 {
			kind = prompts.Gist
		}
		records = append(records, r.record(kind, r.nearest(m, r.prompt.Question)))
	}
	if len(records) == 0 {
		return []prompts.Record{{Kind: prompts.Unknown}}
	}
	return fit(records, r.prompt.MaxWords)
}

// explain is the gist and the few messages that carry the thread, in order,
// each as the kind of thing it is.
func (k *ranking) explain() []prompts.Record {
	gist, about := k.gist()
	kinds := make(map[int]prompts.Record)
	bonus := make(map[int]float64)
	note := func(n int, rec prompts.Record, worth float64) {
		if _, ok := kinds[n]; !ok {
			kinds[n], bonus[n] = rec, worth
		}
	}
	for _, d := range k.decisions() {
		switch d.status {
		case current:
			note(d.unit, k.decisionRecord(d), 1.5)
		case reversed:
			note(d.unit, k.decisionRecord(d), .5)
		}
	}
	for _, t := range k.actions() {
		note(t.unit, k.actionRecord(t), .6)
	}
	for _, q := range k.questions() {
		worth := 0.0
		if len(q.answers) == 0 {
			worth = .3
		}
		note(q.unit, k.questionRecord(q), worth)
	}
	skip := make(map[int]bool)
	if about >= 0 {
		skip[about] = true
	}
	picked := k.choose(maxPoints, bonus, skip)
	points := make([]prompts.Record, 0, len(picked))
	for _, n := range fitting(k.reading, picked, k.prompt.MaxWords, gist) {
		rec, ok := kinds[n]
		if !ok {
			rec = k.record(prompts.Point, n)
		}
		points = append(points, rec)
	}
	return append(gist, points...)
}

// fitting drops, from the least important on, the picks that have no room
// beside the gist, and puts the rest in the order of the thread.
func fitting(r *reading, picked []int, maxWords int, gist []prompts.Record) []int {
	room := maxWords
	for _, g := range gist {
		room -= length(g.Text)
	}
	var kept []int
	for _, n := range picked {
		if room -= r.units[n].length; maxWords > 0 && room < 0 {
			room += r.units[n].length
			continue
		}
		kept = append(kept, n)
	}
	slices.Sort(kept)
	return kept
}

// gist quotes the message that tells best what the thread is about, and returns
// its index too, -1 when there is nothing to quote. That is the first that says
// anything, for a thread is about its root.
func (k *ranking) gist() ([]prompts.Record, int) {
	best := -1
	for i := range k.of[:min(len(k.of), opening)] {
		for _, n := range k.of[i] {
			if k.units[n].said >= tooShort && !fragment(k.units[n].text) && !k.order[i] && (best < 0 || k.score[n] > k.score[best]) {
				best = n
			}
		}
		if best >= 0 {
			break
		}
	}
	if best < 0 && len(k.ranked) > 0 {
		best = k.ranked[0]
	}
	if best >= 0 {
		return []prompts.Record{k.record(prompts.Gist, best)}, k.units[best].message
	}
	for i, m := range k.messages {
		for _, line := range strings.Split(m.Text, "\n") {
			line = shorten(strings.TrimSpace(line))
			if line != "" && !strings.HasPrefix(line, "```") && (k.prompt.Quotable == nil || k.prompt.Quotable(line)) {
				return []prompts.Record{{Kind: prompts.Gist, Text: line, Cites: []string{m.ID}, Quote: true}}, i
			}
		}
	}
	return nil, -1
}

// brief is every section that the thread has something for.
func (k *ranking) brief() []prompts.Record {
	records, about := k.gist()
	used := make(map[int]bool)
	add := func(n int, rec prompts.Record) {
		used[n] = true
		records = append(records, rec)
	}
	for _, d := range k.inBrief(k.decisions()) {
		add(d.unit, k.decisionRecord(d))
	}
	for _, q := range limit(k, k.questions(), k.room(maxQuestions), func(q enquiry) (int, bool) { return q.unit, len(q.answers) == 0 }) {
		add(q.unit, k.questionRecord(q))
	}
	for _, t := range limit(k, k.actions(), k.room(maxActions), func(t task) (int, bool) { return t.unit, t.owner != "" }) {
		add(t.unit, k.actionRecord(t))
	}
	for _, d := range k.disputes(used) {
		add(d.unit, k.disputeRecord(d))
	}
	for _, n := range k.risks(used) {
		add(n, k.record(prompts.Risk, n))
	}
	skip := map[int]bool{about: true}
	points := k.choose(maxPoints, nil, skip)
	slices.Sort(points)
	for _, n := range points {
		if !used[n] {
			records = append(records, k.record(prompts.Point, n))
		}
	}
	return fit(records, k.prompt.MaxWords)
}

// inBrief orders decisions for a brief: those that stand, the latest first, the
// withdrawn, and a few of those that were only proposed.
func (k *ranking) inBrief(all []ruling) []ruling {
	order := map[string]int{current: 0, reversed: 1, proposed: 2}
	slices.SortStableFunc(all, func(a, b ruling) int {
		return cmp.Or(order[a.status]-order[b.status], b.unit-a.unit)
	})
	var kept []ruling
	proposals := 0
	for _, d := range all {
		if d.status == proposed {
			if proposals++; proposals > maxProposals {
				continue
			}
		}
		if len(kept) < k.room(maxDecisions) {
			kept = append(kept, d)
		}
	}
	return kept
}

// limit keeps the n best, those that press first, in the order of the thread.
func limit[T any](k *ranking, all []T, n int, of func(T) (unit int, presses bool)) []T {
	if len(all) <= n {
		return all
	}
	best := slices.Clone(all)
	slices.SortStableFunc(best, func(a, b T) int {
		ua, pa := of(a)
		ub, pb := of(b)
		if pa != pb {
			if pa {
				return -1
			}
			return 1
		}
		return cmp.Compare(k.score[ub], k.score[ua])
	})
	best = best[:n]
	slices.SortStableFunc(best, func(a, b T) int {
		ua, _ := of(a)
		ub, _ := of(b)
		return ua - ub
	})
	return best
}

// fit drops the records from the end that go beyond a number of words, 0 for no
// bound; the first stays.
func fit(records []prompts.Record, maxWords int) []prompts.Record {
	if maxWords <= 0 {
		return records
	}
	var kept []prompts.Record
	words := 0
	for i, rec := range records {
		n := length(rec.Text)
		if i > 0 && words+n > maxWords {
			continue
		}
		words += n
		kept = append(kept, rec)
	}
	return kept
}
