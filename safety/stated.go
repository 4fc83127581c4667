package safety

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gloss-tutor/gloss/thread"
)

//go:embed facts.txt
var factWordText string

// factWords are the words of facts.txt; dayWords those of them that name a day
// or a month, which must be stated like a number.
var factWords, dayWords = func() (words, days map[string]string) {
	words, days = make(map[string]string), make(map[string]string)
	for line := range strings.Lines(factWordText) {
		word, form, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		words[word] = form
		if form[0] > '9' {
			days[word] = form
		}
	}
	return words, days
}()

// fullDays are the words of dayWords by their short forms. People write "Fri"
// and "Apr", but many short forms are words or names too: in a message they
// state a day, in a claim they claim none.
var fullDays = func() map[string]string {
	full := make(map[string]string)
	for word, form := range dayWords {
		full[form] = word
	}
	return full
}()

// token is a run that may be a number, a date, a version or an identifier; its
// letters are of scripts that part words by spaces.
var token = regexp.MustCompile(`[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}](?:[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}_.,:/#@+-]*[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}])?`)

// quantity is a number with what tells its unit.
var quantity = regexp.MustCompile(`(?i)^(\d+(?:[.,]\d+)*)(ms|us|ns|s|sec|secs|m|min|mins|h|hr|hrs|d|k|kb|kib|mb|mib|gb|gib|tb|tib|b|x|px|am|pm|st|nd|rd|th|eur|usd|gbp|%)$`)

