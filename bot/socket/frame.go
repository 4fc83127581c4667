package socket

import (
	"encoding/json"
	"errors"
)

// maxAck is the size from which Slack ignores an acknowledgement, in bytes.
const maxAck = 20480

// frame is what the receiver reads of a frame: enough to acknowledge it.
type frame struct {
	Type            string          `json:"type"`
	EnvelopeID      string          `json:"envelope_id"`
	Payload         json.RawMessage `json:"payload"`
	AcceptsResponse bool            `json:"accepts_response_payload"`
	RetryAttempt    int             `json:"retry_attempt"`
	RetryReason     string          `json:"retry_reason"`
	Reason          string          `json:"reason"`          // of a disconnect
	Connections     int             `json:"num_connections"` // of a hello
}

// parseFrame reads a frame. A field of an unexpected type counts as missing;
// ok is false only for what is not JSON.
func parseFrame(raw []byte) (f frame, ok bool) {
	err := json.Unmarshal(raw, &f)
	if mistyped := (*json.UnmarshalTypeError)(nil); errors.As(err, &mistyped) {
		return f, true // everything else was filled in
	}
	return f, err == nil
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
