package glossary

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// markdownDefinitions reads a Markdown page with many terms: a glossary
// directive of MyST, tables, definition lists, lists with labels, or else a
// heading for each term.
func markdownDefinitions(text string) []definition {
	text = withoutScripts(text)
	lines := strings.Split(text, "\n")
	var found []definition
	for _, read := range []func([]string) []definition{mystGlossaries, tableRows, definitionLists, labelledItems} {
		found = append(found, read(lines)...)
	}
	if len(found) == 0 {
		found = headedTerms(lines)
	}
	return found
}

// textDefinitions reads plain text: RST if it has a glossary, else as Markdown.
func textDefinitions(text string) []definition {
	if strings.Contains(text, ".. glossary::") {
		return rstDefinitions(text)
	}
	lines := strings.Split(text, "\n")
	return append(definitionLists(lines), labelledItems(lines)...)
}

// mdxLine is a line of MDX that is program and no text.
var mdxLine = regexp.MustCompile(`^(?:import\s.+\sfrom\s+['"].+|import\s+['"].+|export\s+(?:const|let|default|function)\b.*)$`)

var (
	jsxComment = regexp.MustCompile(`(?s)\{/\*.*?\*/\}`)
	jsxTag     = regexp.MustCompile(`</?[A-Z][A-Za-z0-9.]*(?:\s[^<>]*)?/?>`)
)

// withoutScripts blanks out what MDX adds to Markdown, keeping the lines.
func withoutScripts(text string) string {
	text = jsxComment.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) })
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if mdxLine.MatchString(strings.TrimSpace(line)) {
			lines[i] = ""
			continue
		}
		lines[i] = jsxTag.ReplaceAllString(line, "")
	}
	return strings.Join(lines, "\n")
}

var mystOpen = regexp.MustCompile("^(`{3,}|:{3,})\\{glossary\\}")

// mystGlossaries reads the glossary directives of MyST.
func mystGlossaries(lines []string) []definition {
	var found []definition
	for i := 0; i < len(lines); i++ {
		m := mystOpen.FindStringSubmatch(strings.TrimSpace(lines[i]))
		if m == nil {
			continue
		}
		end := i + 1
		for end < len(lines) && !strings.HasPrefix(strings.TrimSpace(lines[end]), m[1]) {
			end++
		}
		for _, d := range indentedTerms(lines[i+1:end], 0) {
			d.line += i + 1
			found = append(found, d)
		}
		// What has been read is nothing for the other readers.
		clear(lines[i:min(end+1, len(lines))])
		i = end
	}
	return found
}

var (
	tableRule  = regexp.MustCompile(`^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$`)
	termHead   = regexp.MustCompile(`(?i)^\W*(?:terms?|words?|names?|acronyms?|abbreviations?|abbr\.?|concepts?|phrases?|short|begriff|terme|término|用語|术语)\W*$`)
	meaning    = regexp.MustCompile(`(?i)^\W*(?:meanings?|definitions?|descriptions?|explanations?|what it means|what it is|means|stands for|long form|expansion|in plain words|bedeutung|beschreibung|définition|definición|説明|意味|定义)\W*$`)
	otherNames = regexp.MustCompile(`(?i)^\W*(?:alias(?:es)?|synonyms?|also known as|aka|other names?|abbreviations?|abbr\.?|acronyms?|short form)\W*$`)
)

// tableRows reads tables whose head names a term and a meaning.
func tableRows(lines []string) []definition {
	var found []definition
	for i := 1; i < len(lines); i++ {
		if !tableRule.MatchString(lines[i]) || !strings.Contains(lines[i], "|") && !strings.Contains(lines[i-1], "|") {
			continue
		}
		head := cells(lines[i-1])
		term, text, others := columns(head)
		if term < 0 || text < 0 {
			continue
		}
		for i++; i < len(lines) && strings.Contains(lines[i], "|"); i++ {
			row := cells(lines[i])
			if len(row) <= max(term, text) {
				continue
			}
			d := definition{terms: []string{row[term]}, text: strings.ReplaceAll(row[text], `\|`, "|"), line: i + 1}
			for _, c := range others {
				if c < len(row) {
					d.terms = append(d.terms, strings.Split(row[c], ",")...)
				}
			}
			found = append(found, d)
		}
	}
	return found
}

// columns finds the columns of a table's head, -1 for one that is not there.
func columns(head []string) (term, text int, others []int) {
	term, text = -1, -1
	for i, h := range head {
		h = words(h)
		switch {
		case term < 0 && termHead.MatchString(h):
			term = i
		case text < 0 && meaning.MatchString(h):
			text = i
		case otherNames.MatchString(h):
			others = append(others, i)
		}
	}
	if term < 0 && text > 0 {
		term = 0
	}
	if term >= 0 && text < 0 && len(head) == 2 {
		text = 1 - term
	}
	return term, text, others
}

// cells cuts a row of a table at its bars, but not inside code or after a
// backslash.
func cells(row string) []string {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	var out []string
	start, code := 0, false
	for i := 0; i < len(row); i++ {
		switch row[i] {
		case '\\':
			i++
		case '`':
			code = !code && strings.IndexByte(row[i+1:], '`') >= 0
		case '|':
			if !code {
				out = append(out, strings.TrimSpace(row[start:i]))
				start = i + 1
			}
		}
	}
	if rest := strings.TrimSpace(row[min(start, len(row)):]); rest != "" {
		out = append(out, rest)
	}
	return out
}

var definitionMark = regexp.MustCompile(`^ {0,3}[:~][ \t]+(\S.*)$`)

// definitionLists reads "Term" lines with ": explanation" lines below.
func definitionLists(lines []string) []definition {
	var found []definition
	for i := 0; i < len(lines); i++ {
		m := definitionMark.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		d := definition{text: m[1]}
		up := i - 1
		for up >= 0 && strings.TrimSpace(lines[up]) == "" && i-up < 2 {
			up--
		}
		for ; up >= 0 && isTermLine(lines[up]); up-- {
			d.terms = append([]string{lines[up]}, d.terms...)
			d.line = up + 1
		}
		if len(d.terms) == 0 {
			continue
		}
		for i+1 < len(lines) {
			next := lines[i+1]
			indented := strings.HasPrefix(next, "  ") || strings.HasPrefix(next, "\t")
			again := definitionMark.FindStringSubmatch(next)
			blankInside := strings.TrimSpace(next) == "" && i+2 < len(lines) &&
				(strings.HasPrefix(lines[i+2], "    ") || definitionMark.MatchString(lines[i+2]))
			lazy := strings.TrimSpace(next) != "" && !isTermOfNext(lines, i+1)
			switch {
			case again != nil:
				d.text += "\n\n" + again[1]
			case indented, lazy:
				d.text += "\n" + strings.TrimSpace(next)
			case blankInside:
				d.text += "\n"
			default:
				goto done
			}
			i++
		}
	done:
		found = append(found, d)
	}
	return found
}

// isTermLine says whether a line can be a term above its explanation.
func isTermLine(line string) bool {
	s := strings.TrimSpace(line)
	return s != "" && !strings.HasPrefix(line, "    ") && !definitionMark.MatchString(line) &&
		!strings.HasPrefix(s, "#") && !strings.HasPrefix(s, "|") && utf8.RuneCountInString(s) <= 100
}

// isTermOfNext says whether a line stands right above an explanation.
func isTermOfNext(lines []string, i int) bool {
	for k := i; k < len(lines) && k < i+4; k++ {
		if definitionMark.MatchString(lines[k]) {
			return k > i
		}
		if strings.TrimSpace(lines[k]) == "" {
			return false
		}
	}
	return false
}
