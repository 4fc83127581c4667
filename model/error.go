package model

import (
	"fmt"
	"strings"
	"time"
)

// Kind is what went wrong with a model.
type Kind string

// The kinds of failure. Streamed answers fail in more ways than status codes
// tell, and what to do next depends on the kind: wait, mend the settings, ask
// for less, or go on without a model.
const (
	RateLimit   Kind = "rate_limit"   // too many requests just now
	Quota       Kind = "quota"        // no credit left
	Unavailable Kind = "unavailable"  // the provider is down or overloaded
	Auth        Kind = "auth"         // the key was refused
	TooLong     Kind = "too_long"     // the prompt exceeds the model's context
	Filter      Kind = "filter"       // the provider declined to answer
	BadRequest  Kind = "bad_request"  // the provider did not accept the request
	NotFound    Kind = "not_found"    // no such model or address
	Network     Kind = "network"      // the provider cannot be reached, or the line broke
	Protocol    Kind = "protocol"     // what came back is not the provider's protocol
	Truncated   Kind = "truncated"    // the stream ended before the answer did
	IdleTimeout Kind = "idle_timeout" // nothing came for too long
	Timeout     Kind = "timeout"      // the whole answer took too long
	Canceled    Kind = "canceled"     // the caller gave up
	Empty       Kind = "empty"        // a complete answer with nothing in it
	Panic       Kind = "panic"        // the client library crashed and was caught
	Callback    Kind = "callback"     // the caller's own emit failed
	Spent       Kind = "spent"        // the budget is used up
)

// Error is a failed call of a model. Neither it nor what it wraps holds a
// response body, a key or a word of the prompt.
type Error struct {
	Kind Kind
	// Provider is the name of the engine, "openai:gpt-…", and Host where it
	// was looked for.
	Provider, Host string
	// Status is the HTTP status, 0 when there was none.
	Status int
	// RetryAfter is how long the provider asks to wait, 0 when it does not say.
	RetryAfter time.Duration
	// Budget is the one that is used up, for Spent.
	Budget Scope
	// Streamed counts the bytes of text that came before the failure.
	Streamed int
	// Err is the cause for Network, Callback, Canceled and a Timeout that is
	// the caller's own, else nil.
	Err error
}

// Error names the engine, the kind, the status and the cause.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Provider, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, " (status %d)", e.Status)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence says in plain words what happened and what can be done now.
func (e *Error) Sentence() string {
	name, keyVariable := e.maker()
	switch e.Kind {
	case Auth:
		if keyVariable == "" {
			return name + " refused access."
		}
		return name + " refused the key. Check " + keyVariable + "."
	case RateLimit:
		if e.RetryAfter > 0 {
			return fmt.Sprintf("%s gets too many requests just now. Try again in %s.", name, e.RetryAfter.Round(time.Second))
		}
		return name + " gets too many requests just now. Try again in a minute."
	case Quota:
		return "The " + name + " account has no credit left. Whoever owns it can add some."
	case Unavailable:
		return name + " is not available just now. Try again in a few minutes."
	case TooLong:
		return "The thread is too long for this model. Paste the part that matters."
	case Filter:
		return name + " declined to answer about this thread."
	case NotFound:
		return fmt.Sprintf("%s does not know the model %q at %s. Check GLOSS_MODEL.", name, e.modelName(), e.Host)
	case BadRequest:
		return fmt.Sprintf("%s did not accept the request for the model %q. Check that it is a chat model.", name, e.modelName())
	case Network:
		return name + " cannot be reached at " + e.Host + "."
	case Protocol:
		return "What answers at " + e.Host + " does not speak the protocol of " + name + ". Check the address."
	case Truncated:
		return name + " broke off in the middle of the answer. Try again."
	case IdleTimeout, Timeout:
		return name + " took too long to answer. Try again."
	case Canceled:
		return "The question was cancelled."
	case Spent:
		return e.Budget.sentence()
	case Callback:
		return "The answer could not be shown."
	case Empty:
		return name + " gave an answer with nothing in it. Try again."
	}
	return "Something went wrong in the connection to " + name + ". Try again."
}

// maker returns the name of the provider as people write it, and the variable
// that holds its key.
func (e *Error) maker() (name, keyVariable string) {
	provider, _, _ := strings.Cut(e.Provider, ":")
	d, ok := dialects[provider]
	if !ok {
		return provider, ""
	}
	return d.maker, d.keyVariable
}

func (e *Error) modelName() string {
	_, name, _ := strings.Cut(e.Provider, ":")
	return name
}
