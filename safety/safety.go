package safety

import "strings"

// Text is a text that passed the gate and may be shown to a reader. The only
// way to make one that is not empty is Gate.Text, so what was not checked does
// not compile into an answer.
//
// It is plain text, not yet escaped for any medium: use Slack for Slack's
// mrkdwn, String for a terminal or JSON.
type Text struct{ s string }

// String returns the checked text, plain.
func (t Text) String() string { return t.s }

// Slack returns the checked text for Slack's mrkdwn, with & < > escaped so that
// nothing in it is read as a link, a mention or a command.
func (t Text) Slack() string { return slackEscaper.Replace(t.s) }

var slackEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t.s == "" }

// MarshalText writes the checked text, for JSON answers.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }
