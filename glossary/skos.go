package glossary

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// skos is what both spellings of SKOS give of one concept: values by the last
// part of the property's name ("prefLabel"), each with its language, "" for
// none.
type skos struct {
	id     string
	line   int
	types  []string
	values map[string][]literal
}

type literal struct{ text, language string }

// one is the best value of a property: without a language or in English, else
// the first.
func (s skos) one(property string) string {
	best := ""
	for _, v := range s.values[property] {
		switch {
		case v.language == "" || v.language == "en" || strings.HasPrefix(v.language, "en-"):
			return v.text
		case best == "":
			best = v.text
		}
	}
	return best
}

// all are the values of a property in every language.
func (s skos) all(property string) []string {
	var out []string
	for _, v := range s.values[property] {
		out = append(out, v.text)
	}
	return out
}

// addConcepts adds the concepts of a flat SKOS vocabulary.
func (l *loader) addConcepts(shown string, concepts []skos) {
	ids := make(map[string]string)
	for _, c := range concepts {
		if c.isConcept() {
			ids[c.id] = "general/" + orElse(slugOf(c.one("prefLabel")), slugOf(lastPart(c.id)))
		}
	}
	for _, c := range concepts {
		if !c.isConcept() {
			continue
		}
		term := c.one("prefLabel")
		if term == "" {
			l.skip(shown, c.line, "the concept "+c.id+" has no prefLabel")
			continue
		}
		e := Entry{ID: ids[c.id], System: "general", Plain: c.one("definition"), Why: c.one("scopeNote"), Example: c.one("example"),
			MatchOnly: c.all("hiddenLabel")}
		e.Term, e.Aliases = splitTitle(term)
		for _, label := range c.all("prefLabel") {
			if label != term {
				e.Aliases = append(e.Aliases, label)
			}
		}
		e.Aliases = append(e.Aliases, c.all("altLabel")...)
		for _, to := range append(c.all("related"), c.all("narrower")...) {
			e.Related = append(e.Related, orElse(ids[to], "general/"+slugOf(lastPart(to))))
		}
		for _, to := range c.all("broader") {
			e.Broader = append(e.Broader, orElse(ids[to], "general/"+slugOf(lastPart(to))))
		}
		if to := c.one("isReplacedBy"); to != "" {
			e.Status, e.ReplacedBy = Deprecated, orElse(ids[to], to)
		}
		if c.one("deprecated") == "true" {
			e.Status = Deprecated
		}
		l.addMended(shown, c.line, e, false)
	}
}

func (s skos) isConcept() bool {
	return slices.Contains(s.types, "Concept") || len(s.types) == 0 && len(s.values["prefLabel"]) > 0
}

// lastPart is the last part of an IRI or of a prefixed name.
func lastPart(iri string) string {
	return iri[strings.LastIndexAny(strings.TrimSuffix(iri, "/"), "/#:")+1:]
}

// jsonLD reads the flat subset of JSON-LD: concepts with values that are
// strings, {"@value"}, {"@id"}, lists of those, or maps of languages.
func jsonLD(data []byte) ([]skos, error) {
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	objects, ok := root.([]any)
	if o, single := root.(map[string]any); single {
		objects, ok = []any{o}, true
		if graph, has := o["@graph"].([]any); has {
			objects = graph
		}
	}
	if !ok {
		return nil, fmt.Errorf("it holds no objects")
	}
	var concepts []skos
	for _, x := range objects {
		o, ok := x.(map[string]any)
		if !ok {
			continue
		}
		c := skos{values: make(map[string][]literal)}
		for key, value := range o {
			switch key {
			case "@id", "id":
				c.id, _ = value.(string)
			case "@type", "type":
				for _, v := range literals(value) {
					c.types = append(c.types, lastPart(v.text))
				}
			case "@context":
			default:
				c.values[lastPart(key)] = append(c.values[lastPart(key)], literals(value)...)
			}
		}
		concepts = append(concepts, c)
	}
	return concepts, nil
}

// literals are the values of a property in JSON-LD.
func literals(value any) []literal {
	switch v := value.(type) {
	case string:
		return []literal{{text: v}}
	case bool:
		return []literal{{text: fmt.Sprint(v)}}
	case []any:
		var out []literal
		for _, x := range v {
			out = append(out, literals(x)...)
		}
		return out
	case map[string]any:
		if text, ok := v["@value"]; ok {
			language, _ := v["@language"].(string)
			return []literal{{fmt.Sprint(text), language}}
		}
		if id, ok := v["@id"].(string); ok {
			return []literal{{text: id}}
		}
		var out []literal
		languages := make([]string, 0, len(v))
		for language := range v {
			languages = append(languages, language)
		}
		slices.Sort(languages)
		for _, language := range languages {
			for _, x := range literals(v[language]) {
				out = append(out, literal{x.text, language})
			}
		}
		return out
	}
	return nil
}

// readTurtle and readJSONLD read a SKOS vocabulary in its two spellings.
func (l *loader) readTurtle(shown string, data []byte) error {
	concepts, err := turtleConcepts(string(data))
	if err != nil {
		return err
	}
	l.addConcepts(shown, concepts)
	return nil
}

func (l *loader) readJSONLD(shown string, data []byte) error {
	concepts, err := jsonLD(data)
	if err != nil {
		return err
	}
	l.addConcepts(shown, concepts)
	return nil
}
