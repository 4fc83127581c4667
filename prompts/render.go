package prompts

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/template"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/thread"
)

//go:embed *.tmpl
var files embed.FS

// templates define, for each task, "TASK system" and "TASK user".
var templates = template.Must(template.ParseFS(files, "*.tmpl"))

// request is what the three kinds of prompt have in common.
type request Explain

// view is what the templates see. Every string but the levels' is a JSON line,
// in which '<' and line breaks are escaped: no text can close the block that it
// stands in.
type view struct {
	Learner, About      string
	Thread              []string
	Glossary, Undefined []string
	HasQuestion         bool
	Notes               []string
	Skipped             int
	Level, MaxWords     int
}

func (r request) render(task Task) (Prompt, error) {
	v, c, err := r.view()
	if err != nil {
		return Prompt{}, fmt.Errorf("render the %s prompt: %w", task, err)
	}
	p, err := v.prompt(task)
	if err != nil {
		return Prompt{}, fmt.Errorf("render the %s prompt: %w", task, err)
	}
	p.Thread, p.Terms, p.Question, p.MaxWords = r.Thread, r.Terms, r.Question, r.MaxWords
	p.Skipped, p.Cut = c.skipped, c.cut
	p.Split = func(b Budget) (Parts, error) { return r.split(task, b) }
	return p, nil
}

// execute renders both messages of a task.
func execute(task Task, v any) (Prompt, error) {
	p := Prompt{Task: task}
	for name, to := range map[string]*string{string(task) + " system": &p.System, string(task) + " user": &p.User} {
		var b strings.Builder
		if err := templates.ExecuteTemplate(&b, name, v); err != nil {
			return Prompt{}, fmt.Errorf("render the %s prompt: %w", task, err)
		}
		*to = b.String()
	}
	return p, nil
}

// prompt renders a task for a learner.
func (v view) prompt(task Task) (Prompt, error) {
	p, err := execute(task, v)
	if err != nil {
		return Prompt{}, err
	}
	var shared strings.Builder
	if err := templates.ExecuteTemplate(&shared, "shared", v); err != nil {
		return Prompt{}, err
	}
	p.Shared = shared.Len()
	return p, nil
}

func (r request) view() (view, choice, error) {
	if len(r.Thread.Messages) == 0 {
		return view{}, choice{}, errors.New("the thread has no messages")
	}
	v := view{HasQuestion: r.Question != "", Level: max(0, min(r.Level, 3)), MaxWords: r.MaxWords}
	var err error
	if v.Learner, err = line(learnerData{Role: r.Role, Goals: r.Goals, Question: r.Question}); err != nil {
		return v, choice{}, err
	}
	if v.About, err = line(aboutData{Channel: r.Thread.Channel, System: r.Thread.System}); err != nil {
		return v, choice{}, err
	}
	c, err := r.Budget.choose(r.Thread.Messages)
	if err != nil {
		return v, choice{}, err
	}
	v.Thread, v.Skipped = c.lines, len(c.skipped)
	for _, t := range r.Terms {
		l, err := line(termOf(t))
		if err != nil {
			return v, choice{}, err
		}
		v.Glossary = append(v.Glossary, l)
	}
	for _, u := range r.Undefined {
		l, err := line(u)
		if err != nil {
			return v, choice{}, err
		}
		v.Undefined = append(v.Undefined, l)
	}
	return v, c, nil
}

type learnerData struct {
	Role     string `json:"role,omitempty"`
	Goals    string `json:"goals,omitempty"`
	Question string `json:"question,omitempty"`
}

type aboutData struct {
	Channel string `json:"channel,omitempty"`
	System  string `json:"system,omitempty"`
}

type messageData struct {
	ID     string `json:"id"`
	Author string `json:"author,omitempty"`
	Role   string `json:"author_role,omitempty"`
	Bot    bool   `json:"bot,omitempty"`
	Time   string `json:"time,omitempty"`
	Text   string `json:"text"`
}

func messageLine(m thread.Message, bytes int) (string, error) {
	return line(messageData{
		ID: m.ID, Author: m.Author, Role: m.AuthorRole, Bot: m.Bot,
		Time: strings.TrimSpace(m.Day + " " + m.Time), Text: cut(m.Text, bytes),
	})
}

// termData is a glossary entry as the model sees it: what it needs to word the
// treatment, and no more.
type termData struct {
	Entry     string          `json:"entry"`
	Term      string          `json:"term"`
	Surface   string          `json:"as_written,omitempty"`
	Directive string          `json:"directive"`
	Status    glossary.Status `json:"status,omitempty"`
	Plain     string          `json:"plain"`
	Why       string          `json:"why,omitempty"`
	Anchor    string          `json:"anchor,omitempty"`
	Messages  []string        `json:"messages,omitempty"`
}

// directives are the words of the treatments in the system message.
var directives = map[Treatment]string{Card: "teach", Bracket: "bracket", Bare: "bare", Paraphrase: "avoid"}

func termOf(t TermUse) termData {
	d := termData{
		Entry: t.Entry.ID, Term: t.Entry.Term, Directive: directives[t.Treatment],
		Status: t.Entry.Status, Plain: t.Entry.Plain, Messages: t.Messages,
	}
	if d.Directive == "" {
		d.Directive = "bare"
	}
	if !strings.EqualFold(t.Surface, t.Entry.Term) {
		d.Surface = t.Surface
	}
	if t.Treatment == Card {
		d.Why, d.Anchor = t.Entry.Why, t.Anchor
	}
	return d
}

// line is one line of JSON. Marshal escapes <, >, & and line breaks (U+2028
// too), and replaces what is not UTF-8.
func line(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
