package safety

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

//go:embed rules.txt
var ruleText string

// rule is one shape of secret; rules.txt says what its fields mean.
type rule struct {
	kind     string
	keywords []string
	pattern  *regexp.Regexp
	from     string
	needs    string
	value    string
}

// ruleSet is the rules with the automaton that finds their keywords.
type ruleSet struct {
	rules []rule
	finder
}

// secretRules reads the embedded rules, once.
var secretRules = sync.OnceValue(func() *ruleSet {
	rules, err := parseRules(ruleText)
	if err != nil {
		panic("safety: read rules.txt: " + err.Error())
	}
	set := &ruleSet{rules: rules}
	for i, r := range rules {
		for _, k := range r.keywords {
			set.add(k, i)
		}
	}
	set.link()
	return set
})

// macros are the abbreviations that patterns may use.
var macros = strings.NewReplacer(
	"{q}", "(?:\\\\?[\"'`“”‘’*]){0,4}",
	"{to}", "(?:[\\])]?(?:\\\\?[\"'`“”‘’*]){0,4}[\\])]?"+
		`(?:\s{0,8}(?:[:?.|&+]{0,3}={1,2}>?|:{1,3}|->|→|は)\s{0,40}`+
		`|\s{1,4}(?:string|str)\s{0,4}=\s{0,4}|\s?>\s{0,40}|["'],\s{0,4}["']))`,
)

// parseRules reads the format of rules.txt.
func parseRules(text string) ([]rule, error) {
	var rules []rule
	for stanza := range strings.SplitSeq(text, "\n\n") {
		r := rule{from: "keyword", value: "issued"}
		var pattern string
		for line := range strings.Lines(stanza) {
			line = strings.TrimRight(line, "\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			name, value, _ := strings.Cut(line, ": ")
			switch name {
			case "kind":
				r.kind = value
			case "keywords":
				r.keywords = strings.Fields(value)
			case "pattern":
				pattern = value
			case "from":
				r.from = value
			case "needs":
				r.needs = value
			case "value":
				r.value = value
			default:
				return nil, fmt.Errorf("stanza %q: unknown field %q", r.kind, name)
			}
		}
		if r.kind == "" {
			continue
		}
		flags := ""
		if r.value != "issued" {
			flags = "(?i)"
		}
		var err error
		if r.pattern, err = regexp.Compile(flags + `\A(?:` + macros.Replace(pattern) + `)`); err != nil {
			return nil, fmt.Errorf("stanza %q: %w", r.kind, err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}
