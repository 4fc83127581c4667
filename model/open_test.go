package model

import (
	"strings"
	"testing"
)

func TestOpenReadsTheVariablesOfTheProvidersTools(t *testing.T) {
	for _, c := range []struct {
		spec       string
		env        map[string]string
		name, host string
	}{
		{"openai:gpt-4o-mini", map[string]string{"OPENAI_API_KEY": "k"}, "openai:gpt-4o-mini", "api.openai.com"},
		{" OpenAI:x ", map[string]string{"OPENAI_API_KEY": " k\n"}, "openai:x", "api.openai.com"},
		{"openai:local", map[string]string{"OPENAI_BASE_URL": "http://localhost:8000/v1/"}, "openai:local", "localhost:8000"},
		{"anthropic:c", map[string]string{"ANTHROPIC_API_KEY": "k"}, "anthropic:c", "api.anthropic.com"},
		{"anthropic:c", map[string]string{"ANTHROPIC_API_KEY": "k", "ANTHROPIC_BASE_URL": "https://gate/anthropic"}, "anthropic:c", "gate"},
		{"ollama:llama3:8b", nil, "ollama:llama3:8b", "127.0.0.1:11434"},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "box"}, "ollama:x", "box:11434"},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "box:99"}, "ollama:x", "box:99"},
		{"ollama:x", map[string]string{"OLLAMA_HOST": ":99"}, "ollama:x", "127.0.0.1:99"},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "http://box"}, "ollama:x", "box:80"},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "https://box/path"}, "ollama:x", "box:443"},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "[::1]:99"}, "ollama:x", "[::1]:99"},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "::1"}, "ollama:x", "[::1]:11434"},
	} {
		p, err := Open(c.spec, func(name string) string { return c.env[name] })
		if err != nil {
			t.Errorf("%s %v: %v", c.spec, c.env, err)
			continue
		}
		if p.Name() != c.name || p.host != c.host {
			t.Errorf("%s %v: %s at %s", c.spec, c.env, p.Name(), p.host)
		}
	}
}

func TestOpenSaysWhatIsWrongAndWhatIsAllowed(t *testing.T) {
	for _, c := range []struct {
		spec string
		env  map[string]string
		want []string
	}{
		{"", nil, []string{"openai, anthropic or ollama"}},
		{"gpt-4o", nil, []string{"gpt-4o", "PROVIDER:MODEL"}},
		{"openai:", nil, []string{"PROVIDER:MODEL"}},
		{"gemini:x", nil, []string{"gemini:x", "openai, anthropic or ollama"}},
		{"openai:x", nil, []string{"OPENAI_API_KEY is not set", "OPENAI_BASE_URL"}},
		{"anthropic:x", nil, []string{"ANTHROPIC_API_KEY is not set"}},
		{"openai:x", map[string]string{"OPENAI_BASE_URL": "localhost:8000"}, []string{"OPENAI_BASE_URL"}},
		{"openai:x", map[string]string{"OPENAI_BASE_URL": "http://[::1"}, []string{"OPENAI_BASE_URL"}},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "http://a b"}, []string{"OLLAMA_HOST"}},
		{"ollama:x", map[string]string{"OLLAMA_HOST": "ftp://box"}, []string{"OLLAMA_HOST"}},
	} {
		_, err := Open(c.spec, func(name string) string { return c.env[name] })
		if err == nil {
			t.Errorf("%s %v is taken", c.spec, c.env)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s %v: %q does not say %q", c.spec, c.env, err, w)
			}
		}
	}
}

func TestOpenAllKeepsTheOrder(t *testing.T) {
	env := func(string) string { return "http://localhost:1" }
	chain, err := OpenAll("openai:a, ollama:b:c,", env, nil)
	if err != nil || chain.Name() != "openai:a,ollama:b:c" {
		t.Errorf("%q, %v", chain.Name(), err)
	}
	if _, err := OpenAll(" , ", env, nil); err == nil {
		t.Error("an empty list is taken")
	}
	if _, err := OpenAll("openai:a,nobody:b", env, nil); err == nil {
		t.Error("an unknown provider is taken")
	}
}
