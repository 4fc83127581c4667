package model

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
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
type transport struct {
	base    http.RoundTripper
	request *request
}

// connectWithin bounds dialling, and again the TLS handshake.
const connectWithin = 5 * time.Second

// dialer returns a network that gives up dialling soon; waiting for an answer
// is bounded by the call.
func dialer(within time.Duration) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: within, KeepAlive: 30 * time.Second}).DialContext
	t.TLSHandshakeTimeout = within
	t.MaxIdleConnsPerHost = 16
	return t
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
	body, err := t.request.read(req)
	if err != nil {
		return nil, err
	}
	for {
		resp, err := t.send(req, body, c)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusOK {
			resp.Body = newStream(resp.Body, c)
			return resp, nil
		}
		// A redirect is refused here too: a POST that was redirected
		// arrives as a GET.
		refusal, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
		resp.Body.Close()
		if resp.StatusCode == http.StatusBadRequest && t.request.learn(string(refusal), body) {
			continue
		}
		c.note(func() { c.body, c.retryAfter = string(refusal), retryAfter(resp.Header) })
		return nil, errRefused
	}
}

// send makes one attempt with a body of its own.
func (t *transport) send(req *http.Request, body fields, c *call) (*http.Response, error) {
	raw, err := t.request.write(body, c)
	if err != nil {
		return nil, err
	}
	req = req.Clone(req.Context())
	req.Body = io.NopCloser(bytes.NewReader(raw))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
	req.ContentLength = int64(len(raw))
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		c.note(func() { c.network = plain(err) })
		return nil, err
	}
	c.note(func() { c.status = resp.StatusCode })
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
