package tutor

import "testing"

func TestContradicts(t *testing.T) {
	for _, test := range []struct {
		text, source string
		want         bool
	}{
		{"The orders were refunded.", "the orders were not refunded", true},
		{"The orders were refunded.", "nothing was refunded yet", true},
		{"It happens automatically.", "not automatically! we do it by hand", true},
		{"The migration wasn't finished.", "the migration finished at noon", true},
		{"The guest is real.", "not real. That guest was invited yesterday.", true},
		{"There is an early cut-off.", "there is no early cut-off", true},
		// The same said of the same.
		{"The orders were not refunded.", "nothing was refunded so far", false},
		{"They refunded the orders.", "the orders are refunded", false},
		// Turned in a way of their own.
		{"They failed to refund the orders.", "the orders were not refunded", false},
		{"The team is against a refund.", "we will not refund this", false},
		{"The orders will be refunded by noon.", "the orders are not refunded yet", false},
		{"No changes are made.", "they freeze changes", false},
		{"It is not finished.", "it should be finished by noon", false},
		{"It is not finished.", "is it finished?", false},
		{"They refunded the rest.", "the first was not refunded, the rest was refunded", false},
		// What is asked denies nothing, and what is denied elsewhere neither.
		{"The deploy is ready.", "isn't the deploy ready?", false},
		{"The database is slow.", "it is not the network. the database is slow", false},
		{"", "not ready", false},
		{"The deploy is ready.", "", false},
	} {
		if got := contradicts(test.text, test.source); got != test.want {
			t.Errorf("contradicts(%q, %q) = %t", test.text, test.source, got)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for text, want := range map[string]string{
		"The search is slow, and they will look at it when the release is out.":              "en",
		"Die Suche ist langsam, und wir sehen uns das nach dem Release an.":                  "de",
		"La recherche est lente et nous allons regarder ce qui se passe avec les serveurs.":  "fr",
		"La búsqueda está lenta y los servidores no responden porque hay muchas peticiones.": "es",
		"A pesquisa está lenta e os servidores não respondem com muita carga da base.":       "pt",
		"La ricerca è lenta e gli utenti non vedono più i risultati della pagina.":           "it",
		"Het zoeken is niet snel en wij kijken naar de servers als het moet.":                "nl",
		"Mina declares SEV1: four of ten payments fail":                                      "",
		"the release und das backup and for servers":                                         "",
		"rollback done": "",
		"```the code and the words in it are not prose, they are code``` kaboom kaboom kaboom": "",
	} {
		if got := languageOf(text); got != want {
			t.Errorf("languageOf(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestAsksMeaning(t *testing.T) {
	for question, want := range map[string]bool{
		"what is a canary?":                            true,
		"What's a canary release":                      true,
		"canary":                                       true,
		"canary release?":                              true,
		"What does canary mean":                        true,
		"so how would you define it in one line?":      true,
		"what did they decide?":                        false,
		"what is the reason that they stop the canary": false,
		"who did it?":                                  false,
		"why the canary?":                              false,
		"Is it fixed":                                  false,
		"?!":                                           false,
	} {
		if got := asksMeaning(question); got != want {
			t.Errorf("asksMeaning(%q) = %t", question, got)
		}
	}
}
