package socket

import (
	"encoding/json"
	"errors"
)

// maxAck is the size from which Slack ignores an acknowledgement, in bytes.
const maxAck = 20480

// frame is what the receiver reads of a frame: enough to acknowledge it.
type frame struct {
	Type            string
	EnvelopeID      string
	Payload         json.RawMessage
	AcceptsResponse bool
	RetryAttempt    int
	RetryReason     string
	Reason          string // of a disconnect
	Connections     int    // of a hello
}

// parseFrame reads a frame. A field of an unexpected type counts as missing;
// ok is false for what is not JSON, as far as that is looked at: see members.
func parseFrame(raw []byte) (f frame, ok bool) {
	fields := map[string]any{
		"type": &f.Type, "envelope_id": &f.EnvelopeID, "accepts_response_payload": &f.AcceptsResponse,
		"retry_attempt": &f.RetryAttempt, "retry_reason": &f.RetryReason, "reason": &f.Reason, "num_connections": &f.Connections,
	}
	ok = members(raw, func(name, value []byte) {
		name = name[1 : len(name)-1]
		if field, known := fields[string(name)]; known {
			_ = json.Unmarshal(value, field) // the zero value for what is mistyped
		} else if string(name) == "payload" {
			f.Payload = value[:len(value):len(value)]
		}
	})
	if ok {
		return f, true
	}
	return frame{}, json.Valid(raw) // not an object: of a shape that did not exist when this was written
}

// awaited reports whether a person looks at a modal or a menu until the
// envelope is acknowledged.
func (e Envelope) awaited() (waits bool) {
	if !e.AcceptsResponse || e.Type != "interactive" {
		return false
	}
	members(e.Payload, func(name, value []byte) {
		if string(name) == `"type"` {
			waits = string(value) == `"view_submission"` || string(value) == `"block_suggestion"`
		}
	})
	return waits
}

// envelope returns the frame as the sink receives it.
func (f frame) envelope(raw []byte) Envelope {
	return Envelope{
		ID:              f.EnvelopeID,
		Type:            f.Type,
		Payload:         f.Payload,
		AcceptsResponse: f.AcceptsResponse,
		RetryAttempt:    f.RetryAttempt,
		RetryReason:     f.RetryReason,
		Raw:             raw,
	}
}

// Reasons why an acknowledgement leaves without the sink's response.
var (
	errNoResponse  = errors.New("the envelope accepts no response")
	errNotJSON     = errors.New("the response is not JSON")
	errAckTooLarge = errors.New("the response is too large for Slack")
)

// acknowledgement returns the frame that settles an envelope. With an error it
// leaves out the response that it could not carry.
func acknowledgement(e Envelope, response []byte) ([]byte, error) {
	id, err := json.Marshal(e.ID)
	if err != nil {
		return nil, err
	}
	head := append([]byte(`{"envelope_id":`), id...)
	bare := append(head[:len(head):len(head)], '}')
	switch {
	case len(response) == 0:
		return bare, nil
	case !e.AcceptsResponse:
		return bare, errNoResponse
	case !json.Valid(response):
		return bare, errNotJSON
	}
	// By hand, for json.Marshal would escape the response's <, > and &.
	full := append(head, `,"payload":`...)
	full = append(append(full, response...), '}')
	if len(full) >= maxAck {
		return bare, errAckTooLarge
	}
	return full, nil
}

// word returns a name from Slack if it looks like one and can be logged, "?"
// otherwise.
func word(name string) string {
	if len(name) > 64 {
		return "?"
	}
	for _, char := range name {
		if char != '_' && (char < 'a' || char > 'z') && (char < '0' || char > '9') {
			return "?"
		}
	}
	return name
}
