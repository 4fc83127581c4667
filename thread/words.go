package thread

import (
	_ "embed"
	"strings"
	"sync"
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
	roleNew       // the mark above what is unread
	roleDay       // Friday, March 7th
	roleDashedDay // ----- March 7th -----
)

// furniture is what the client itself writes, in every language of its
// interface. All phrases are skeletons (see skeleton).
type furniture struct {
	lines       map[string]role  // whole lines
	edges       [1 << 16]bool    // first and last letters of those (see edge)
	view        byLetter         // ends of a line that opens the thread
	last        byLetter         // starts of a line about the last reply
	labels      byLetter         // starts of a label above a message
	composer    [256][][2]string // what stands before and after the name, by first letter
	composerEnd [256][][2]string // the same where nothing stands before it, by last letter
	replyEnd    [256]bool        // what a reply count ends with
	ago         map[string]bool  // moments such as "# days ago"
	agoStart    [256]bool        // their first letters
	agoEnds     [1 << 16]bool    // and their last two (see endOf)

	meridiem  []string // after a clock time, also with a space inside
	oclock    []string // after a clock time, as written
	before    byLetter // in front of a clock time, as written, by last byte
	clockEnd  [256]bool
	at        byLetter  // between date and clock time, by last letter
	agoEnd    [256]bool // the last one
	momentEnd [256]bool // bytes that a moment of either kind ends with
	date      map[string]datePart
	dateStart [256]bool     // first letters of its words
	dateEdges [1 << 16]bool // their first and last letters
	dateEnds  [1 << 16]bool // their last two
	dateLast  [256]bool     // last letters of a date
	markStart [256]bool     // first letters of the words behind a clock time
	edited    map[string]bool
	app       [256][]string // as written, by last byte

	talk           map[string]bool // words of people in conversation
	talkPart       []string        // the same in scripts that do not divide words
	level          map[string]bool // of a program's log
	mail           map[string]mailField
	said           [][]string // around the names in the chat of a meeting, as written
	notices        []string   // what a chat server says of a nick, as written
	commented      []string   // between the name and the moment of a comment, as written
	commentedStart [256]bool  // their first letters
	wrote          [][]string // around the date and name of a quoted mail, as written

	emoji    map[string]bool
	notNames map[string]bool
}

// client returns the words of words.txt and its companions.
var client = sync.OnceValue(func() *furniture { return readFurniture(wordsFile, emojiFile, notNamesFile) })

