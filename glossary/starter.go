package glossary

import (
	"embed"
	"io/fs"
	"path"
)

// starterFiles is the English CNCF glossary, unchanged; starter/ATTRIBUTION
// says where it is from and under which licence.
//
//go:embed starter/*.md
var starterFiles embed.FS

// starterCredit is what CC BY 4.0 asks to be shown beside the text.
const starterCredit = "CNCF Glossary, CC BY 4.0"

// Starter returns the bundled glossary, which serves until a company brings
// its own: the terms of the Cloud Native Glossary, system "general", without
// owner. Each call returns entries of its own.
func Starter() []Entry {
	files, err := fs.Sub(starterFiles, "starter")
	if err != nil {
		return nil // The name above is valid.
	}
	l := loader{taken: make(map[string]bool), places: make(map[string]position)}
	l.readDir(files, "")
	for i := range l.entries {
		e := &l.entries[i]
		e.Source = "https://github.com/cncf/glossary/blob/main/content/en/" + path.Base(e.Source)
		e.Credit = starterCredit
	}
	return l.entries
}
