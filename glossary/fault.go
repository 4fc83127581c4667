package glossary

import "fmt"

// Fault is something wrong with a source of entries or with an entry itself,
// told so that its author can mend it.
type Fault struct {
	// File is the file as it was named to Load, or the id of the entry where
	// the fault lies in the entry and not in a file.
	File string `json:"file"`
	// Line is the 1-based line, 0 when not known.
	Line int `json:"line,omitempty"`
	// What is a sentence without its full stop: what is wrong and what was
	// done about it.
	What string `json:"what"`
	// Kept says whether the entry is there all the same.
	Kept bool `json:"kept"`
	// Minor says that a file was left out that is no entry anyway, as a README
	// is; Grave that an entry must not stay as it is though it was kept.
	Minor bool `json:"minor,omitempty"`
	Grave bool `json:"grave,omitempty"`

	// Field is the JSON name of the entry's field that it is about, if any.
	Field string `json:"-"`
}

// IsError says whether the fault has to be mended: something was left out, or
// an entry contradicts the rules. Any other fault is a warning.
func (f Fault) IsError() bool { return f.Grave || !f.Kept && !f.Minor }

// String is the fault as one line: "cncf/pod.md:3: …; skipped".
func (f Fault) String() string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	if f.Kept {
		return place + ": " + f.What
	}
	return place + ": " + f.What + "; skipped"
}
