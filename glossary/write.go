package glossary

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Markdown is an entry as a file with front matter, without the empty fields.
// Load reads it back unchanged.
func Markdown(e Entry) ([]byte, error) {
	var fields yaml.Node
	if err := fields.Encode(e); err != nil {
		return nil, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	prune(&fields)
	if e.Source == "" {
		// Without a source the file itself would be taken for it.
		fields.Content = append(fields.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "source"},
			&yaml.Node{Kind: yaml.ScalarNode, Value: "", Style: yaml.DoubleQuotedStyle})
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(&fields); err != nil {
		return nil, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	b.WriteString("---\n")
	return b.Bytes(), encoder.Close()
}
