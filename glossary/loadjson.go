package glossary

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.Contains(data, []byte(`"@context"`)) || bytes.Contains(data, []byte(`prefLabel"`)) {
		return l.readJSONLD(name, data)
	}
	elements, err := elementsOf(data)
	if err != nil {
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

// elementsOf are the entries of a JSON file: an array, an object that holds one
// as entries, terms or glossary, or an object from terms to definitions.
func elementsOf(data []byte) ([]json.RawMessage, error) {
	var elements []json.RawMessage
	err := json.Unmarshal(data, &elements)
	if err == nil {
		return elements, nil
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return nil, err
	}
	for _, key := range []string{"entries", "terms", "glossary"} {
		if inner, ok := object[key]; ok && json.Unmarshal(inner, &elements) == nil {
			return elements, nil
		}
	}
	if _, single := object["term"]; single {
		return []json.RawMessage{data}, nil
	}
	var definitions map[string]string
	if json.Unmarshal(data, &definitions) != nil {
		return nil, err
	}
	for _, term := range slices.Sorted(maps.Keys(definitions)) {
		element, err := json.Marshal(map[string]string{"term": term, "definition": definitions[term]})
		if err != nil {
			return nil, err
		}
		elements = append(elements, element)
	}
	return elements, nil
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
	if foreign {
		e.Source = orElse(e.Source, j.SourcePath, filepath.ToSlash(name))
	}
	l.add(e, position{file: place})
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