var (
	thousands = regexp.MustCompile(`^\d{1,3}(?:[,.' ]\d{3})+$`)
	clock     = regexp.MustCompile(`^0?(\d{1,2}):(\d\d)(?::\d\d)?$`)
	afternoon = regexp.MustCompile(`(?i)^(\d{1,2})(?::(\d\d))? ?(am|pm)$`)
	number    = regexp.MustCompile(`^\d+(?:\.\d+)?$`)
	// wholeClock is a time of day, to the minute or the second.
	wholeClock = regexp.MustCompile(`^\d{1,2}:\d\d(?::\d\d)?$`)
	isoDate    = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(?:[t ].*)?$`)
)

// months by number, as facts.txt shortens them.
var months = [...]string{"", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// forms returns the forms in which a token is compared: itself, folded, and the
// numbers, times and dates it can be read as. The first is the strictest; it is
// stated if any one of them is.
func forms(tok string) []string {
	tok = strings.ToLower(tok)
	list := []string{strings.TrimLeft(tok, "#@")}
	plain := tok
	if m := quantity.FindStringSubmatch(tok); m != nil {
		plain = m[1]
	}
	if m := afternoon.FindStringSubmatch(tok); m != nil {
		hour, _ := strconv.Atoi(m[1])
		if m[3] == "pm" && hour < 12 {
			hour += 12
		} else if m[3] == "am" && hour == 12 {
			hour = 0
		}
		minute := m[2]
		if minute == "" {
			minute = "00"
		}
		return append(list, strconv.Itoa(hour)+":"+minute)
	}
	if m := clock.FindStringSubmatch(plain); m != nil {
		hour, _ := strconv.Atoi(m[1])
		return append(list, strconv.Itoa(hour)+":"+m[2])
	}
	if thousands.MatchString(plain) {
		plain = strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, plain)
	}
	if number.MatchString(plain) {
		if n, err := strconv.ParseFloat(plain, 64); err == nil {
			list = append(list, strconv.FormatFloat(n, 'f', -1, 64))
		}
	}
	if strings.HasPrefix(tok, "v") && len(tok) > 1 && unicode.IsDigit(rune(tok[1])) {
		list = append(list, tok[1:])
	}
	return list
}

// parts cuts what a text may claim out of it: tokens with a digit and names of
// days and months, after the links, which come first.
func parts(text string) (links, tokens []string) {
	text = norm.NFKC.String(stripHidden(text))
	rest := webLink.ReplaceAllStringFunc(text, func(link string) string {
		links = append(links, strings.TrimRight(link, sentenceEnd))
		return " "
	})
	// "2:30 pm" is one time.
	rest = spacedHalf.ReplaceAllString(rest, "$1$2")
	for _, tok := range token.FindAllString(rest, -1) {
		if strings.ContainsFunc(tok, unicode.IsDigit) || factWords[strings.ToLower(tok)] != "" {
			tokens = append(tokens, tok)
		}
	}
	return links, tokens
}

var spacedHalf = regexp.MustCompile(`(?i)\b(\d{1,2}(?::\d\d)?) ([ap]m)\b`)

// factsOf collects every form of every fact in a text.
func factsOf(text string, into map[string]bool) {
	links, tokens := parts(text)
	for _, l := range links {
		if form, ok := canonical(l); ok {
			into[form] = true
		}
		_, inside := parts(strings.ReplaceAll(l, "://", " "))
		tokens = append(tokens, inside...)
	}
	for _, month := range springMonths(text, false) {
		into[month] = true
	}
	for _, tok := range tokens {
		addForms(tok, into)
		if wholeClock.MatchString(tok) {
			// Nobody says 12 who says 12:04, but who says 9:00 says 9.
			if hour, full := strings.CutSuffix(tok, ":00"); full {
				addForms(hour, into)
			}
			continue
		}
		// The parts of a compound are stated too: the day in a date, the host
		// and the port in an address.
		for _, piece := range strings.FieldsFunc(tok, func(r rune) bool { return strings.ContainsRune("_,:/#@+-", r) }) {
			addForms(piece, into)
		}
		if m := isoDate.FindStringSubmatch(strings.ToLower(tok)); m != nil {
			if n, _ := strconv.Atoi(m[2]); n > 0 && n < len(months) {
				into[months[n]] = true
			}
		}
	}
}

func addForms(tok string, into map[string]bool) {
	for _, f := range forms(tok) {
		into[f] = true
	}
	if form := factWords[strings.ToLower(tok)]; form != "" {
		into[form] = true
	}
}

// factsIn returns the facts that the cited messages and the extra texts state;
// message ids count as stated, and so do the times and authors of what is cited.
func (g *Gate) factsIn(ids []string) []map[string]bool {
	var sets []map[string]bool
	for _, id := range ids {
		if i, ok := g.place[id]; ok {
			sets = append(sets, g.cachedFacts(i, func() map[string]bool { return messageFacts(g.thread.Messages[i]) }))
		}
	}
	return append(sets, g.cachedFacts(-1, g.extraFacts))
}

// messageFacts are the facts that a message states.
func messageFacts(m thread.Message) map[string]bool {
	set := make(map[string]bool)
	for _, text := range []string{m.Text, m.Author, m.AuthorRole, m.Day} {
		factsOf(text, set)
	}
	for _, tok := range token.FindAllString(m.Text+" "+m.Day, -1) {
		if day := fullDays[strings.ToLower(tok)]; day != "" {
			addForms(day, set)
		}
	}
	addTime(m, set)
	return set
}

func (g *Gate) cachedFacts(key int, facts func() map[string]bool) map[string]bool {
	if set, ok := g.facts.Load(key); ok {
		return set.(map[string]bool)
	}
	set := facts()
	g.facts.Store(key, set)
	return set
}

// extraFacts are the facts that the extra texts state.
func (g *Gate) extraFacts() map[string]bool {
	set := make(map[string]bool)
	for _, text := range g.extra {
		factsOf(text, set)
	}
	return set
}

// Unstated returns the numbers, dates, times, versions, identifiers with digits
// and links in text that neither the cited messages nor the extra texts state,
// as they stand in text. Ways of writing are tolerated: 1,000 and 1000, 14:30
// and 2:30 pm, two and 2, v1.2 and 1.2, 30min and 30.
func (g *Gate) Unstated(text string, ids []string) []string {
	sets := g.factsIn(ids)
	stated := func(form string) bool {
		return slices.ContainsFunc(sets, func(set map[string]bool) bool { return set[form] })
	}
	links, tokens := parts(text)
	var unstated []string
	for _, l := range links {
		if form, ok := canonical(l); !ok || !stated(form) {
			unstated = append(unstated, l)
		}
	}
	days := daysOfMonth(text)
	for _, tok := range tokens {
		_, isID := g.place[tok]
		day := strings.TrimRight(tok, "stndrh")
		if !isID && !tokenStated(tok, stated) && !(days[day] && stated(ofDay+day)) {
			unstated = append(unstated, tok)
		}
	}
	for _, month := range springMonths(text, true) {
		if !stated(month) {
			unstated = append(unstated, month)
		}
	}
	return append(unstated, g.foreignHosts(text)...)
}

// tokenStated reports whether a token, or else every part of it that is a
// number, is stated. The words "one", "two" and "first" are more often used to
// count what is told than to tell it, and claim nothing by themselves.
func tokenStated(tok string, stated func(string) bool) bool {
	folded := strings.ToLower(tok)
	if form := factWords[folded]; form != "" {
		return form == "1" || form == "2" || stated(form)
	}
	if slices.ContainsFunc(forms(tok), stated) {
		return true
	}
	pieces := strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune(",/:+-", r) })
	if len(pieces) < 2 {
		return false
	}
	for _, piece := range pieces {
		if strings.ContainsFunc(piece, unicode.IsDigit) && !slices.ContainsFunc(forms(piece), stated) {
			return false
		}
	}
	return true
}
