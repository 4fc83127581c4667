package eval

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/thread"
)

// Engine asks a judge.
type Engine interface {
	Name() string
	Answer(ctx context.Context, p prompts.Prompt, emit func(prompts.Record) error) (prompts.Usage, error)
}

// Case is a thread to explain, under a name of its own.
type Case struct {
	Name   string
	Thread thread.Thread
	// Key are the ids of the messages that carry the thread; none where nobody
	// has said so.
	Key []string
}

// Answer is an explanation to be judged.
type Answer struct {
	Engine string
	Claims []prompts.Claim
	// Dropped counts what the checks refused.
	Dropped int
	Usage   prompts.Usage
}

// The verdicts on a claim.
const (
	Supported    = "supported"
	Contradicted = "contradicted"
	NotInSource  = "not_in_source"
)

// Verdict is what the judge says of one claim; Needed are the messages among
// its cites that it needs.
type Verdict struct {
	Claim   string   `json:"claim"`
	Cites   []string `json:"cites"`
	Verdict string   `json:"verdict"`
	Needed  []string `json:"needed"`
}

// Result is what became of a case.
type Result struct {
	Case   string `json:"case"`
	Engine string `json:"engine"`
	Judge  string `json:"judge"`
	// Verdicts are on the claims, in order; Criteria by id.
	Verdicts []Verdict       `json:"verdicts"`
	Criteria map[string]bool `json:"criteria"`
	// Key is the share of the key messages that are cited, -1 where none are
	// known.
	Key     float64 `json:"key"`
	Dropped int     `json:"dropped"`
	// Answered and Judged are what the two took.
	Answered prompts.Usage `json:"answered"`
	Judged   prompts.Usage `json:"judged"`
}

// Run explains and judges cases, one after the other.
type Run struct {
	Explain func(ctx context.Context, t thread.Thread) (Answer, error)
	Judge   Engine
	// Log keeps each result as one line of JSON as soon as it is there.
	Log io.Writer
	// Progress is told before each case how many are done.
	Progress func(done, of int, name string)
}

//go:embed criteria.txt
var criteriaList string

// Criteria are the questions about a whole explanation.
func Criteria() []prompts.Criterion {
	var all []prompts.Criterion
	for line := range strings.Lines(criteriaList) {
		id, question, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(id, "#") {
			all = append(all, prompts.Criterion{ID: id, Question: question})
		}
	}
	return all
}

// Cases runs those that are not among the results of an earlier run, and returns
// all results. It ends with the first error, for the next case would most likely
// fail too; what was done before is in the log.
func (r Run) Cases(ctx context.Context, cases []Case, earlier []Result) ([]Result, error) {
	results := slices.Clone(earlier)
	for i, c := range cases {
		if slices.ContainsFunc(earlier, func(e Result) bool { return e.Case == c.Name }) {
			continue
		}
		r.Progress(i, len(cases), c.Name)
		result, err := r.one(ctx, c)
		if err != nil {
			return results, fmt.Errorf("%s: %w", c.Name, err)
		}
		if err := json.NewEncoder(r.Log).Encode(result); err != nil {
			return results, fmt.Errorf("keep the result of %s: %w", c.Name, err)
		}
		results = append(results, result)
	}
	return results, nil
}

func (r Run) one(ctx context.Context, c Case) (Result, error) {
	a, err := r.Explain(ctx, c.Thread)
	if err != nil {
		return Result{}, err
	}
	result := Result{
		Case: c.Name, Engine: a.Engine, Judge: r.Judge.Name(), Criteria: map[string]bool{},
		Verdicts: []Verdict{}, Key: keyShare(c, a), Dropped: a.Dropped, Answered: a.Usage,
	}
	p, err := prompts.Verify{Thread: c.Thread, Claims: a.Claims, Criteria: Criteria()}.Prompt()
	if err != nil {
		return Result{}, err
	}
	said := make(map[string]prompts.Record)
	result.Judged, err = r.Judge.Answer(ctx, p, func(rec prompts.Record) error {
		if _, ok := said[rec.Entry]; !ok {
			said[rec.Entry] = rec
		}
		return nil
	})
	if err != nil {
		return Result{}, fmt.Errorf("ask the judge: %w", err)
	}
	if err := result.take(a, said); err != nil {
		return Result{}, err
	}
	return result, nil
}

// errJudge says that a judge left out what it was asked.
var errJudge = errors.New("the judge gave no verdict that can be read; use a larger model as --judge")

// take reads the judge's records. A verdict that is missing is an error: counted
// as good or bad it would lie.
func (r *Result) take(a Answer, said map[string]prompts.Record) error {
	for i, c := range a.Claims {
		rec := said[strconv.Itoa(i+1)]
		v := Verdict{Claim: c.Text, Cites: c.Cites, Needed: []string{}, Verdict: strings.ToLower(strings.TrimSpace(rec.Text))}
		if v.Verdict != Supported && v.Verdict != Contradicted && v.Verdict != NotInSource {
			return errJudge
		}
		for _, id := range rec.Cites {
			if v.Verdict == Supported && slices.Contains(c.Cites, id) {
				v.Needed = append(v.Needed, id)
			}
		}
		r.Verdicts = append(r.Verdicts, v)
	}
	for _, c := range Criteria() {
		switch strings.ToLower(strings.TrimSpace(said[c.ID].Text)) {
		case "yes":
			r.Criteria[c.ID] = true
		case "no":
			r.Criteria[c.ID] = false
		default:
			return errJudge
		}
	}
	return nil
}

// keyShare is the share of a case's key messages that an answer cites.
func keyShare(c Case, a Answer) float64 {
	if len(c.Key) == 0 {
		return -1
	}
	n := 0
	for _, id := range c.Key {
		if slices.ContainsFunc(a.Claims, func(c prompts.Claim) bool { return slices.Contains(c.Cites, id) }) {
			n++
		}
	}
	return float64(n) / float64(len(c.Key))
}

// ReadResults reads the log of an earlier run. A last line that was cut off, as
// a process that ends leaves it, is passed over.
func ReadResults(r io.Reader) ([]Result, error) {
	var all []Result
	for d := json.NewDecoder(r); ; {
		var one Result
		switch err := d.Decode(&one); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("read the results of an earlier run: %w", err)
		}
		all = append(all, one)
	}
}
