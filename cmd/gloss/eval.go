package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/eval"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/tutor"
)

type evalCommand struct {
	Judge     string   `help:"The model that judges, provider:name. A family other than the one that answers judges more fairly. Default: the first of GLOSS_MODEL." placeholder:"MODEL"`
	Against   string   `help:"Compare with this model: both explain each thread, and the judge sees each pair in both orders." placeholder:"MODEL"`
	Calibrate string   `help:"Compare the judge with people: JSON lines {case, claim, cites, verdict}, the verdict supported, contradicted or not_in_source." placeholder:"FILE"`
	Budget    string   `help:"Spend no more than this, the judge included: dollars (2.50) or tokens (200000 tokens)." placeholder:"AMOUNT"`
	Out       string   `help:"Folder for the results; a run that was stopped goes on from there." default:"gloss-eval" placeholder:"DIR"`
	Glossary  []string `help:"Glossary to explain with: a directory, .md or .json (repeatable; none = the bundled CNCF glossary)." placeholder:"DIR|FILE" sep:"none"`
	JSON      bool     `help:"Print one JSON object."`
	Folder    string   `arg:"" help:"Threads: NAME.json or NAME.txt, and beside them NAME.gold.json with key_messages where somebody has chosen them."`
}

// Run measures the explanations of the user's own model on a folder of threads.
func (c evalCommand) Run(env environment) error {
	cases, err := c.cases(env)
	if err != nil {
		return err
	}
	limit, err := model.ParseLimit(c.Budget)
	if err != nil {
		return fmt.Errorf("--budget: %w", err)
	}
	budget := &model.Budget{Total: limit, Now: time.Now}
	list := readSettings(env.getenv).Model
	if list == "" && c.Calibrate == "" {
		return errors.New("GLOSS_MODEL is not set; name the model whose explanations are to be measured, like openai:gpt-5-mini")
	}
	first, _, _ := strings.Cut(list, ",")
	judgeName := c.Judge
	if judgeName == "" {
		judgeName = first
	}
	judge, err := withinBudget(env, judgeName, budget)
	if err != nil {
		return err
	}
	switch {
	case c.Calibrate != "":
		return c.calibrate(env, judge, cases)
	case c.Against != "":
		return c.compare(env, judge, cases, list, budget)
	}
	return c.measure(env, judge, cases, list, budget)
}

// withinBudget opens models of which the budget bounds the cost.
func withinBudget(env environment, list string, budget *model.Budget) (tutor.Engine, error) {
	prices, err := readSettings(env.getenv).prices()
	if err != nil {
		return nil, err
	}
	chain, err := model.OpenAll(list, env.getenv, func(p *model.Provider) (model.Engine, error) {
		return model.NewMeter(p, prices, budget)
	})
	if err != nil {
		return nil, err
	}
	return &model.Long{Engine: chain}, nil
}

func (c evalCommand) measure(env environment, judge tutor.Engine, cases []eval.Case, list string, budget *model.Budget) error {
	engine, err := withinBudget(env, list, budget)
	if err != nil {
		return err
	}
	explain, err := c.explainer(env, engine)
	if err != nil {
		return err
	}
	log, earlier, err := c.log(engine.Name(), judge.Name())
	if err != nil {
		return err
	}
	defer log.Close()
	run := eval.Run{Explain: explain, Judge: judge, Log: log, Progress: progressOf(env)}
	results, err := run.Cases(env.ctx, cases, earlier)
	if err != nil && len(results) == 0 {
		return sentence(err)
	}
	summary := eval.Summarize(results)
	if failed := c.report(env, summary); failed != nil || err == nil {
		return failed
	}
	return fmt.Errorf("stopped after %d of %d threads; the same command goes on from there: %w", len(results), len(cases), sentence(err))
}

