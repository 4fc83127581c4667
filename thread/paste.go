package thread

import (
	"slices"
	"strconv"
	"strings"
)

// sureFrom is the confidence below which a paste is left undivided.
const sureFrom = 0.55

// paste is a text on its way to a Thread.
type paste struct {
	text       string
	lines      []span
	words      *furniture
	heads      []opening // lines that may be headers
	opens      []opening // where the messages begin, once that is decided
	speech     []opening // lines that may name their speaker
	seenLines  int       // those in which something can be seen, once counted
	stamped    int       // lines that begin with a stamp
	levels     int       // those that go on with the level of a log
	simple     bool      // text may be cut as it is: no CR, no U+FFFC, no shared indentation
	wideColons bool      // there are any
	dense      bool      // messages follow each other without blank lines
	bracketed  bool      // times stand in brackets below the names
	avatars    bool      // pictures of people stand between the messages
	people     map[string]*person
	names      map[string]shown // as they stand in the lines
	nobody     *person          // who has no name
	authors    map[string]bool  // who wrote the messages, once asked for
	marks      []int            // lines that held a quote mark and nothing else
	channels   map[string]bool  // names that stand behind '#', once asked for

	days       map[int]string  // lines that are a date, and the date
	reacted    map[string]bool // reactions seen without colons
	bareStyle  bool            // such reactions were seen
	emojiLines int             // 1 more than the emoji without count, once counted; negative when some have one
	buf        []byte
	reactions  []Reaction // of the message being read, the last one first
	given      []Reaction // of all messages so far, which share it
	out        Thread
}

// Paste reads text that was copied out of a chat client or a log. It never
// fails: what is no conversation comes back as one message of Format Plain
// without author and time.
//
// Every line in which something can be seen is in exactly one place: in the
// Lines of one message, in Chrome or in Unplaced. Author, Time and Day are cut
// from the text as they stand there.
//
// Reading takes two steps. Each line is first classified alone: may it be a
// header, a stamped line, part of a code fence. Then the paste as a whole says
// which of these are true: headers of one paste agree in shape, clock and
// place, so a line of a log or a table that merely looks like one stays text.
//
// Confidence is p/(p+2), where p counts points for and against the reading: two
// for each header of a distinct shape; one for a loose one ("Name 9:34 PM",
// "Name: text", "<nick> text"), for each author who comes back and for a paste
// that begins with a header; half for each bare continuation time and, up to
// two points, for each reaction, reply count and edit mark. Off go a quarter
// for every look-alike that was left in the text and two for every header
// without text but one. It is scaled by the share of lines that found a place.
// Below 0.55 the text is left undivided, with confidence 0.1.
func Paste(text string) Thread {
	p := &paste{text: text, words: client(), people: map[string]*person{}, names: map[string]shown{}}
	p.nobody = p.person("")
	p.lines = splitLines(text)
	p.unindent()
	p.reset()
	markFences(text, p.lines)
	p.unwrap()
	if opens := p.readCaptions(); len(opens) > 0 && p.divide(opens, Transcript, 2*float64(len(opens))) {
		return p.out
	}
	p.reset()
	p.scan()

	if opens, points := p.readMail(); len(opens) > 0 && p.divide(opens, Transcript, points) {
		return p.out
	}
	p.reset()
	opens, points := p.readSlack()
	said, format, saidPoints := p.readSpeech()
	if len(said) > 0 && (len(said) > len(opens) || saidPoints > points) {
		opens, points = said, saidPoints
	} else {
		format = Slack
	}
	if len(opens) > 0 && p.divide(opens, format, points) {
		return p.out
	}
	p.reset()
	if opens := p.mailBelow(); len(opens) > 0 && p.divide(opens, Transcript, 1+2*float64(len(opens))) {
		return p.out
	}
	p.reset()
	p.rewrap()
	p.undivided()
	return p.out
}

func (p *paste) reset() {
	p.days, p.reacted, p.authors = map[int]string{}, map[string]bool{}, nil
	p.out = Thread{Format: Plain, Messages: []Message{}, Chrome: []int{}, Unplaced: []int{}}
}

// line is line i as it stands, without line end and shared indentation.
func (p *paste) line(i int) string {
	return p.text[p.lines[i].start:p.lines[i].end]
}

// seen is what can be seen of line i.
func (p *paste) seen(i int) string {
	return p.text[p.lines[i].from:p.lines[i].to]
}

// visibleBefore returns the last line at or above i in which something can be
// seen, -1 without one.
func (p *paste) visibleBefore(i int) int {
	for i >= 0 && p.lines[i].blank {
		i--
	}
	return i
}

