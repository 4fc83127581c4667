package tutor

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
)

// Verdict says how far somebody understood a thread.
type Verdict struct {
	// Kind is right, half_right, otherwise or unsaid, as package prompts names
	// them.
	Kind string
	// Text is what is said to the learner, Claims what each part of their words
	// comes to.
	Text   safety.Text
	Claims []Claim
	// Engine is "offline" or the model that judged.
	Engine string
	// Appealed says that the learner brought something other than the thread:
	// that somebody says so. It counts for nothing, and Text says so.
	Appealed bool
}

// Claim is one thing that somebody understood, and what the thread says of it.
type Claim struct {
	// Words are the learner's, or, of a model's claim, what the messages say.
	Words safety.Text
	// Kind as of the Verdict. Said quotes the message that bears it out or says
	// otherwise, Cites name it; both are empty for what the thread does not say.
	Kind  string
	Said  safety.Text
	Cites []string
}

// ErrNothingToJudge says that somebody wrote nothing that could be compared with
// a thread.
var ErrNothingToJudge = errors.New("nothing was said of the thread")

// Judge compares what a learner understood with the question's thread. A model
// may say what the words alone do not show, but every statement of its passes
// the checks that any other does, and where a message says otherwise neither it
// nor the learner's insistence changes that. Terms in what is judged right by a
// model count as retrieved. It fails with ErrNothingToJudge.
func (t *Tutor) Judge(ctx context.Context, q Question, words string) (Verdict, error) {
	v, err := t.judge(ctx, q, words)
	if err != nil {
		return Verdict{}, fmt.Errorf("judge what was understood: %w", err)
	}
	return v, nil
}

func (t *Tutor) judge(ctx context.Context, q Question, words string) (Verdict, error) {
	q.Text = ""
	j, err := t.begin(ctx, q, func(Part) error { return nil })
	if err != nil {
		return Verdict{}, err
	}
	words, _ = safety.Mask(words)
	claims, appealed := claimsOf(words)
	if len(claims) == 0 {
		return Verdict{}, ErrNothingToJudge
	}
	v := Verdict{Engine: "offline", Appealed: appealed}
	open := j.findUndecided(ctx)
	for _, claim := range claims {
		v.Claims = append(v.Claims, j.weighClaim(claim, open))
	}
	if t.Model != nil && !q.Offline {
		j.ownWords(ctx, &v, strings.Join(claims, " "))
	}
	v.Kind = kindOfClaims(v.Claims)
	text := j.lang.say("judge." + v.Kind)
	if v.Engine == "offline" {
		text += " " + j.lang.say("judge.words")
	}
	if appealed {
		text += " " + j.lang.say("judge.appeal")
	}
	v.Text = j.gate.Text(text)
	return v, j.retrieved(ctx, v, strings.Join(claims, " "))
}

// appeal is what brings in somebody's word in place of the thread's.
var appeal = regexp.MustCompile(`(?i)(?:\b(?:because|since|as|and|but)\s+)?\b(?:my|our|the|a)\s+(?:boss|manager|lead|director|ceo|cto|team|colleague|friend|supervisor|chief|vp)s?\s+(?:\w+\s+)?(?:said|says|told me|tells me|thinks|confirmed|confirms|agrees|agreed|insists|is sure|knows)(?:\s+(?:so|it|that))?\b[,:]?|\b(?:trust me|believe me|i(?:['’]m| am) (?:very |quite |absolutely )?(?:sure|certain|positive)(?: that)?|i know (?:for sure|that)|everybody knows(?: that)?|just agree|you are wrong|you['’]re wrong)\b[,:]?`)

// hedge is how people begin to say what they understood.
var hedge = regexp.MustCompile(`(?i)^(?:so|ok|okay|well|hm+|right|yes|no)?[,:]?\s*(?:(?:i|we) (?:think|understand|understood|guess|believe|gather)|it (?:says|means)|this means|if i understand (?:it )?(?:right|correctly)|as i understand it)?(?: that)?[,:]?\s+`)

