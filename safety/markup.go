package safety

import (
	"html"
	"regexp"
	"strings"
)

// anySpace is what Unicode calls white space, for character classes; \s is only
// the ASCII part.
const anySpace = `\s\v\x{1c}-\x{1f}\x{85}\p{Z}`

// hairSpace breaks what must not be read as one word; it is visible to no one
// and, unlike a zero-width space, is not itself suspect.
const hairSpace = "\u200a"

var (
	terminalSequence = regexp.MustCompile(`(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|\x{9d})[^\x07\x1b\x{9c}]*(?:\x07|\x1b\\|\x{9c})?|\x1b[ -/]*[0-~]?`)

	slackControl = regexp.MustCompile(`<!(?:here|channel|everyone|subteam\^|date\^)[^<>\n]*>|<[@#][A-Z0-9]{2,20}(?:\|[^<>\n]*)?>`)
	slackLink    = regexp.MustCompile(`(?i)<((?:[a-z][a-z0-9+.-]*://|(?:mailto|tel|slack|javascript|data|vbscript|file):)[^|<>\s]+)(?:\|([^<>]*))?>`)
	slackOpening = regexp.MustCompile(`<([!@])`)

	image      = regexp.MustCompile(`!\[([^\[\]]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])`)
	imageStart = regexp.MustCompile(`(!\[[^\]]*\])\(`)
	inlineLink = regexp.MustCompile(`\[([^\[\]]*)\]\([` + anySpace + `]*<?([^()<>` + anySpace + `]+(?:\([^()<>` + anySpace + `]*\)[^()<>` + anySpace + `]*)*)>?(?:[` + anySpace + `]+["'(][^"'()\n]*["')])?[` + anySpace + `]*\)`)
	// target tells a link from an index and a call: m[i](x).
	target = regexp.MustCompile(`[:/.#?\\&%]|^www`)

	definition = regexp.MustCompile(`(?m)^[` + anySpace + `]*\[[^\[\]\n]+\]:[ \t]*<?(?:[A-Za-z][A-Za-z0-9+.-]*:|//|/|www\.|[\w-]+(?:\.[\w-]+)+/)[^` + anySpace + `]*.*$`)
	label      = regexp.MustCompile(`(?m)^([` + anySpace + `]*\[[^\]]+\]):([` + anySpace + `]*[^` + anySpace + `])`)
)

// stripTerminal removes what steers a terminal: ANSI control sequences, also
// those that make a link.
func stripTerminal(s string) string {
	if !strings.ContainsAny(s, "\x1b\u009b\u009d") {
		return s
	}
	return terminalSequence.ReplaceAllString(s, "")
}

// stripMarkup turns links into label and target, and removes images, reference
// definitions, and Slack's mentions and commands.
func stripMarkup(s string) string {
	if strings.Contains(s, "<") {
		s = slackControl.ReplaceAllString(s, "")
		s = slackLink.ReplaceAllStringFunc(s, func(link string) string {
			m := slackLink.FindStringSubmatch(link)
			return labelled(m[2], m[1])
		})
		s = slackOpening.ReplaceAllString(s, "<"+hairSpace+"$1")
	}
	if strings.Contains(s, "![") {
		s = image.ReplaceAllString(s, "[image removed: $1]")
		s = imageStart.ReplaceAllString(s, "$1 (")
	}
	if strings.Contains(s, "](") {
		s = inlineLink.ReplaceAllStringFunc(s, func(link string) string {
			m := inlineLink.FindStringSubmatch(link)
			if !target.MatchString(m[2]) {
				return link
			}
			return labelled(m[1], m[2])
		})
	}
	if strings.Contains(s, "]:") {
		s = definition.ReplaceAllString(s, "")
		s = label.ReplaceAllString(s, "$1 :$2")
	}
	return s
}

// labelled writes a link so that the reader sees where it goes.
func labelled(label, target string) string {
	label = strings.TrimSpace(label)
	bare := strings.TrimPrefix(strings.TrimPrefix(target, "mailto:"), "tel:")
	switch {
	case label == "" || label == target:
		return target
	case label == bare:
		return bare
	}
	return label + " (" + target + ")"
}

// ping matches what notifies a whole channel, also in full-width letters.
var ping = regexp.MustCompile(`(?i)([@＠﹫])(` + wide("channel") + `|` + wide("here") + `|` + wide("everyone") + `)([^0-9A-Za-z_]|$)`)

// wide returns a pattern for a word in ASCII or full-width letters.
func wide(word string) string {
	var b strings.Builder
	for _, r := range word {
		b.WriteString("[" + string(r) + string(r-'a'+'ａ') + "]")
	}
	return b.String()
}

// breakPings puts a hair space into @channel, @here and @everyone.
func breakPings(s string) string {
	if !strings.ContainsAny(s, "@＠﹫") {
		return s
	}
	return ping.ReplaceAllString(s, "$1"+hairSpace+"$2$3")
}

// groupWord is a mention of many that is written as people write it.
var groupWord = regexp.MustCompile(`(?i)[@＠﹫]\p{Z}?(?:` + wide("channel") + `|` + wide("here") + `|` + wide("everyone") + `|all|everybody|team)(?:[^0-9A-Za-z_.]|\.?$|\.[^0-9A-Za-z])`)

// Calls returns what in a text would call people in Slack, were it posted as it
// stands: mentions of a channel, of a group, and of a person by id.
func Calls(text string) []string {
	if !strings.ContainsAny(text, "@＠﹫<&") {
		return nil
	}
	text = html.UnescapeString(stripHidden(text))
	calls := slackControl.FindAllString(text, -1)
	for _, word := range groupWord.FindAllString(text, -1) {
		calls = append(calls, strings.TrimRightFunc(word, func(r rune) bool { return r >= 0x80 || !wordByte(byte(r)) }))
	}
	return calls
}
