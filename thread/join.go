package thread

import "strings"

// Join puts together what somebody sent in several messages, one right after the
// other, because it was too long for one: read as one text, it gives what it had
// given if it had been pasted at once, wherever the cuts are, within a message
// or a code fence too. A chat takes the blank lines off both ends of a message;
// those between two parts are the one thing that is lost.
func Join(parts ...string) string {
	var b strings.Builder
	for i, part := range parts {
		if i < len(parts)-1 {
			part = strings.TrimSuffix(part, "\n")
		}
		if b.WriteString(part); i < len(parts)-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