func (p *paste) visibleAfter(i int) int {
	for i < len(p.lines) && p.lines[i].blank {
		i++
	}
	return i
}

// divide cuts the paste at the openings. It reports whether the result is to
// be believed.
func (p *paste) divide(opens []opening, format Format, points float64) bool {
	p.out.Format = format
	p.out.Messages = make([]Message, 0, len(opens)+1)
	p.opens = opens
	day, empty := p.headless(opens[0]), 0
	for k := range opens {
		next, author := len(p.lines), ""
		if k+1 < len(opens) {
			next, author = opens[k+1].line, opens[k+1].author
		}
		n := len(p.out.Messages)
		p.out.Messages = p.out.Messages[:n+1]
		m := &p.out.Messages[n]
		p.message(m, &opens[k], next, author)
		if m.Day == "" {
			m.Day = day
		}
		day = p.dayIn(m.Lines[1], next, day)
		empty += btoi(m.Text == "")
	}
	p.placeMarks()
	slices.Sort(p.out.Chrome)
	slices.Sort(p.out.Unplaced)
	p.number()
	p.out.Confidence = p.confidence(points - 2*float64(max(0, empty-1)))
	return p.out.Confidence >= sureFrom
}

// isAuthor reports whether one of the messages is by name.
func (p *paste) isAuthor(name string) bool {
	if p.authors == nil {
		p.authors = map[string]bool{}
		for _, o := range p.opens {
			p.authors[o.author] = true
		}
	}
	return p.authors[name]
}

// dayIn returns the date of the last separator among the lines from..end, or
// else the day that was in force.
func (p *paste) dayIn(from, end int, day string) string {
	if len(p.days) == 0 {
		return day
	}
	for i := end - 1; i >= from; i-- {
		if d, ok := p.days[i]; ok {
			return d
		}
	}
	return day
}

func (p *paste) confidence(points float64) float64 {
	var marks float64
	for _, m := range p.out.Messages {
		marks += 0.5 * float64(len(m.Reactions)+btoi(m.Edited)+btoi(m.Replies > 0))
	}
	points = max(0, points+min(2, marks))
	c := points / (points + 2) * (1 - float64(len(p.out.Unplaced))/float64(p.visible()))
	return float64(int(c*100)) / 100
}

// visible counts the lines in which something can be seen.
func (p *paste) visible() int {
	if p.seenLines == 0 {
		for i := range p.lines {
			p.seenLines += btoi(!p.lines[i].blank)
		}
	}
	return p.seenLines
}

// number gives the messages their ids, which share one piece of memory.
func (p *paste) number() {
	var ids strings.Builder
	var buf [8]byte
	ids.Grow(len("m12345") * len(p.out.Messages))
	for i := range p.out.Messages {
		from := ids.Len()
		ids.WriteByte('m')
		ids.Write(strconv.AppendInt(buf[:0], int64(i+1), 10))
		p.out.Messages[i].ID = ids.String()[from:]
	}
}

// headless reads what stands above the first opening: furniture, then perhaps
// a message whose header is not in the paste, or what is left of one. It
// returns the day in force at the opening.
func (p *paste) headless(o opening) (day string) {
	first := p.visibleAfter(p.chromeOnTop(0, o.line))
	for i := range min(first, o.line) {
		if !p.lines[i].blank {
			p.out.Chrome = append(p.out.Chrome, i+1)
		}
	}
	day = p.dayIn(0, min(first, o.line), "")
	if first >= o.line {
		return day
	}
	var m Message
	p.message(&m, &opening{person: p.nobody, line: first, body: first, inline: -1, moment: moment{day: day}}, o.line, o.author)
	switch {
	case m.Text != "":
		p.out.Messages = append(p.out.Messages, m)
	case m.Lines[0] > 0: // reactions or a reply count of a message that is not here
		for i := m.Lines[0]; i <= m.Lines[1]; i++ {
			if !p.lines[i-1].blank {
				p.out.Unplaced = append(p.out.Unplaced, i)
			}
		}
	}
	return p.dayIn(m.Lines[1], o.line, day)
}

// undivided makes the whole text one message that nobody is said to have written.
func (p *paste) undivided() {
	first, last := p.visibleAfter(0), p.visibleBefore(len(p.lines)-1)
	if last < 0 {
		return
	}
	p.out.Messages = []Message{{
		ID: ordinal(1), Text: p.cut(first, 0, last, -1),
		Reactions: []Reaction{}, Lines: [2]int{first + 1, last + 1},
	}}
	p.out.Confidence = 0.1
}
