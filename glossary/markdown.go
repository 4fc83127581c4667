package glossary

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Markdown as glossaries use it, and the furniture of the site builders
// around it. What a reader would see stays, the rest goes.
var (
	comment    = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)
	tooltip    = regexp.MustCompile(`\{\{[<%]\s*glossary_tooltip\b([^}]*?)[>%]\}\}`)
	attribute  = regexp.MustCompile(`(\w+)\s*=\s*"([^"]*)"`)
	shortcode  = regexp.MustCompile(`\{\{[<%][^}]*[>%]\}\}|\{\{[^}]*\}\}|\{%[^%]*%\}`)
	image      = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	inlineLink = regexp.MustCompile(`\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)`)
	labelLink  = regexp.MustCompile(`\[([^\[\]]+)\]\[[^\[\]]*\]`)
	linkTarget = regexp.MustCompile(`(?m)^ {0,3}\[[^\]]+\]:\s*\S.*$`)
	htmlTag    = regexp.MustCompile(`(?i)</?(?:a|b|i|em|strong|br|p|div|span|sup|sub|code|details|summary|img|iframe|video)(?:\s[^<>]*)?/?>`)
	strongMark = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__`)
	emphasis   = regexp.MustCompile(`(^|[\s(])[*_]([^\s*_](?:[^*_\n]*[^\s*_])?)[*_]($|[\s).,;:!?])`)
	blankLines = regexp.MustCompile(`\n[ \t]*\n\s*`)
	listItem   = regexp.MustCompile(`^\s*(?:[-*+]|\d+[.)])\s+`)
	rule       = regexp.MustCompile(`(?m)^ {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$`)
	siteLink   = regexp.MustCompile(`\]\(/(?:[\w-]+/)*?([\w-]+)/?(?:#[^)]*)?\)`)
	heading    = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*\s*$`)
)

// words turns Markdown into plain text: links become their words, comments,
// pictures and shortcodes go, a paragraph becomes one line, and paragraphs are
// parted by an empty line.
func words(md string) string {
	md = comment.ReplaceAllString(md, "")
	md = tooltip.ReplaceAllStringFunc(md, tooltipText)
	md = shortcode.ReplaceAllString(md, "")
	md = rule.ReplaceAllString(md, "")
	md = linkTarget.ReplaceAllString(md, "")
	md = image.ReplaceAllString(md, "")
	md = inlineLink.ReplaceAllString(md, "$1")
	md = labelLink.ReplaceAllString(md, "$1")
	md = htmlTag.ReplaceAllString(md, "")
	md = strongMark.ReplaceAllString(md, "$1$2")
	md = emphasis.ReplaceAllString(md, "$1$2$3")
	var paragraphs []string
	for _, p := range blankLines.Split(strings.TrimSpace(html.UnescapeString(md)), -1) {
		if p = unwrap(p); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// tooltipText is what Hugo shows for a tooltip: its text, else the name of the
// entry that it points at.
func tooltipText(code string) string {
	at := make(map[string]string)
	for _, m := range attribute.FindAllStringSubmatch(code, -1) {
		at[m[1]] = m[2]
	}
	if at["text"] != "" {
		return at["text"]
	}
	return strings.ReplaceAll(at["term_id"], "-", " ")
}

// unwrap joins the lines of a paragraph; list items and code keep
// their own lines.
func unwrap(paragraph string) string {
	if strings.Contains(paragraph, "```") {
		return strings.TrimSpace(paragraph)
	}
	var out strings.Builder
	for _, line := range strings.Split(paragraph, "\n") {
		item := listItem.MatchString(line)
		line = strings.Join(strings.Fields(line), " ")
		switch {
		case line == "":
			continue
		case out.Len() == 0:
		case item:
			out.WriteByte('\n')
		case !joinsTight(out.String(), line):
			out.WriteByte(' ')
		}
		out.WriteString(line)
	}
	return out.String()
}

// joinsTight says whether two lines meet without a space, as Chinese and
// Japanese do.
func joinsTight(before, after string) bool {
	a, _ := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(after)
	tight := func(r rune) bool { return isUnspaced(r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF }
	return tight(a) && tight(b)
}

// section is the text under one heading, "" for what stands before the first.
type section struct {
	heading, text string
	// links are the last parts of the addresses on the same site.
	links []string
}

// pointsOn says whether a section is nothing but a list of links to other
// entries.
func (s section) pointsOn() bool {
	for line := range strings.Lines(s.text) {
		if strings.TrimSpace(line) != "" && !listItem.MatchString(line) {
			return false
		}
	}
	return s.heading != "" && len(s.links) > 0
}

// sections cuts Markdown at its headings; a '#' inside a code block is none.
func sections(md string) []section {
	var out []section
	var text strings.Builder
	name, fenced := "", false
	flush := func() {
		s := section{heading: name, text: words(text.String())}
		for _, m := range siteLink.FindAllStringSubmatch(text.String(), -1) {
			s.links = append(s.links, m[1])
		}
		if s.text != "" || name != "" {
			out = append(out, s)
		}
		text.Reset()
	}
	for _, line := range strings.SplitAfter(comment.ReplaceAllString(md, ""), "\n") {
		bare := strings.TrimSpace(line)
		if strings.HasPrefix(bare, "```") || strings.HasPrefix(bare, "~~~") {
			fenced = !fenced
		}
		if m := heading.FindStringSubmatch(bare); m != nil && !fenced {
			flush()
			name = words(m[1])
			continue
		}
		text.WriteString(line)
	}
	flush()
	return out
}

// abbreviations are words whose full stop ends no sentence.
var abbreviations = []string{"e.g.", "i.e.", "etc.", "vs.", "cf.", "a.k.a.", "incl.", "approx.", "Inc.", "no.", "al."}

// sentences cuts a paragraph into sentences, each with its end mark.
func sentences(paragraph string) []string {
	var out []string
	start := 0
	for at, r := range paragraph {
		end := at + utf8.RuneLen(r)
		switch r {
		case '。', '！', '？':
		case '.', '!', '?':
			if !endsHere(paragraph[start:end], paragraph[end:]) {
				continue
			}
		default:
			continue
		}
		if s := strings.TrimSpace(paragraph[start:end]); s != "" {
			out = append(out, s)
		}
		start = end
	}
	if s := strings.TrimSpace(paragraph[start:]); s != "" {
		out = append(out, s)
	}
	return out
}

// endsHere says whether the mark that ends so is the end of a sentence, and
// not part of a number, a name or an abbreviation.
func endsHere(so, after string) bool {
	if after == "" {
		return true
	}
	if after[0] != ' ' && after[0] != '\n' {
		return false
	}
	for _, short := range abbreviations {
		if strings.HasSuffix(so, " "+short) || strings.HasSuffix(so, "("+short) {
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " \n\"'“‘(`"))
	return !unicode.IsLower(r)
}
