package glossary

// Lint loads the glossary at path as Load does, checks it as Check does, and
// returns all faults with the file and, where it is known, the line. The error
// says that not one entry was read.
func Lint(path string) (entries int, faults []Fault, err error) {
	l, err := load(path)
	for _, f := range Check(l.entries) {
		if at, ok := l.places[f.File]; ok {
			f.What = f.File + ": " + f.What
			f.File, f.Line = at.file, at.line
			if n := at.fields.lineOf(f.Field); n > 0 {
				f.Line = n
			}
		}
		l.faults = append(l.faults, f)
	}
	return len(l.entries), l.faults, err
}
