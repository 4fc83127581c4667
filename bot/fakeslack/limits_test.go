package fakeslack_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"golang.org/x/tools/txtar"
)

// raw is a block that is sent exactly as written.
type raw string

func (r raw) MarshalJSON() ([]byte, error)      { return []byte(r), nil }
func (r raw) BlockType() slack.MessageBlockType { return "raw" }
func (r raw) ID() string                        { return "" }

// TestBlockLimits posts each block of testdata/blocks.txtar. A file is named
// by its case and holds one block a line, in which %N% stands for N
// characters; the lines after "faults:" are what Slack says is wrong.
func TestBlockLimits(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/blocks.txtar")
	if err != nil {
		t.Fatal(err)
	}
	w := open(t)
	ops := w.Channel("ops")
	for _, file := range archive.Files {
		given, faults, _ := strings.Cut(string(file.Data), "faults:\n")
		var blocks []slack.Block
		for line := range strings.Lines(given) {
			if line = strings.TrimSpace(line); line != "" {
				blocks = append(blocks, raw(filled(t, line)))
			}
		}
		_, _, err := w.client.PostMessageContext(w.ctx, ops, slack.MsgOptionBlocks(blocks...))
		var e slack.SlackErrorResponse
		got := ""
		if errors.As(err, &e) && e.Err == "invalid_blocks" {
			got = strings.Join(e.ResponseMetadata.Messages, "\n") + "\n"
		} else if err != nil {
			got = err.Error() + "\n"
		}
		if want := strings.TrimLeft(faults, "\n"); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s:\n%swant:\n%s", file.Name, got, want)
		}
	}
}

// filled puts N characters where a line says %N%.
func filled(t *testing.T, line string) string {
	t.Helper()
	parts := strings.Split(line, "%")
	for i := 1; i < len(parts); i += 2 {
		var n int
		if err := json.Unmarshal([]byte(parts[i]), &n); err != nil {
			t.Fatalf("how many characters is %q?", parts[i])
		}
		parts[i] = strings.Repeat("é", n)
	}
	return strings.Join(parts, "")
}

func TestListsOfBlocksAreBounded(t *testing.T) {
	w := open(t)
	button := `{"type":"button","text":{"type":"plain_text","text":"x"}}`
	field := `{"type":"plain_text","text":"x"}`
	option := `{"text":{"type":"plain_text","text":"x"},"value":"x"}`
	times := func(item string, n int) string { return "[" + strings.Repeat(item+",", n-1) + item + "]" }
	for _, c := range []struct {
		what, before, item, after string
		most                      int
	}{
		{"actions", `{"type":"actions","elements":`, button, `}`, 25},
		{"context_actions", `{"type":"context_actions","elements":`, button, `}`, 5},
		{"context", `{"type":"context","elements":`, field, `}`, 10},
		{"fields", `{"type":"section","fields":`, field, `}`, 10},
		{"options", `{"type":"actions","elements":[{"type":"static_select","options":`, option, `}]}`, 100},
		{"overflow", `{"type":"actions","elements":[{"type":"overflow","options":`, option, `}]}`, 5},
		{"checkboxes", `{"type":"actions","elements":[{"type":"checkboxes","options":`, option, `}]}`, 10},
		{"table rows", `{"type":"table","rows":`, `[{"type":"raw_text","text":"x"}]`, `}`, 100},
		{"table columns", `{"type":"table","rows":[`, `{"type":"raw_text","text":"x"}`, `]}`, 20},
	} {
		for n, code := range map[int]string{c.most: "", c.most + 1: "invalid_blocks"} {
			_, _, err := w.client.PostMessageContext(w.ctx, w.Channel("ops"), slack.MsgOptionBlocks(raw(c.before+times(c.item, n)+c.after)))
			wantError(t, c.what, err, code)
		}
	}
}
