package safety

// Text is a text that passed the gate and may be shown to a reader. The only
// way to make one that is not empty is Gate.Text, so what was not checked does
// not compile into an answer.
type Text struct{ s string }

// String returns the checked text.
func (t Text) String() string { return t.s }

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t.s == "" }

// MarshalText writes the checked text, for JSON answers.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }
