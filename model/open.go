package model

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// allowed tells how a model is named.
const allowed = "write PROVIDER:MODEL, where PROVIDER is openai, anthropic or ollama, for example openai:gpt-4o-mini or ollama:llama3:8b"

// Open makes the engine for a model named "openai:NAME", "anthropic:NAME" or
// "ollama:NAME"; NAME may hold colons. Key and address come from the variables
// that the providers' own tools read, looked up with getenv: OPENAI_API_KEY and
// OPENAI_BASE_URL, ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL, OLLAMA_HOST. With
// an address and no key it assumes a local server that wants none. Open makes
// no request; its errors are sentences for whoever sets these.
func Open(spec string, getenv func(string) string) (*Provider, error) {
	provider, name, _ := strings.Cut(strings.TrimSpace(spec), ":")
	provider, name = strings.ToLower(strings.TrimSpace(provider)), strings.TrimSpace(name)
	d, ok := dialects[provider]
	if !ok || name == "" {
		return nil, fmt.Errorf("GLOSS_MODEL names the model %q: %s", spec, allowed)
	}
	setting := strings.TrimSpace(getenv(d.addressVariable))
	key := ""
	if d.keyVariable != "" {
		key = strings.TrimSpace(getenv(d.keyVariable))
		if key == "" && setting == "" {
			return nil, fmt.Errorf("GLOSS_MODEL is %s but %s is not set: set it to your %s key, or set %s to the address of a server that needs none", spec, d.keyVariable, d.maker, d.addressVariable)
		}
		if key == "" {
			key = "none"
		}
	}
	if setting == "" {
		setting = d.address
	}
	base, err := d.base(setting)
	if err != nil {
		return nil, fmt.Errorf("%s is no web address: write it like %s", d.addressVariable, d.address)
	}
	t := &transport{base: dialer(connectWithin)}
	if t.request, err = newRequest(provider, hostOf(base), name); err != nil {
		return nil, err
	}
	client, err := d.client(name, base, key, &http.Client{Transport: t})
	if err != nil {
		return nil, fmt.Errorf("set up the %s client: %w", d.maker, err)
	}
	return &Provider{
		name: provider + ":" + name, host: hostOf(base), dialect: d, client: client, transport: t,
		Overall: 180 * time.Second, FirstEvent: 60 * time.Second, Idle: 30 * time.Second,
	}, nil
}

// OpenAll makes the engines for a comma-separated list of models, to be tried
// in order; each is passed through wrap first, unless that is nil.
func OpenAll(list string, getenv func(string) string, wrap func(*Provider) (Engine, error)) (*Chain, error) {
	var engines []Engine
	for _, spec := range strings.Split(list, ",") {
		if strings.TrimSpace(spec) == "" {
			continue
		}
		p, err := Open(spec, getenv)
		if err != nil {
			return nil, err
		}
		var e Engine = p
		if wrap != nil {
			if e, err = wrap(p); err != nil {
				return nil, err
			}
		}
		engines = append(engines, e)
	}
	if len(engines) == 0 {
		return nil, fmt.Errorf("GLOSS_MODEL names no model: %s", allowed)
	}
	return NewChain(engines...), nil
}

func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Host
}

// webAddress checks an http or https address. It is parsed here because a
// client of the library ends the process at one that it cannot read.
func webAddress(setting string) (string, error) {
	u, err := url.Parse(setting)
	if err != nil {
		return "", err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", fmt.Errorf("no http or https address")
	}
	return strings.TrimSuffix(u.String(), "/"), nil
}

// anthropicAddress adds the version, which the library wants and the setting
// does not have.
func anthropicAddress(setting string) (string, error) {
	base, err := webAddress(setting)
	if err != nil || strings.HasSuffix(base, "/v1") {
		return base, err
	}
	return base + "/v1", nil
}

// ollamaAddress reads OLLAMA_HOST as Ollama does: scheme, host and port may
// each be left out.
func ollamaAddress(setting string) (string, error) {
	scheme, rest, ok := strings.Cut(setting, "://")
	port := map[string]string{"http": "80", "https": "443"}[scheme]
	if !ok {
		scheme, rest, port = "http", setting, "11434"
	}
	address, path, _ := strings.Cut(rest, "/")
	host := strings.Trim(address, "[]")
	if h, p, err := net.SplitHostPort(address); err == nil {
		host, port = h, p
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return webAddress(scheme + "://" + net.JoinHostPort(host, port) + "/" + path)
}
