package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// errTrouble is what Slack shows when the answer to a submission is not one.
var errTrouble = errors.New("we had some trouble connecting: try again")

// submission is what the app answered to a submitted view.
type submission struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
	View   json.RawMessage   `json:"view"`
}

// submit sends what was entered in a modal, waits for the app's answer and
// does what it says. It takes the lock itself. Complaints are by block id.
func (s *Server) submit(ctx context.Context, user, viewID string, values map[string]map[string]any) (complaints map[string]string, err error) {
	s.mu.Lock()
	v := s.views[viewID]
	if v == nil || v.user != user || v.text("type") != "modal" {
		s.mu.Unlock()
		return nil, errors.New("that form is not open any more")
	}
	if complaints, err = s.enterAll(v, values); len(complaints) > 0 || err != nil {
		s.mu.Unlock()
		return complaints, err
	}
	payload := s.interaction("view_submission", user)
	payload["trigger_id"], payload["view"] = s.newTrigger(user), v.object()
	payload["response_urls"] = []any{}
	sent := s.deliver("interactive", payload)
	s.touch()
	s.mu.Unlock()
	if sent == nil {
		return nil, errNotConnected
	}
	if err := s.Wait(ctx, func() bool { return s.settled(sent) }); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if !sent.acked {
		return nil, errTrouble
	}
	return s.follow(v, sent.response)
}

// settled reports whether nothing more will come of an envelope. It takes the
// lock itself.
func (s *Server) settled(e *envelope) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return e.gone
}

// enterAll notes what was entered, and complains of required inputs left empty
// as Slack itself does, without asking the app.
func (s *Server) enterAll(v *view, values map[string]map[string]any) (complaints map[string]string, err error) {
	complaints = map[string]string{}
	for _, b := range v.blocks() {
		block, _ := b.(map[string]any)
		element, _ := block["element"].(map[string]any)
		if block["type"] != "input" || element == nil {
			continue
		}
		id, _ := block["block_id"].(string)
		actionID, _ := element["action_id"].(string)
		given, ok := values[id][actionID]
		if !ok {
			given = v.state[id][actionID]
		}
		entered, err := s.enteredAs(withOffered(element, id, v.offered), given)
		if err != nil {
			return nil, err
		}
		if optional, _ := block["optional"].(bool); !optional && isEmpty(entered) {
			complaints[id] = "This field is required."
			continue
		}
		if complaint := tooShortOrLong(element, entered); complaint != "" {
			complaints[id] = complaint
			continue
		}
		v.enter(id, actionID, entered)
	}
	return complaints, nil
}

// enteredAs is the state value of an input: given as Slack's own object, or as
// a string or strings that name what was typed or picked; files by their ids.
func (s *Server) enteredAs(element map[string]any, given any) (map[string]any, error) {
	switch given := given.(type) {
	case map[string]any:
		if given["type"] == nil {
			given["type"] = element["type"]
		}
		return given, nil
	case []string:
		if element["type"] == "file_input" {
			if slices.ContainsFunc(given, func(id string) bool { return s.files[id] == nil }) {
				return nil, errors.New("there is no such file")
			}
			return map[string]any{"type": "file_input", "files": s.fileObjects(given, s.host)}, nil
		}
		return chosen(element, choice{values: given})
	case string:
		return chosen(element, choice{value: given})
	}
	if initial, ok := element["initial_value"].(string); ok {
		return chosen(element, choice{value: initial})
	}
	out, err := chosen(element, choice{})
	for from, to := range map[string]string{"initial_option": "selected_option", "initial_options": "selected_options",
		"initial_user": "selected_user", "initial_users": "selected_users"} {
		if initial, ok := element[from]; ok && out != nil {
			out[to] = initial
		}
	}
	return out, err
}

// tooShortOrLong is what Slack itself says of a text that does not keep to the
// lengths of its element, "" of one that does.
func tooShortOrLong(element, entered map[string]any) string {
	text, _ := entered["value"].(string)
	if text == "" {
		return ""
	}
	length := utf8.RuneCountInString(text)
	least, _ := element["min_length"].(float64)
	most, limited := element["max_length"].(float64)
	switch {
	case length < int(least):
		return fmt.Sprintf("Must be at least %d characters.", int(least))
	case limited && length > int(most):
		return fmt.Sprintf("Must be at most %d characters.", int(most))
	case length > maxTyped:
		return fmt.Sprintf("Must be at most %d characters.", maxTyped)
	}
	return ""
}

// maxTyped is how many characters fit into an input.
const maxTyped = 3000

// isEmpty reports whether a state value holds nothing but its type.
func isEmpty(entered map[string]any) bool {
	for name, v := range entered {
		list, isList := v.([]any)
		if name != "type" && v != nil && v != "" && !(isList && len(list) == 0) {
			return false
		}
	}
	return true
}

// follow does what the app answered to a submission.
func (s *Server) follow(v *view, response json.RawMessage) (complaints map[string]string, err error) {
	var said submission
	if len(response) > 0 && string(response) != "null" {
		if err := json.Unmarshal(response, &said); err != nil {
			return nil, errTrouble
		}
	}
	at := s.depth(v)
	switch {
	case said.Action == "errors":
		if len(said.Errors) == 0 || !onlyInputs(v, said.Errors) {
			return nil, errTrouble
		}
		return said.Errors, nil
	case at < 0: // closed meanwhile
		return nil, nil
	case said.Action == "":
		s.closeModals(v.user, at, false)
		return nil, nil
	case said.Action == "clear":
		s.closeModals(v.user, 0, false)
		return nil, nil
	}
	var fields map[string]any
	if json.Unmarshal(said.View, &fields) != nil || s.checkView(fields, "modal") != nil {
		return nil, errTrouble
	}
	if said.Action == "push" {
		if _, err := s.stack(v.user, fields); err != nil {
			return nil, errTrouble
		}
		return nil, nil
	}
	if said.Action != "update" {
		return nil, errTrouble
	}
	s.fill(v, fields)
	s.emitView(v)
	return nil, nil
}

// depth is where a modal lies in its stack, from 0; -1 when it does not.
func (s *Server) depth(v *view) int {
	for i, open := range s.modals[v.user] {
		if open == v {
			return i
		}
	}
	return -1
}

// onlyInputs reports whether complaints are about input blocks alone, as Slack
// demands.
func onlyInputs(v *view, complaints map[string]string) bool {
	inputs := map[string]bool{}
	for _, b := range v.blocks() {
		block, _ := b.(map[string]any)
		id, _ := block["block_id"].(string)
		inputs[id] = block["type"] == "input"
	}
	for id := range complaints {
		if !inputs[id] {
			return false
		}
	}
	return true
}
