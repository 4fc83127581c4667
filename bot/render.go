package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/safety"
	"github.com/gloss-tutor/gloss/thread"
	"github.com/gloss-tutor/gloss/tutor"
)

// dialect is a way to write formatted text for Slack.
type dialect struct {
	markdown bool
	bold     func(string) string
	link     func(label, url string) string
	// plain takes the meaning from everything that has one in the dialect.
	plain func(string) string
}

// markdown is what streams take; mrkdwn is what every Slack takes in text.
var (
	markdown = dialect{
		markdown: true,
		bold:     func(s string) string { return "**" + s + "**" },
		link:     func(label, url string) string { return "[" + escapeMarkdown(label) + "](" + url + ")" },
		plain:    escapeMarkdown,
	}
	mrkdwn = dialect{
		bold:  func(s string) string { return "*" + s + "*" },
		link:  func(label, url string) string { return "<" + url + "|" + escapeMrkdwn(label) + ">" },
		plain: escapeMrkdwn,
	}
)

var mrkdwnEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "¦")

func escapeMrkdwn(s string) string { return mrkdwnEscapes.Replace(s) }

// escapeMarkdown takes their meaning from the characters of Markdown, except in
// code spans and addresses, which have to stay as they are.
func escapeMarkdown(s string) string {
	if strings.Count(s, "`")%2 == 1 || strings.Contains(s, "``") {
		// A backtick without a partner opens no span; longer runs are rare
		// and not worth their rules.
		return strings.ReplaceAll(escapeAround(bareURL, s), "`", "\\`")
	}
	return escapeAround(codeOrURL, s)
}

// escapeAround escapes what lies between the matches of keep.
func escapeAround(keep *regexp.Regexp, s string) string {
	var out strings.Builder
	last := 0
	for _, at := range keep.FindAllStringIndex(s, -1) {
		out.WriteString(markdownEscapes.Replace(s[last:at[0]]) + s[at[0]:at[1]])
		last = at[1]
	}
	return out.String() + markdownEscapes.Replace(s[last:])
}

// An address holds none of the characters that could end a link around it.
var (
	bareURL   = regexp.MustCompile("https?://[^\\s<>\\[\\]()*`\"|\\\\]+")
	codeOrURL = regexp.MustCompile("`[^`]*`|" + bareURL.String())
)

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "[", `\[`, "]", `\]`,
	"<", `\<`, ">", `\>`, "#", `\#`, "&", `\&`, "|", `\|`)

// renderer turns the parts of one answer into text, in reading order.
type renderer struct {
	dialect
	material material
	// root is the permalink of the message that holds the thread, "" when
	// there is none.
	root  string
	brief bool
	// answering says that the statements answer the learner's own question.
	answering bool
	heading   string
	jargon    []string
	credits   []string
	// check is the question to the learner that stands under the answer.
	check *tutor.Check
}

// part renders one part; "" for what is told at the end.
func (r *renderer) part(p tutor.Part) string {
	switch p := p.(type) {
	case tutor.Notice:
		return "_" + r.plain(p.Text) + "_\n"
	case tutor.Warning:
		return r.under("⚠️ Take care") + "- " + r.said(p.Note) + r.cites([]string{p.Message}) + "\n"
	case tutor.Statement:
		return r.statement(p)
	case tutor.TermNote:
		return r.term(p)
	case tutor.Jargon:
		r.jargon = append(r.jargon, r.said(p.Surface))
	case tutor.Check:
		r.check = &p
	}
	return ""
}

// said is a checked text in the dialect.
func (r *renderer) said(t safety.Text) string { return r.plain(t.String()) }

