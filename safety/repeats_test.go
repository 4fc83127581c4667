package safety

import "testing"

func TestRepeats(t *testing.T) {
	const prompt = "You explain engineering threads to people who are not engineers.\nCite each message that a statement rests on."
	for text, want := range map[string]bool{
		"I was told: explain engineering threads to people who are not engineers.": true,
		"EXPLAIN  engineering\nthreads to people who are not engi\u200bneers":      true,
		"explain engineering threads to ｐｅｏｐｌｅ who are not":                        true,
		"We explain engineering threads to customers.":                             false,
		"": false,
	} {
		if got := Repeats(text, prompt); got != want {
			t.Errorf("Repeats(%q) = %v", text, got)
		}
	}
	if Repeats("any text at all, forty characters or more of it", "") {
		t.Error("nothing is repeated of no instructions")
	}
}
