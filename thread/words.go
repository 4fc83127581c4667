package thread

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed words.txt
var wordsFile string

//go:embed emoji.txt
var emojiFile string

//go:embed notnames.txt
var notNamesFile string

// role says what a whole line of the client is.
type role uint8

const (
	roleUnknown role = iota // not yet looked at
	roleNone
	roleReplies
	roleNewer
	roleBroadcast
	roleChrome
	roleWeak
)

// furniture is what the client itself writes, in every language of its
// interface. All phrases are skeletons (see skeleton).
type furniture struct {
	lines    map[string]role // whole lines
	edges    [1 << 16]bool   // first and last letters of those (see edge)
	view     byLetter        // ends of a line that opens the thread
	last     byLetter        // starts of a line about the last reply
	labels   []string        // starts of a label above a message
	composer [][2]string     // what stands before and after the name
	ago      map[string]bool // moments such as "# days ago"
	agoWords int             // the most words that such a moment has
	agoEnds  [256][]string   // their last words, without number, by last byte

	meridiem []string // after a clock time, also with a space inside
	oclock   []string // after a clock time, as written
	before   []string // in front of a clock time, as written
	clockEnd [256]bool
	at       []string // between date and clock time
	day      map[string]bool
	short    map[string]bool
	month    map[string]bool
	fill     map[string]bool
	edited   map[string]bool
	app      []string // as written

	talk     map[string]bool // words of people in conversation
	talkPart []string        // the same in scripts that do not divide words
	level    map[string]bool // of a program's log
	mail     map[string]mailField
	wrote    [][]string // around the date and name of a quoted mail, as written

	emoji    map[string]bool
	notNames map[string]bool
}

// client returns the words of words.txt and its companions.
var client = sync.OnceValue(func() *furniture { return readFurniture(wordsFile, emojiFile, notNamesFile) })

func readFurniture(words, emoji, notNames string) *furniture {
	f := &furniture{
		lines: map[string]role{}, ago: map[string]bool{}, day: map[string]bool{}, short: map[string]bool{},
		month: map[string]bool{}, fill: map[string]bool{}, edited: map[string]bool{},
		mail: map[string]mailField{}, talk: map[string]bool{}, level: map[string]bool{}, emoji: map[string]bool{}, notNames: map[string]bool{},
	}
	for c := '0'; c <= '9'; c++ {
		f.clockEnd[c] = true
	}
	var units []string
	for line := range strings.Lines(words) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			units = nil // the next language has its own
			continue
		}
		key, phrases, _ := strings.Cut(line, " ")
		for phrase := range strings.SplitSeq(phrases, " | ") {
			phrase = strings.TrimSpace(phrase)
			if key == "unit" {
				units = append(units, phrase)
				continue
			}
			f.add(key, phrase, units)
		}
	}
	addWords(f.emoji, emoji)
	addWords(f.notNames, notNames)
	return f
}

// add enters one phrase under its key of words.txt.
func (f *furniture) add(key, phrase string, units []string) {
	whole := map[string]role{"replies": roleReplies, "newer": roleNewer, "broadcast": roleBroadcast,
		"chrome": roleChrome, "weak": roleWeak}
	sets := map[string]map[string]bool{"day": f.day, "short": f.short, "month": f.month, "fill": f.fill, "edited": f.edited, "level": f.level}
	lists := map[string]*[]string{"label": &f.labels, "at": &f.at}
	asWritten := map[string]*[]string{"oclock": &f.oclock, "before": &f.before, "app": &f.app, "meridiem": &f.meridiem}
	fields := map[string]mailField{"from": mailFrom, "sent": mailSent, "field": mailOther}
	switch {
	case whole[key] != roleUnknown:
		f.addLine(pattern(phrase), whole[key])
	case sets[key] != nil:
		sets[key][pattern(phrase)] = true
	case lists[key] != nil:
		*lists[key] = append(*lists[key], pattern(phrase))
	case asWritten[key] != nil:
		*asWritten[key] = append(*asWritten[key], phrase)
		if key == "oclock" || key == "meridiem" {
			last := phrase[len(phrase)-1]
			f.clockEnd[last], f.clockEnd[lower(last)] = true, true
		}
	case key == "talk":
		if first, _ := utf8.DecodeRuneInString(phrase); unspaced(first) {
			f.talkPart = append(f.talkPart, phrase)
		}
		f.talk[pattern(phrase)] = true
	case key == "view":
		f.view.add(phrase[len(phrase)-1], pattern(phrase))
	case key == "last":
		f.last.add(phrase[0], pattern(phrase))
	case key == "composer":
		before, after, _ := strings.Cut(pattern(phrase), "{c}")
		f.composer = append(f.composer, [2]string{before, after})
	case fields[key] != mailNone:
		f.mail[phrase] = fields[key]
	case key == "wrote":
		f.wrote = append(f.wrote, strings.Split(phrase, "{c}"))
	case key == "ago":
		f.addAgo(phrase, units)
	}
}