func readFurniture(words, emoji, notNames string) *furniture {
	f := &furniture{
		lines: map[string]role{}, ago: map[string]bool{}, date: map[string]datePart{}, edited: map[string]bool{},
		mail: map[string]mailField{}, talk: map[string]bool{}, level: map[string]bool{}, emoji: map[string]bool{}, notNames: map[string]bool{},
	}
	f.clockEnd['#'], f.dateStart['#'], f.dateStart['('] = true, true, true
	for _, end := range []byte("#.,)tdhre") { // of 7, 7., (7), 1st, 2nd, 4th, 1er and 2e
		f.dateLast[end] = true
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
	for c := range f.momentEnd {
		f.momentEnd[c] = f.clockEnd[class(byte(c))] || f.agoEnd[class(byte(c))]
	}
	addWords(f.emoji, emoji)
	addWords(f.notNames, notNames)
	return f
}

// add enters one phrase under its key of words.txt.
func (f *furniture) add(key, phrase string, units []string) {
	whole := map[string]role{"replies": roleReplies, "newer": roleNewer, "broadcast": roleBroadcast,
		"chrome": roleChrome, "weak": roleWeak, "new": roleNew}
	sets := map[string]map[string]bool{"edited": f.edited, "level": f.level}
	dates := map[string]datePart{"day": dayName, "short": shortName, "month": monthName, "fill": fillWord}
	asWritten := map[string]*[]string{"oclock": &f.oclock, "meridiem": &f.meridiem}
	fields := map[string]mailField{"from": mailFrom, "sent": mailSent, "field": mailOther}
	switch {
	case whole[key] != roleUnknown:
		f.addLine(pattern(phrase), whole[key])
	case sets[key] != nil:
		sets[key][pattern(phrase)] = true
	case dates[key] != noDate:
		f.addDateWord(pattern(phrase), dates[key])
	case key == "before":
		f.before.add(lastByte(phrase), phrase)
	case key == "at":
		f.at.add(lastByte(phrase), pattern(phrase))
	case key == "label":
		f.labels.add(phrase[0], pattern(phrase))
	case asWritten[key] != nil:
		*asWritten[key] = append(*asWritten[key], phrase)
		if key == "oclock" || key == "meridiem" {
			f.clockEnd[class(lastByte(phrase))], f.markStart[class(phrase[0])] = true, true
			if spaced := asWritten[key]; strings.Contains(phrase, " ") {
				*spaced = append(*spaced, strings.ReplaceAll(phrase, " ", "\u00a0"), strings.ReplaceAll(phrase, " ", "\u202f"))
			}
		}
	case key == "app":
		at := &f.app[lastByte(phrase)]
		*at = append(*at, phrase)
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
		f.addComposer(pattern(phrase))
	case fields[key] != mailNone:
		f.mail[phrase] = fields[key]
	case key == "said":
		f.said = append(f.said, strings.Split(phrase, "{c}"))
	case key == "notice":
		f.notices = append(f.notices, phrase)
	case key == "commented":
		f.commented = append(f.commented, " "+phrase+" ")
		f.commentedStart[phrase[0]] = true
	case key == "wrote":
		f.wrote = append(f.wrote, strings.Split(phrase, "{c}"))
	case key == "ago":
		f.addAgo(phrase, units)
	}
}

func (f *furniture) addComposer(p string) {
	before, after, _ := strings.Cut(p, "{c}")
	at := &f.composer[class(firstByte(before))]
	if before == "" {
		at = &f.composerEnd[class(lastByte(after))]
	}
	*at = append(*at, [2]string{before, after})
}

func (f *furniture) addDateWord(p string, part datePart) {
	bare := strings.TrimRight(p, ".")
	f.date[p] |= part
	f.dateStart[class(p[0])], f.dateLast[class(lastByte(p))] = true, true
	f.dateEdges[edge(p)], f.dateEdges[edge(bare)], f.dateEnds[endOf(bare)] = true, true, true
}

func (f *furniture) addLine(p string, r role) {
	f.lines[p] = r
	if r == roleReplies {
		f.replyEnd[class(lastByte(p))] = true
	}
	f.edges[edge(p)] = true
	f.edges[edge("\u0080"+p)], f.edges[edge(p+"\u0080")], f.edges[edge("\u0080")] = true, true, true
}

// byLetter holds phrases by the class of their first or last byte.
type byLetter [256][]string

func (l *byLetter) add(letter byte, phrase string) {
	at := &l[class(letter)]
	*at = append(*at, phrase)
}

func (l *byLetter) with(letter byte) []string { return l[class(letter)] }

// class makes capital and small letters and all digits alike.
func class(c byte) byte {
	if c >= '0' && c <= '9' {
		return '#'
	}
	return lower(c)
}

// edge is a quick test whether s may be a line of the client: the classes of
// its first letter and its last, everything beyond ASCII alike.
func edge(s string) uint16 {
	first, last := min(class(s[0]), utf8.RuneSelf), min(class(s[len(s)-1]), utf8.RuneSelf)
	return uint16(first)<<8 | uint16(last)
}

// endOf is the same for the last two letters of s.
func endOf(s string) uint16 {
	return uint16(class(s[max(0, len(s)-2)]))<<8 | uint16(class(s[len(s)-1]))
}

// addAgo enters a phrase such as "{n} {unit} ago" for every unit.
func (f *furniture) addAgo(phrase string, units []string) {
	if !strings.Contains(phrase, "{unit}") {
		units = []string{""}
	}
	for _, unit := range units {
		p := pattern(strings.ReplaceAll(phrase, "{unit}", unit))
		f.ago[p] = true
		f.agoStart[class(p[0])], f.agoEnd[class(lastByte(p))], f.agoEnds[endOf(p)] = true, true, true
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
