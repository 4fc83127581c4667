package tutor

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/safety"
)

//go:embed invented.txt
var inventedText string

// inventedWords are the lines of invented.txt.
var inventedWords = slices.DeleteFunc(strings.Split(strings.TrimSpace(inventedText), "\n"), func(s string) bool { return strings.HasPrefix(s, "#") })

// A survey asks about surveyTerms words of the glossary and surveyInvented that
// do not exist.
const (
	surveyTerms    = 10
	surveyInvented = 2
)

// SurveyWord is a word that somebody may know.
type SurveyWord struct {
	// ID goes back into Surveyed.
	ID   string
	Term safety.Text
}

// Survey are the words that a learner is asked about when they first come: core
// terms of all systems, and two that were invented. They are the same for a
// learner each time; none when the glossary holds too few.
func (t *Tutor) Survey(ctx context.Context, who Who) ([]SurveyWord, error) {
	g, err := t.Glossary(ctx, who.Team)
	if err != nil {
		return nil, fmt.Errorf("choose words to ask about: open the glossary: %w", err)
	}
	seed := fnv.New64a()
	seed.Write([]byte(who.Learner))
	random := rand.New(rand.NewPCG(seed.Sum64(), 1))
	entries := slices.DeleteFunc(g.Entries(), func(e glossary.Entry) bool { return e.Status != glossary.Approved })
	if len(entries) < surveyTerms {
		return nil, nil
	}
	random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	slices.SortStableFunc(entries, func(a, b glossary.Entry) int { return cmp.Compare(b.Importance.Weight(), a.Importance.Weight()) })
	var words []SurveyWord
	for _, e := range entries[:surveyTerms] {
		words = append(words, SurveyWord{e.ID, entryGate(e).Text(e.Term)})
	}
	for _, i := range random.Perm(len(inventedWords)) {
		if len(words) < surveyTerms+surveyInvented && len(g.Find(inventedWords[i])) == 0 {
			words = append(words, SurveyWord{inventedID + strconv.Itoa(i), entryGate().Text(inventedWords[i])})
		}
	}
	random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return words, nil
}

// inventedID begins the ids of words that were invented.
const inventedID = "invented:"

// Surveyed records which words of the survey a learner says they know. Who claims
// to know a word that was invented says so of others too easily: then none is
// taken for a claim, and believed is false.
func (t *Tutor) Surveyed(ctx context.Context, who Who, known []string) (believed bool, err error) {
	if slices.ContainsFunc(known, func(id string) bool { return strings.HasPrefix(id, inventedID) }) {
		return false, nil
	}
	g, err := t.Glossary(ctx, who.Team)
	if err != nil {
		return false, fmt.Errorf("record which words are known: open the glossary: %w", err)
	}
	var events []Event
	for _, id := range known {
		if _, ok := g.Entry(id); ok {
			events = append(events, Event{Kind: Claimed, Entry: id})
		}
	}
	if len(events) == 0 {
		return true, nil
	}
	return true, t.remember(ctx, who, events...)
}

// Introduce changes what a learner told about themself: their role and goals,
// language, recap, pause. Secrets in it are masked.
func (t *Tutor) Introduce(ctx context.Context, who Who, change func(*Profile)) error {
	if t.Library == nil || who.Learner == "" {
		return nil
	}
	p, err := t.Library.Profile(ctx, who.Learner)
	if err != nil {
		return fmt.Errorf("change the profile: %w", err)
	}
	change(&p)
	p.ID, p.Item = who.Learner, who.Item
	p.Role, _ = safety.Mask(p.Role)
	p.Goals, _ = safety.Mask(p.Goals)
	if err := t.Library.SaveProfile(ctx, p); err != nil {
		return fmt.Errorf("change the profile: %w", err)
	}
	return nil
}
