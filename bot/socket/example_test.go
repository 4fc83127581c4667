package socket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/gloss-tutor/gloss/bot/socket"
)

// A small app that keeps every envelope in a file of its own and works them off
// elsewhere. Returning from the sink is what acknowledges an envelope.
func Example() {
	receiver := &socket.Receiver{
		AppToken: os.Getenv("SLACK_APP_TOKEN"),
		Log:      slog.Default(),
		Sink: func(_ context.Context, e socket.Envelope) ([]byte, error) {
			return nil, os.WriteFile(filepath.Join("inbox", filepath.Base(e.ID)), e.Raw, 0o600)
		},
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := receiver.Run(ctx)
	var fatal *socket.FatalError
	switch {
	case errors.As(err, &fatal):
		log.Fatal(fatal.Sentence) // for the admin: what to do
	case errors.Is(err, context.Canceled):
		log.Print("stopped; nothing that was stored is lost")
	default:
		log.Fatal(err)
	}
}

// A sink may answer a view submission at once, here with an error beside a field.
func ExampleSink() {
	var sink socket.Sink = func(_ context.Context, e socket.Envelope) ([]byte, error) {
		var submission struct {
			Type string `json:"type"`
		}
		if err := json.Unmarshal(e.Payload, &submission); err != nil || submission.Type != "view_submission" {
			return nil, nil // stored here in a real app
		}
		return json.Marshal(map[string]any{
			"response_action": "errors",
			"errors":          map[string]string{"term": "This term exists already."},
		})
	}

	response, err := sink(context.Background(), socket.Envelope{
		ID:              "57d6a792-4d35-4d0b-b6aa-3361493e1caf",
		Type:            "interactive",
		AcceptsResponse: true,
		Payload:         json.RawMessage(`{"type":"view_submission"}`),
	})
	fmt.Println(string(response), err)
	// Output: {"errors":{"term":"This term exists already."},"response_action":"errors"} <nil>
}
