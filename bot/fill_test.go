package bot_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	permalink = regexp.MustCompile(`http://127\.0\.0\.1:\d+/archives/(\w+)/p\d+(\?[\w=&.]*)?`)
	yesterday = time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)
	today     = strings.NewReplacer(time.Now().UTC().Format(time.DateOnly), "TODAY", time.Now().Format(time.DateOnly), "TODAY", yesterday, "TODAY")
)

// steady makes what was shown the same on every day and every port.
func (s *story) steady() {
	shown := today.Replace(permalink.ReplaceAllString(s.shown.String(), "LINK-$1"))
	s.shown.Reset()
	s.shown.WriteString(shown)
}

// fill fills in the modal on top, field by field, and sends it. What the form
// complains of, or what stands in its place then, is shown.
func (s *story) fill(who, list string) error {
	views := s.Views(who)
	if len(views) == 0 {
		return errors.New("no modal is open")
	}
	view := views[len(views)-1]
	values := make(map[string]map[string]any)
	for pair := range strings.SplitSeq(list, "; ") {
		field, value, _ := strings.Cut(pair, "=")
		block := ""
		for _, raw := range view.Blocks {
			var b struct {
				ID      string `json:"block_id"`
				Element struct {
					ID   string `json:"action_id"`
					Type string `json:"type"`
				} `json:"element"`
			}
			if json.Unmarshal(raw, &b) == nil && b.Element.ID == field {
				block = b.ID
				if b.Element.Type == "checkboxes" {
					values[block] = map[string]any{field: []string{value}}
				} else {
					values[block] = map[string]any{field: value}
				}
			}
		}
		if block == "" {
			return fmt.Errorf("the form has no field %q", field)
		}
	}
	complaints, err := s.Submit(s.ctx, who, view.ID, values)
	if err != nil {
		return err
	}
	var said []string
	for block, what := range complaints {
		said = append(said, block+": "+what)
	}
	slices.Sort(said)
	for _, line := range said {
		fmt.Fprintf(&s.shown, "-- %s\n", line)
	}
	if open := s.Views(who); len(said) == 0 && len(open) > 0 {
		fmt.Fprintf(&s.shown, "== modal %s ==\n%s", who, s.modal(who))
	}
	return nil
}