func (r *renderer) statement(s tutor.Statement) string {
	text := r.said(s.Text)
	if s.Quote {
		text = "“" + strings.ReplaceAll(text, "\n", " ") + "”"
	}
	if note := s.Note(); note != "" {
		text += " (" + r.plain(note) + ")"
	}
	text += r.cites(s.Cites)
	label := s.Label()
	switch {
	case r.answering && label == "":
		return r.under("Your question") + text + "\n"
	case r.answering:
		return r.under("Your question") + r.bold(label+":") + " " + text + "\n"
	case s.Kind == prompts.Gist:
		return r.under("In short") + text + "\n"
	case r.brief && label != "":
		return r.under(label) + "- " + text + "\n"
	case r.brief:
		return r.under("Key messages") + "- " + text + "\n"
	case label != "":
		text = r.bold(label+":") + " " + text
	}
	return r.under("What happened") + "- " + text + "\n"
}

func (r *renderer) term(n tutor.TermNote) string {
	if n.Treatment == prompts.Paraphrase {
		return ""
	}
	if c := r.said(n.Credit); c != "" && !slices.Contains(r.credits, c) {
		r.credits = append(r.credits, c)
	}
	name, heading := r.bold(r.said(n.Term)), "Words in this thread"
	if r.answering {
		heading = "Your question"
	}
	switch {
	case n.Entry == nil:
		return r.under(heading) + "- " + r.bold(r.said(n.Surface)) + " has more than one meaning here; ask who wrote it which one.\n"
	case n.Treatment == prompts.Bracket:
		return r.under(heading) + "- " + name + " (again: " + r.said(n.Text) + ")\n"
	case n.Text.IsZero():
		return r.under(heading) + "- " + name + ", which you know\n"
	}
	return r.under(heading) + "- " + name + ": " + r.said(n.Text) + "\n"
}

// end renders what is told last: words nobody defined, how much was read, whose
// definitions these are.
func (r *renderer) end(engine string, c tutor.Coverage, dropped int) string {
	var out strings.Builder
	if len(r.jargon) > 0 {
		out.WriteString(r.under("Not in the glossary yet, worth asking about") + strings.Join(r.jargon, ", ") + "\n")
	}
	fmt.Fprintf(&out, "\n_%s. Answered by %s", coverage(r.material, c), r.engineName(engine))
	if dropped > 0 {
		out.WriteString("; " + count(dropped, "statement") + " did not hold up against the thread and " + was(dropped) + " left out")
	}
	out.WriteString(".")
	for _, credit := range r.credits {
		out.WriteString(" Definitions: " + credit + ".")
	}
	out.WriteString("_\n")
	return out.String()
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

func (r *renderer) engineName(engine string) string {
	if engine == "offline" {
		return "quotes, without AI"
	}
	return r.plain(engine)
}

func (r *renderer) under(heading string) string {
	if heading == r.heading {
		return ""
	}
	r.heading = heading
	return "\n" + r.bold(heading) + "\n"
}

// maxCites bounds the links after one statement.
const maxCites = 3

// cites links to the messages that a statement rests on.
func (r *renderer) cites(ids []string) string {
	var links []string
	for _, id := range ids[:min(len(ids), maxCites)] {
		m, ok := r.material.thread.Message(id)
		if !ok {
			continue
		}
		label := citeLabel(m)
		url := r.citeURL(m)
		if url == "" {
			links = append(links, "("+r.plain(label)+")")
			continue
		}
		links = append(links, r.link(label, url))
	}
	if len(links) == 0 {
		return ""
	}
	return " — " + strings.Join(links, ", ")
}

// citeURL is the address of a message: its own, or the pasted message with the
// lines in it. Slack ignores the fragment.
func (r *renderer) citeURL(m thread.Message) string {
	if m.Permalink != "" {
		return m.Permalink
	}
	if r.root == "" || m.Lines[0] == 0 {
		return r.root
	}
	return fmt.Sprintf("%s#L%d-L%d", r.root, m.Lines[0], m.Lines[1])
}

// citeLabel names a message by author and time, as far as the thread tells.
// Names are outside text: they go through a gate of their own.
func citeLabel(m thread.Message) string {
	var parts []string
	gate := safety.NewGate(thread.Thread{})
	for _, s := range []string{m.Author, m.Time} {
		if text := gate.Text(s).String(); text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return m.ID
	}
	return strings.ReplaceAll(strings.Join(parts, ", "), "\n", " ")
}
