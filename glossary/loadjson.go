package glossary

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// jsonEntry is an element of a JSON glossary: ours, or the normalised form
// with a definition in Markdown.
type jsonEntry struct {
	Entry
	Definition string `json:"definition"`
	SourcePath string `json:"source_path"`
}

// readJSON reads a file that holds an array of entries.
func (l *loader) readJSON(name string) error {
	data, err := readCapped(os.DirFS(filepath.Dir(name)), filepath.Base(name), maxJSON)
	if err != nil {
		return errors.New(reason(err))
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &elements); err != nil {
		return jsonFault(data, err)
	}
	for i, element := range elements {
		// Place stands for a line, which encoding/json does not tell.
		place := fmt.Sprintf("%s, entry %d", name, i+1)
		var j jsonEntry
		if err := json.Unmarshal(element, &j); err != nil {
			l.skip(place, 0, "it is not of the form of an entry ("+strings.TrimPrefix(err.Error(), "json: ")+")")
			continue
		}
		if strings.TrimSpace(j.Term) == "" {
			l.skip(place, 0, "it has no term")
			continue
		}
		l.addJSON(name, place, j)
	}
	return nil
}

func (l *loader) addJSON(name, place string, j jsonEntry) {
	e := j.Entry
	foreign := j.Definition != "" && e.Plain == ""
	if foreign {
		var short []string
		e.Term, short = splitTitle(e.Term)
		for _, alias := range e.Aliases {
			short = append(short, titleNames(alias)...)
		}
		e.Aliases = short
		e.System = orElse(e.System, "general")
		if e.ID == "" {
			e.ID = slugOf(e.System) + "/" + orElse(fileSlug(strings.Split(j.SourcePath, "#")[0]), slugOf(e.Term))
		}
		if !isMarkdown(j.SourcePath) || l.taken[e.ID] {
			e.ID = slugOf(e.System) + "/" + orElse(slugOf(e.Term), "entry")
		}
		describe(&e, "", sections(j.Definition))
	}
	faults := mend(&e, place, front{})
	if foreign {
		faults = append(faults, l.freeID(name, &e)...)
	}
	l.faults = append(l.faults, faults...)
	e.Source = orElse(e.Source, j.SourcePath, filepath.ToSlash(name))
	l.add(e)
}

// jsonFault says where and why a file is no array of entries.
func jsonFault(data []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		before := data[:min(int(syntax.Offset), len(data))]
		return fmt.Errorf("line %d is not JSON: %w", bytes.Count(before, []byte("\n"))+1, err)
	}
	return errors.New("it is no JSON array of entries; write [ {\"term\": …}, … ]")
}
