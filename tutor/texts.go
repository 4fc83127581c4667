package tutor

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed texts/*.txt
var textFiles embed.FS

// catalogue holds what Gloss itself says: language, then key, then text.
var catalogue = func() map[language]map[string]string {
	all := make(map[language]map[string]string)
	files, err := textFiles.ReadDir("texts")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		data, err := textFiles.ReadFile("texts/" + file.Name())
		if err != nil {
			panic(err)
		}
		texts := make(map[string]string)
		for line := range strings.Lines(string(data)) {
			if key, text, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t"); ok && !strings.HasPrefix(line, "#") {
				texts[key] = text
			}
		}
		all[language(strings.TrimSuffix(file.Name(), ".txt"))] = texts
	}
	return all
}()

// language is one that Gloss speaks: en, de, es, fr or ja. The zero language is
// English.
type language string

// languageFor is the language for a locale such as "de-DE", English where Gloss
// does not speak it.
func languageFor(locale string) language {
	code, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	if _, spoken := catalogue[language(code)]; spoken {
		return language(code)
	}
	return "en"
}

// say is a text of the catalogue with what it speaks of put in.
func (l language) say(key string, about ...any) string {
	text, ok := catalogue[l][key]
	if !ok {
		text = catalogue["en"][key]
	}
	if len(about) == 0 {
		return text
	}
	return fmt.Sprintf(text, about...)
}

// count is a number of things, as "message.one" and "message.many" word it.
func (l language) count(thing string, n int) string {
	if n == 1 {
		return l.say(thing + ".one")
	}
	return l.say(thing+".many", n)
}
