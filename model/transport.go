package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/gloss-tutor/gloss/prompts"
)

// Bounds of what a provider may send.
const (
	maxErrorBody = 32 << 10
	maxBody      = 4 << 20
)

// transport stands between the client library and the network. The library
// reports many failures as success or loses what they were, so the transport
// keeps its own record, in the call, and hands on only what is whole and
// well-formed.
type transport struct{ base *http.Transport }

// newTransport returns a transport that gives up dialling soon; waiting for an
// answer is bounded by the call.
func newTransport() *transport {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.DialContext = (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	base.TLSHandshakeTimeout = 5 * time.Second
	base.MaxIdleConnsPerHost = 16
	return &transport{base: base}
}

// errRefused is what the library is told of a response that is no stream; what
// it was is in the call.
var errRefused = errors.New("the response is no answer")

// RoundTrip sends a request of the client library.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	c, ok := req.Context().Value(callKey{}).(*call)
	if !ok {
		return nil, errors.New("request outside a call")
	}
	req, err := patch(req, c)
	if err != nil {
		return nil, err
	}
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		c.note(func() { c.network = plain(err) })
		return nil, err
	}
	c.note(func() { c.status = resp.StatusCode })
	if resp.StatusCode != http.StatusOK {
		// A redirect is refused here too: a POST that was redirected
		// arrives as a GET.
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
		resp.Body.Close()
		c.note(func() { c.body, c.retryAfter = string(body), retryAfter(resp.Header) })
		return nil, errRefused
	}
	resp.Body = newStream(resp.Body, c)
	return resp, nil
}

// plain takes the address, which may hold a password, off a network error.
func plain(err error) error {
	var withURL *url.Error
	if errors.As(err, &withURL) {
		return withURL.Err
	}
	return err
}

// patch mends the body of a request. temperature goes: the library always
// sends one, and newer models refuse it. For Ollama the context is made as
// large as the prompt needs, for it cuts off silently what does not fit.
func patch(req *http.Request, c *call) (*http.Request, error) {
	raw, err := io.ReadAll(req.Body)
	req.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	delete(body, "temperature")
	if c.dialect.ownContext {
		body["options"] = json.RawMessage(fmt.Sprintf(`{"num_ctx":%d}`, contextFor(c.tokens)))
	}
	if raw, err = json.Marshal(body); err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	req = req.Clone(req.Context())
	req.Body = io.NopCloser(bytes.NewReader(raw))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
	req.ContentLength = int64(len(raw))
	return req, nil
}

// contextFor is the context that a prompt and its answer need, in steps, for a
// model is loaded anew when it changes.
func contextFor(tokens int) int {
	const step, answer, most = 4096, 4096, 65536
	return min(most, (tokens+answer+step-1)/step*step)
}

// tokensOf estimates the size of a prompt.
func tokensOf(p prompts.Prompt) int { return prompts.Tokens(p.System) + prompts.Tokens(p.User) }
