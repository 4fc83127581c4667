package socket

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// writeBuffer holds any acknowledgement, so that each leaves as one frame.
const writeBuffer = 32 << 10

// longAgo is a deadline that ends reads and writes at once.
var longAgo = time.Unix(1, 0)

// opener opens links.
type opener struct {
	token, api string
	http       *http.Client
	transport  *http.Transport // whose proxy, TLS settings and dialer to use
	timeout    time.Duration   // of each step
}

func newOpener(r *Receiver, timeout time.Duration) *opener {
	api := cmp.Or(r.APIURL, "https://slack.com/api/")
	o := &opener{
		token:   r.AppToken,
		api:     strings.TrimSuffix(api, "/") + "/apps.connections.open",
		http:    cmp.Or(r.HTTP, &http.Client{}),
		timeout: timeout,
	}
	var ok bool
	if o.transport, ok = o.http.Transport.(*http.Transport); !ok {
		o.transport = &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	return o
}

// open opens a link that waits to be greeted. Its error is a *FatalError, a
// *retryLater, or any other that may pass.
func (o *opener) open(ctx context.Context) (*websocket.Conn, error) {
	address, err := o.address(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask for the address of a link: %w", withoutSecrets(err, o.token))
	}
	conn, err := o.dial(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("dial a link: %w", err)
	}
	return conn, nil
}

// address asks apps.connections.open for the address of a new link.
func (o *opener) address(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.api, http.NoBody)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+o.token)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Close = true // hours pass until the next one

	response, err := o.http.Do(request)
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	if err != nil {
		return "", err
	}
	return readAnswer(response, body)
}

// readAnswer takes the address of a link out of the answer of
// apps.connections.open.
func readAnswer(response *http.Response, body []byte) (string, error) {
	var answer struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
		URL   string `json:"url"`
	}
	err := json.Unmarshal(body, &answer)
	if response.StatusCode == http.StatusTooManyRequests || answer.Error == "ratelimited" {
		return "", &retryLater{after: retryAfter(response.Header)}
	}
	if refusal := fatal(answer.Error); refusal != nil {
		return "", refusal
	}
	switch {
	case response.StatusCode == http.StatusNotFound:
		return "", fatal("http_404")
	case response.StatusCode != http.StatusOK:
		return "", fmt.Errorf("HTTP status %d", response.StatusCode)
	case err != nil:
		return "", errors.New("the answer is not the JSON of Slack")
	case !answer.OK:
		return "", fmt.Errorf("refused with %q", word(answer.Error))
	}
	return answer.URL, nil
}

// retryAfter reads the header of that name, in seconds; 0 when it says nothing.
// No wish is longer than an hour.
func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 3600)) * time.Second
}

// dial connects to the address of a link. Its errors do not hold the address.
func (o *opener) dial(ctx context.Context, address string) (*websocket.Conn, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "ws" && u.Scheme != "wss" {
		return nil, errors.New("the address from Slack is not a WebSocket URL")
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	release := func() bool { return true }
	dialer := websocket.Dialer{
		Proxy:           o.transport.Proxy,
		WriteBufferSize: writeBuffer,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := o.netDial(ctx, network, address)
			if err == nil { // the handshake that follows heeds no cancelling
				release = context.AfterFunc(ctx, func() { conn.SetDeadline(longAgo) })
			}
			return conn, err
		},
	}
	if tls := o.transport.TLSClientConfig; tls != nil {
		dialer.TLSClientConfig = tls.Clone()
		dialer.TLSClientConfig.NextProtos = nil // a used transport offers HTTP/2 there
	}
	conn, response, err := dialer.DialContext(ctx, address, nil)
	release()
	if err != nil {
		if response != nil {
			err = fmt.Errorf("HTTP status %d: %w", response.StatusCode, err)
		}
		return nil, withoutSecrets(err, address, u.RequestURI(), u.RawQuery, u.Path)
	}
	return conn, nil
}

func (o *opener) netDial(ctx context.Context, network, address string) (net.Conn, error) {
	if o.transport.DialContext != nil {
		return o.transport.DialContext(ctx, network, address)
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, address)
}
