package eval

import (
	"math/rand/v2"
	"slices"
)

// Measure is a mean over cases, with the bounds between which it lies with 95 %
// probability (bootstrap over the cases).
type Measure struct {
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// Cases is over how many.
	Cases int `json:"cases"`
}

// Summary is what a run comes to.
type Summary struct {
	Engine string `json:"engine"`
	Judge  string `json:"judge"`
	// Supported, Contradicted and NotInSource are shares of the claims.
	Supported    Measure `json:"supported"`
	Contradicted Measure `json:"contradicted"`
	NotInSource  Measure `json:"not_in_source"`
	// CitationRecall is the share of claims that their citations carry,
	// CitationPrecision the share of citations that their claims need.
	CitationRecall    Measure `json:"citation_recall"`
	CitationPrecision Measure `json:"citation_precision"`
	// KeyMessages is the share of key messages that are cited.
	KeyMessages Measure            `json:"key_messages"`
	Criteria    map[string]Measure `json:"criteria"`
	AllCriteria Measure            `json:"all_criteria"`
	// Dollars and Tokens are of the explanations, JudgeDollars and JudgeTokens
	// of the verdicts.
	Dollars      float64 `json:"dollars"`
	Tokens       int     `json:"tokens"`
	JudgeDollars float64 `json:"judge_dollars"`
	JudgeTokens  int     `json:"judge_tokens"`
	// Worst are the cases with the fewest supported claims, at most ten.
	Worst []Result `json:"worst"`
	// Estimated says that some provider did not count its tokens.
	Estimated bool `json:"estimated"`
}

// share of the verdicts that are as given; an explanation without claims has
// failed.
func (r Result) share(verdict string) float64 {
	if len(r.Verdicts) == 0 {
		if verdict == NotInSource {
			return 1
		}
		return 0
	}
	n := 0
	for _, v := range r.Verdicts {
		if v.Verdict == verdict {
			n++
		}
	}
	return float64(n) / float64(len(r.Verdicts))
}

// precise is the share of citations that are needed; those of claims that do not
// hold are not.
func (r Result) precise() float64 {
	cites, needed := 0, 0
	for _, v := range r.Verdicts {
		cites += len(v.Cites)
		needed += len(v.Needed)
	}
	if cites == 0 {
		return 0
	}
	return float64(needed) / float64(cites)
}

// met is the share of criteria that are answered with yes.
func (r Result) met() float64 {
	n := 0
	for _, yes := range r.Criteria {
		if yes {
			n++
		}
	}
	return float64(n) / float64(max(1, len(r.Criteria)))
}

// Summarize measures the results of one engine.
func Summarize(results []Result) Summary {
	s := Summary{Criteria: make(map[string]Measure)}
	over := func(f func(Result) float64) Measure {
		values := make([]float64, 0, len(results))
		for _, r := range results {
			if v := f(r); v >= 0 {
				values = append(values, v)
			}
		}
		return measure(values)
	}
	s.Supported = over(func(r Result) float64 { return r.share(Supported) })
	s.Contradicted = over(func(r Result) float64 { return r.share(Contradicted) })
	s.NotInSource = over(func(r Result) float64 { return r.share(NotInSource) })
	s.CitationRecall = s.Supported
	s.CitationPrecision = over(Result.precise)
	s.KeyMessages = over(func(r Result) float64 { return r.Key })
	s.AllCriteria = over(Result.met)
	for _, c := range Criteria() {
		s.Criteria[c.ID] = over(func(r Result) float64 {
			if r.Criteria[c.ID] {
				return 1
			}
			return 0
		})
	}
	for _, r := range results {
		s.Engine, s.Judge = r.Engine, r.Judge
		s.Dollars += float64(r.Answered.Cost) / 1e6
		s.Tokens += r.Answered.PromptTokens + r.Answered.CompletionTokens
		s.JudgeDollars += float64(r.Judged.Cost) / 1e6
		s.JudgeTokens += r.Judged.PromptTokens + r.Judged.CompletionTokens
		s.Estimated = s.Estimated || r.Answered.Estimated || r.Judged.Estimated
	}
	s.Worst = slices.Clone(results)
	slices.SortStableFunc(s.Worst, func(a, b Result) int {
		switch x, y := a.share(Supported)+a.met()/100, b.share(Supported)+b.met()/100; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	s.Worst = s.Worst[:min(10, len(s.Worst))]
	return s
}

// resamples is how often the cases are drawn anew for the bounds of a mean.
const resamples = 2000

// measure takes the mean, and its bounds with a generator that is always seeded
// alike: the same results give the same report.
func measure(values []float64) Measure {
	m := Measure{Cases: len(values)}
	if len(values) == 0 {
		return m
	}
	m.Mean = mean(values)
	random := rand.New(rand.NewPCG(1, 2))
	means := make([]float64, resamples)
	drawn := make([]float64, len(values))
	for i := range means {
		for k := range drawn {
			drawn[k] = values[random.IntN(len(values))]
		}
		means[i] = mean(drawn)
	}
	slices.Sort(means)
	m.Low, m.High = means[resamples*25/1000], means[resamples*975/1000]
	return m
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
