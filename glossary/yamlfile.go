package glossary

import (
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// WriteYAML writes entries as a YAML list, with the keys of the front matter.
// Load reads it back unchanged.
func WriteYAML(w io.Writer, entries []Entry) error {
	var list yaml.Node
	if err := list.Encode(entries); err != nil {
		return err
	}
	for _, e := range list.Content {
		prune(e)
	}
	out := yaml.NewEncoder(w)
	out.SetIndent(2)
	if err := out.Encode(&list); err != nil {
		return err
	}
	return out.Close()
}

// prune takes the keys without a value out of a mapping. The source stays, for
// one that is empty says more than none.
func prune(mapping *yaml.Node) {
	var kept []*yaml.Node
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		if value.Kind == yaml.MappingNode {
			prune(value)
		}
		zero := value.Tag == "!!int" && value.Value == "0"
		if value.Value != "" && value.Tag != "!!null" && !zero || len(value.Content) > 0 {
			kept = append(kept, key, value)
		}
	}
	mapping.Content = kept
}

// hub is a business glossary as DataHub's ingestion reads it (version 1).
type hub struct {
	Version any       `yaml:"version"`
	Source  string    `yaml:"source"`
	Owners  hubOwners `yaml:"owners"`
	URL     string    `yaml:"url"`
	Nodes   []hubNode `yaml:"nodes"`
	Terms   []hubTerm `yaml:"terms"`
}

type hubOwners struct {
	Users  []string `yaml:"users"`
	Groups []string `yaml:"groups"`
}

func (o hubOwners) first() string {
	return orElse(append(append([]string{}, o.Groups...), o.Users...)...)
}

type hubNode struct {
	ID          string    `yaml:"id"`
	Name        string    `yaml:"name"`
	Description string    `yaml:"description"`
	Owners      hubOwners `yaml:"owners"`
	Terms       []hubTerm `yaml:"terms"`
	Nodes       []hubNode `yaml:"nodes"`
}

type hubTerm struct {
	ID           string            `yaml:"id"`
	Name         string            `yaml:"name"`
	Description  string            `yaml:"description"`
	SourceRef    string            `yaml:"source_ref"`
	SourceURL    string            `yaml:"source_url"`
	Owners       hubOwners         `yaml:"owners"`
	Inherits     []string          `yaml:"inherits"`
	Contains     []string          `yaml:"contains"`
	RelatedTerms []string          `yaml:"related_terms"`
	Custom       map[string]string `yaml:"custom_properties"`
}

// readYAML reads a list of entries, ours, or a business glossary of DataHub.
func (l *loader) readYAML(shown string, data []byte) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("it is no valid YAML (%s)", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return fmt.Errorf("it is empty")
	}
	root := doc.Content[0]
	if root.Kind == yaml.SequenceNode {
		for _, node := range root.Content {
			l.addYAML(shown, node)
		}
		return nil
	}
	var h hub
	if err := root.Decode(&h); err != nil || len(h.Nodes)+len(h.Terms) == 0 {
		for i := 0; i+1 < len(root.Content); i += 2 {
			if key := root.Content[i].Value; (key == "entries" || key == "glossary" || key == "terms") && root.Content[i+1].Kind == yaml.SequenceNode {
				for _, node := range root.Content[i+1].Content {
					l.addYAML(shown, node)
				}
				return nil
			}
		}
		return fmt.Errorf("it is neither a list of entries nor a business glossary of DataHub with nodes or terms")
	}
	lines := nameLines(root)
	l.addHub(shown, lines, hubNode{Terms: h.Terms, Nodes: h.Nodes, Owners: h.Owners}, "", "")
	return nil
}

// nameLines are the lines at which names stand in a document.
func nameLines(node *yaml.Node) map[string]int {
	lines := make(map[string]int)
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		for i, c := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "name" && lines[c.Value] == 0 {
				lines[c.Value] = c.Line
			}
			walk(c)
		}
	}
	walk(node)
	return lines
}

// addYAML adds one entry of our own form.
func (l *loader) addYAML(shown string, node *yaml.Node) {
	var e Entry
	if err := node.Decode(&e); err != nil {
		l.skip(shown, node.Line, "it is not of the form of an entry ("+strings.Join(strings.Fields(strings.TrimPrefix(err.Error(), "yaml: ")), " ")+")")
		return
	}
	if strings.TrimSpace(e.Term) == "" {
		l.skip(shown, node.Line, "it has no term")
		return
	}
	l.addMended(shown, node.Line, e, true)
}

// addHub adds the terms of a node and of those below it. The topmost node is
// the system.
func (l *loader) addHub(shown string, lines map[string]int, n hubNode, system, owner string) {
	owner = orElse(n.Owners.first(), owner)
	for _, t := range n.Terms {
		if strings.TrimSpace(t.Name) == "" {
			l.skip(shown, 0, "a term has no name")
			continue
		}
		e := Entry{System: orElse(system, "general"), Plain: words(t.Description), Owner: orElse(t.Owners.first(), owner)}
		e.Term, e.Aliases = splitTitle(spaced(t.Name))
		e.ID = e.System + "/" + slugOf(e.Term)
		for _, ref := range t.Inherits {
			e.Broader = append(e.Broader, hubID(ref, e.System))
		}
		for _, ref := range append(t.Contains, t.RelatedTerms...) {
			e.Related = append(e.Related, hubID(ref, e.System))
		}
		if strings.Contains(t.SourceURL, "://") {
			e.Links = []string{t.SourceURL}
		}
		e.Example, e.Why = t.Custom["example"], t.Custom["why"]
		l.addMended(shown, lines[t.Name], e, false)
	}
	for _, below := range n.Nodes {
		l.addHub(shown, lines, below, orElse(system, slugOf(spaced(below.Name))), owner)
	}
}

// hubID is the id that a path of node and term names stands for.
func hubID(ref, system string) string {
	parts := strings.Split(ref, ".")
	if len(parts) > 1 {
		system = slugOf(spaced(parts[0]))
	}
	return system + "/" + slugOf(spaced(parts[len(parts)-1]))
}

// spaced parts a name written in one at its capitals: "GrossMargin" is "Gross
// Margin". What has blanks, or is an acronym, stays.
func spaced(name string) string {
	if strings.ContainsAny(name, " -") || !camelCased(name) {
		return strings.ReplaceAll(name, "_", " ")
	}
	var b strings.Builder
	for i := range len(name) {
		upper := 'A' <= name[i] && name[i] <= 'Z'
		if i > 0 && upper && (name[i-1] < 'A' || name[i-1] > 'Z' || i+1 < len(name) && 'a' <= name[i+1] && name[i+1] <= 'z') && name[i-1] != ' ' {
			b.WriteByte(' ')
		}
		b.WriteByte(name[i])
	}
	return b.String()
}
