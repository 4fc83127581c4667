package model

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/prompts"
)

// keeper is a provider that keeps the beginnings of what it was asked, as those
// with a prompt cache do: OpenAI every one, Anthropic those that are marked.
type keeper struct{ kept []string }

// read returns the bytes of a request that were kept, and of the rest.
func (k *keeper) read(t turn, provider string) (cached, fresh int) {
	var body struct {
		System   []block
		Messages []struct {
			Role    string
			Content json.RawMessage
		}
	}
	if err := json.NewDecoder(t.r.Body).Decode(&body); err != nil {
		return 0, 0
	}
	var text strings.Builder
	var marks []int
	for _, b := range body.System {
		text.WriteString(b.Text)
		marks = append(marks, text.Len())
	}
	for _, m := range body.Messages {
		var plain string
		if json.Unmarshal(m.Content, &plain) == nil {
			text.WriteString(plain)
			continue
		}
		var blocks []block
		_ = json.Unmarshal(m.Content, &blocks)
		for _, b := range blocks {
			text.WriteString(b.Text)
			if b.Cache != nil {
				marks = append(marks, text.Len())
			}
		}
	}
	all := text.String()
	for _, old := range k.kept {
		n := 0
		for n < min(len(old), len(all)) && old[n] == all[n] {
			n++
		}
		if provider == "anthropic" && n < len(old) {
			n = 0 // a mark is found whole or not at all
		}
		cached = max(cached, n)
	}
	if provider != "anthropic" {
		marks = []int{len(all)}
	}
	for _, n := range marks {
		k.kept = append(k.kept, all[:n])
	}
	return cached, len(all) - cached
}

// TestTheNextLearnersPromptIsMostlyInTheProvidersCache has two learners ask
// about one thread, who know different words of it.
func TestTheNextLearnersPromptIsMostlyInTheProvidersCache(t *testing.T) {
	th := longPrompt(t, 150, "").Thread
	learners := []prompts.Explain{
		{Thread: th, Role: "sales", MaxWords: 220, Terms: []prompts.TermUse{{Entry: glossary.Entry{ID: "a/b", Term: "migration", Plain: "moving"}, Treatment: prompts.Card}}},
		{Thread: th, Role: "finance", Level: 2, MaxWords: 130, Terms: []prompts.TermUse{{Entry: glossary.Entry{ID: "a/b", Term: "migration", Plain: "moving"}, Treatment: prompts.Bare}}},
	}
	for _, provider := range []string{"openai", "anthropic"} {
		k := &keeper{}
		var cached, fresh []int
		p := fake(t, provider, func(t turn) {
			a, b := k.read(t, provider)
			cached, fresh = append(cached, a), append(fresh, b)
			t.say(theAnswer)
			t.send(t.finish("stop"), t.end)
		})
		for _, l := range learners {
			prompt, err := l.Prompt()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Answer(t.Context(), prompt, nobody); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%s: the first learner pays for %d bytes, the second for %d", provider, fresh[0], fresh[1])
		if cached[0] != 0 || fresh[1]*10 > fresh[0] {
			t.Errorf("%s: of the second learner's prompt %d bytes are kept and %d are not", provider, cached[1], fresh[1])
		}
	}
}

// TestTokensOfTheCacheAreCounted reads them in Anthropic's way, who counts them
// apart, and in OpenAI's, who counts them within.
func TestTokensOfTheCacheAreCounted(t *testing.T) {
	for provider, usage := range map[string]string{
		"openai":    `{"prompt_tokens":1000,"completion_tokens":7,"total_tokens":1007,"prompt_tokens_details":{"cached_tokens":800}}`,
		"anthropic": `{"input_tokens":150,"cache_creation_input_tokens":50,"cache_read_input_tokens":800}`,
	} {
		p := fake(t, provider, func(t turn) {
			if provider == "openai" {
				t.say(theAnswer)
				t.send(strings.Split(t.finish("stop"), "\n\n")[0]+"\n\n", fmt.Sprintf("data: {\"choices\":[],\"usage\":%s}\n\n", usage), t.end)
				return
			}
			t.send(strings.Replace(t.opening, `{"input_tokens":11}`, usage, 1), t.text(theAnswer), t.finish("stop"), t.end)
		})
		got, err := p.Answer(t.Context(), thePrompt, nobody)
		if err != nil || got.PromptTokens != 1000 || got.CachedTokens != 800 || got.CompletionTokens != 7 || got.Estimated {
			t.Errorf("%s: %+v, %v", provider, got, err)
		}
		if want := map[string]int{"anthropic": 50}[provider]; got.WrittenTokens != want {
			t.Errorf("%s: %d tokens are put aside", provider, got.WrittenTokens)
		}
	}
}

func TestAPromptWithNothingToShareIsSentWhole(t *testing.T) {
	for _, shared := range []int{-1, 0, 5, 500} {
		body := fields{"system": json.RawMessage(`"be brief"`), "messages": json.RawMessage(`[{"role":"user","content":[{"type":"text","text":"hello"}]}]`)}
		if err := markCache(body, shared); err != nil {
			t.Fatal(err)
		}
		if got := string(body["messages"]); got != `[{"role":"user","content":[{"type":"text","text":"hello"}]}]` {
			t.Errorf("%d: %s", shared, got)
		}
		if got := string(body["system"]); got != `[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}}]` {
			t.Errorf("system: %s", got)
		}
	}
}
