package glossary

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
)

// Folder is a directory, such as a Git repository, that is the source of a
// glossary. It is read again when a file in it has changed, and is safe for
// concurrent use.
type Folder struct {
	Path string

	mu      sync.Mutex
	read    bool
	stamp   uint64
	entries []Entry
}

// Entries are the entries as the directory has them now. Where a change left
// nothing that can be read the error says so, and the entries are those of
// before the change.
func (f *Folder) Entries() ([]Entry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	stamp, err := f.stampOf()
	if err != nil {
		return f.entries, fmt.Errorf("look at the glossary in %s: %w", f.Path, err)
	}
	if f.read && stamp == f.stamp {
		return f.entries, nil
	}
	entries, _, err := Load(f.Path)
	if err != nil {
		return f.entries, err
	}
	f.read, f.stamp, f.entries = true, stamp, entries
	return entries, nil
}

// stampOf is a number that changes with the names, sizes and times of the
// files; what Git keeps for itself does not count.
func (f *Folder) stampOf() (uint64, error) {
	h := fnv.New64a()
	err := filepath.WalkDir(f.Path, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != f.Path && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if d.IsDir() {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s\x00%d\x00%d\x00", name, info.Size(), info.ModTime().UnixNano())
		return nil
	})
	return h.Sum64(), err
}

// Patch is an edit of one entry as a patch that "git apply" takes: the file is
// the entry's path below the repository, before what it holds now, nil for a
// new file.
func Patch(file string, before []byte, e Entry) ([]byte, error) {
	after, err := Markdown(e)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	file = filepath.ToSlash(file)
	fmt.Fprintf(&b, "diff --git a/%s b/%s\n", file, file)
	from := "a/" + file
	if before == nil {
		b.WriteString("new file mode 100644\n")
		from = "/dev/null"
	}
	fmt.Fprintf(&b, "--- %s\n+++ b/%s\n", from, file)
	old, fresh := patchLines(string(before)), patchLines(string(after))
	// What is the same at both ends is context, as git wants some.
	same := 0
	for same < min(len(old), len(fresh)) && old[same] == fresh[same] {
		same++
	}
	tail := 0
	for tail < min(len(old), len(fresh))-same && old[len(old)-1-tail] == fresh[len(fresh)-1-tail] {
		tail++
	}
	start := 1
	if len(old) == 0 {
		start = 0
	}
	fmt.Fprintf(&b, "@@ -%d,%d +1,%d @@\n", start, len(old), len(fresh))
	put := func(mark string, lines []string) {
		for _, line := range lines {
			b.WriteString(mark + line)
			if !strings.HasSuffix(line, "\n") {
				b.WriteString("\n\\ No newline at end of file\n")
			}
		}
	}
	put(" ", old[:same])
	put("-", old[same:len(old)-tail])
	put("+", fresh[same:len(fresh)-tail])
	put(" ", old[len(old)-tail:])
	return []byte(b.String()), nil
}

// patchLines are the lines of a text with their ends.
func patchLines(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