func (f *furniture) addLine(p string, r role) {
	f.lines[p] = r
	f.edges[edge(p)] = true
	f.edges[edge("\u0080"+p)], f.edges[edge(p+"\u0080")], f.edges[edge("\u0080")] = true, true, true
}

// byLetter holds phrases by their first or last letter.
type byLetter [utf8.RuneSelf + 1][]string

func (l *byLetter) add(letter byte, phrase string) {
	at := &l[class(letter)]
	*at = append(*at, phrase)
}

func (l *byLetter) with(letter byte) []string { return l[class(letter)] }

// class makes capital and small letters, all digits, and everything beyond
// ASCII alike.
func class(c byte) byte {
	switch {
	case c >= utf8.RuneSelf:
		return utf8.RuneSelf
	case c >= '0' && c <= '9':
		return '#'
	}
	return lower(c)
}

// edge is a quick test whether s may be a line of the client: the classes of
// its first letter and its last.
func edge(s string) uint16 {
	return uint16(class(s[0]))<<8 | uint16(class(s[len(s)-1]))
}

// addAgo enters a phrase such as "{n} {unit} ago" for every unit.
func (f *furniture) addAgo(phrase string, units []string) {
	if !strings.Contains(phrase, "{unit}") {
		units = []string{""}
	}
	for _, unit := range units {
		p := pattern(strings.ReplaceAll(phrase, "{unit}", unit))
		f.ago[p] = true
		f.agoWords = max(f.agoWords, 1+strings.Count(p, " "))
		end := p[strings.LastIndexAny(p, "# ")+1:]
		if last := &f.agoEnds[end[len(end)-1]]; !slices.Contains(*last, end) {
			*last = append(*last, end)
		}
	}
}

func addWords(set map[string]bool, file string) {
	for line := range strings.Lines(file) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, word := range strings.Fields(line) {
			set[word] = true
		}
	}
}

// pattern is the skeleton of a phrase whose numbers are written {n}.
func pattern(phrase string) string {
	return string(skeleton(nil, strings.ReplaceAll(phrase, "{n}", "0")))
}

// skeleton appends s to dst in the form in which phrases are compared: small
// letters, '#' for a number, one plain space for white space, ASCII for
// typographic apostrophes, parentheses and colons, nothing that is invisible.
func skeleton(dst []byte, s string) []byte {
	start := len(dst)
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			if n := len(dst); n > start && dst[n-1] == '#' {
				continue
			}
			dst = append(dst, '#')
		case (r == ',' || r == '.') && isDigit(s, i-1) && isDigit(s, i+1):
			// a number goes on
		case r == '’':
			dst = append(dst, '\'')
		case r == '（':
			dst = append(dst, '(')
		case r == '）':
			dst = append(dst, ')')
		case r == '：':
			dst = append(dst, ':')
		case unicode.IsSpace(r):
			if n := len(dst); n > start && dst[n-1] != ' ' {
				dst = append(dst, ' ')
			}
		case r < utf8.RuneSelf:
			dst = append(dst, lower(byte(r)))
		case !invisible(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	if n := len(dst); n > start && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}

func isDigit(s string, i int) bool {
	return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9'
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
