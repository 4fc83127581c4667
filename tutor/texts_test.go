package tutor

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// verb is where a text puts something in.
var verb = regexp.MustCompile(`%\[\d\][sd]`)

func TestEveryLanguageSaysEverything(t *testing.T) {
	if len(catalogue) < 5 {
		t.Fatalf("the catalogue speaks %d languages", len(catalogue))
	}
	english := catalogue["en"]
	for lang, texts := range catalogue {
		for key, text := range english {
			own, has := texts[key]
			if !has || strings.TrimSpace(own) == "" {
				t.Errorf("%s: %s is missing", lang, key)
				continue
			}
			if want, got := verbs(text), verbs(own); !slices.Equal(got, want) {
				t.Errorf("%s: %s puts in %v, English %v", lang, key, got, want)
			}
		}
		for key := range texts {
			if _, has := english[key]; !has {
				t.Errorf("%s: %s is no key in English", lang, key)
			}
		}
	}
}

// keySaid finds the keys that the program says; some have an ending put to them.
var keySaid = regexp.MustCompile(`(?:say|count|add)\([^"\n]*"([a-z_]+(?:\.[a-z]+)*\.?)"`)

func TestTheProgramSaysWhatTheCatalogueHas(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, found := range keySaid.FindAllStringSubmatch(string(source), -1) {
			known := false
			for key := range catalogue["en"] {
				if key == found[1] || strings.HasPrefix(key, strings.TrimSuffix(found[1], ".")+".") {
					known, used[key] = true, true
				}
			}
			if !known {
				t.Errorf("%s says %s, which the catalogue does not have", file, found[1])
			}
		}
	}
	for key := range catalogue["en"] {
		if !used[key] && !strings.Contains(key, ".") {
			t.Errorf("nobody says %s", key)
		}
	}
}

// verbs are what a text puts in, each once.
func verbs(text string) []string {
	all := verb.FindAllString(text, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

func TestALocaleFindsItsLanguage(t *testing.T) {
	for locale, want := range map[string]language{"": "en", "en-US": "en", "de-DE": "de", "de": "de", "fr_CA": "fr", "JA-jp": "ja", "es-419": "es", "pt-BR": "en", "x": "en"} {
		if got := languageFor(locale); got != want {
			t.Errorf("%q: %s, want %s", locale, got, want)
		}
	}
	if got := language("").say("or", "a", "b"); got != "a or b" {
		t.Errorf("without a language: %q", got)
	}
}