// maxClaims bounds what is judged at once.
const maxClaims = 8

// claimsOf are the things that somebody says of a thread, without what they say
// of themselves or others in support; appealed says that there was such.
func claimsOf(words string) (claims []string, appealed bool) {
	for _, s := range sentencesOf(words) {
		rest := strings.TrimSpace(appeal.ReplaceAllString(s, " "))
		appealed = appealed || appeal.MatchString(s)
		rest = strings.TrimSpace(hedge.ReplaceAllString(rest+" ", ""))
		if strings.HasSuffix(rest, "?") || len(wordsOf(rest)) < 2 {
			continue
		}
		if claims = append(claims, strings.Join(strings.Fields(rest), " ")); len(claims) == maxClaims {
			break
		}
	}
	return claims, appealed
}

// The shares of a claim's words that a message must hold for it to be borne out,
// and to be about the same thing at all.
const (
	bornOut   = 0.6
	sameThing = 0.3
)

// weighClaim compares a claim with the messages that say most of it.
func (j *job) weighClaim(claim string, open undecided) Claim {
	c := Claim{Words: j.gate.Text(claim), Kind: prompts.JudgedUnsaid}
	cites, support := j.heardGate().Best(j.substance(claim))
	if support < sameThing {
		return c
	}
	said := textOf(j.heard, cites)
	c.Said, c.Cites = j.nearest(cites, claim)
	later, takenBack := open.reversed[c.Cites[0]]
	switch {
	case contradicts(claim, said), len(j.evidence(cites).Unstated(claim, cites)) > 0, j.misattributes(claim, cites):
		c.Kind = prompts.JudgedOtherwise
	case takenBack:
		c.Kind = prompts.JudgedOtherwise
		if later != "" {
			c.Said, c.Cites = j.nearest([]string{later}, claim)
		}
	case open.proposed[c.Cites[0]] && !slices.ContainsFunc(wordsOf(claim), wordSets["say"].has):
		c.Kind = prompts.JudgedHalfRight
	case support >= bornOut && denies(claim) == denies(c.Said.String()):
		c.Kind = prompts.JudgedRight
	default:
		c.Kind = prompts.JudgedHalfRight
	}
	return c
}

// denies reports whether a sentence says that something is not so.
func denies(sentence string) bool {
	return slices.ContainsFunc(wordsOf(sentence), func(w string) bool {
		return wordSets["deny"].has(w) || wordSets["lack"].has(w) || strings.HasSuffix(w, "n't")
	})
}

// nearest is the sentence of the messages that holds most of a claim's words, and
// its message.
func (j *job) nearest(ids []string, claim string) (best safety.Text, id []string) {
	wanted := wordsOf(j.substance(claim))
	most := -1
	for _, cited := range ids {
		m, _ := j.heard.Message(cited)
		for _, s := range sentencesOf(m.Text) {
			n := 0
			for _, w := range wordsOf(s) {
				if slices.ContainsFunc(wanted, func(own string) bool { return sameWord(own, w) }) {
					n++
				}
			}
			if n > most {
				best, id, most = j.gate.Text(s), []string{cited}, n
			}
		}
	}
	return best, id
}

// kindOfClaims is the verdict on all claims together.
func kindOfClaims(claims []Claim) string {
	n := make(map[string]int)
	for _, c := range claims {
		n[c.Kind]++
	}
	switch {
	case n[prompts.JudgedRight] == len(claims):
		return prompts.JudgedRight
	case n[prompts.JudgedUnsaid] == len(claims):
		return prompts.JudgedUnsaid
	case n[prompts.JudgedOtherwise] > 0 && n[prompts.JudgedRight]+n[prompts.JudgedHalfRight] == 0:
		return prompts.JudgedOtherwise
	}
	return prompts.JudgedHalfRight
}