// log opens the results of an earlier run with the same models, to be added to.
func (c evalCommand) log(engine, judge string) (*os.File, []eval.Result, error) {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return nil, nil, fmt.Errorf("make the folder %s: %w", c.Out, reason(err))
	}
	name := filepath.Join(c.Out, unfit.ReplaceAllString(engine+"-by-"+judge, "-")+".jsonl")
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", name, reason(err))
	}
	earlier, err := eval.ReadResults(file)
	if err == nil {
		// What a process that was killed left of a line goes.
		err = rewrite(file, earlier)
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%s: %w", name, err), file.Close())
	}
	return file, earlier, nil
}

// unfit is what stands in names of models but not well in those of files.
var unfit = regexp.MustCompile(`[^A-Za-z0-9.]+`)

func rewrite(file *os.File, results []eval.Result) error {
	if _, err := file.Seek(0, 0); err != nil {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	out := json.NewEncoder(file)
	for _, r := range results {
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// report prints the summary, and keeps it as JSON.
func (c evalCommand) report(env environment, s eval.Summary) error {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, "report.json"), append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", reason(err))
	}
	if c.JSON {
		return printJSON(env, s, nil)
	}
	return s.Report(env.stdout)
}

func (c evalCommand) compare(env environment, judge tutor.Engine, cases []eval.Case, list string, budget *model.Budget) error {
	var sides [2]eval.Explainer
	for i, names := range []string{list, c.Against} {
		engine, err := withinBudget(env, names, budget)
		if err != nil {
			return err
		}
		if sides[i], err = c.explainer(env, engine); err != nil {
			return err
		}
	}
	got, err := eval.Compare(env.ctx, judge, cases, sides[0], sides[1], progressOf(env))
	if err != nil {
		return sentence(err)
	}
	if c.JSON {
		return printJSON(env, got, nil)
	}
	fmt.Fprintf(env.stdout, "%s explains better %d times, %s %d times. %d ties, %d of them because the judge only preferred a place.\n",
		got.First, got.FirstWins, got.Second, got.SecondWins, got.Ties, got.Swayed)
	return nil
}

func (c evalCommand) calibrate(env environment, judge tutor.Engine, cases []eval.Case) error {
	file, err := os.Open(c.Calibrate)
	if err != nil {
		return fmt.Errorf("--calibrate names %s: %w", c.Calibrate, reason(err))
	}
	defer file.Close()
	labels, err := eval.ReadLabels(file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Calibrate, err)
	}
	a, err := eval.Calibrate(env.ctx, judge, cases, labels)
	if err != nil {
		return sentence(err)
	}
	if c.JSON {
		if err := printJSON(env, a, nil); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(env.stdout, "%s agrees with people on %.0f %% of %d claims (kappa %.2f).\n", judge.Name(), 100*a.Same, a.Labels, a.Kappa)
		for _, d := range a.Differ {
			fmt.Fprintf(env.stdout, "  %s: people say %s, the judge %s: %s\n", d.Case, d.Verdict, d.Judge, clean(d.Claim))
		}
	}
	if a.Kappa < eval.LeastKappa {
		return fmt.Errorf("the judge agrees too little with people (kappa %.2f, at least %.1f is wanted); choose another with --judge", a.Kappa, eval.LeastKappa)
	}
	return nil
}

// progressOf says before each thread how many are done.
func progressOf(env environment) func(done, of int, name string) {
	return func(done, of int, name string) {
		const places = 20
		filled := done * places / of
		fmt.Fprintf(env.stderr, "[%s%s] %d of %d: %s\n", strings.Repeat("█", filled), strings.Repeat("·", places-filled), done, of, clean(name))
	}
}

// sentence puts a model's failure into words for people.
func sentence(err error) error {
	var failed *model.Error
	if errors.As(err, &failed) && failed.Kind == model.Spent {
		return errors.New("the --budget is used up")
	}
	if errors.As(err, &failed) {
		return errors.New(failed.Sentence())
	}
	return err
}
