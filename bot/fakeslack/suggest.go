package fakeslack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Option is something that a select offers.
type Option struct{ Text, Value string }

// Suggest plays a person who types into a select of a modal, or with viewID ""
// of their home tab, that asks the app for its options. It waits for the app's
// answer; Submit and Press take the values that were offered last.
func (s *Server) Suggest(ctx context.Context, user, viewID, actionID, typed string) ([]Option, error) {
	s.mu.Lock()
	who := s.person(user)
	v := s.views[viewID]
	if viewID == "" {
		v = s.homes[who]
	}
	s.mu.Unlock()
	if v == nil || v.user != who {
		return nil, errors.New("that is not open any more")
	}
	list, err := s.suggestInView(ctx, v, "", actionID, typed)
	var options []Option
	for _, item := range list {
		fields, _ := item.(map[string]any)
		text, _ := fields["text"].(map[string]any)
		label, _ := text["text"].(string)
		value, _ := fields["value"].(string)
		options = append(options, Option{label, value})
	}
	return options, err
}

// suggestInView takes the lock itself.
func (s *Server) suggestInView(ctx context.Context, v *view, blockID, actionID, typed string) ([]any, error) {
	s.mu.Lock()
	payload := s.interaction("block_suggestion", v.user)
	payload["view"] = v.object()
	payload["container"] = map[string]any{"type": "view", "view_id": v.id}
	sent, key, err := s.askForOptions(payload, v.blocks(), blockID, actionID, typed)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return s.takeOptions(ctx, sent, &v.offered, key)
}

// suggestInMessage takes the lock itself.
func (s *Server) suggestInMessage(ctx context.Context, user string, ch *channel, m *message, blockID, actionID, typed string) ([]any, error) {
	s.mu.Lock()
	payload := s.interaction("block_suggestion", user)
	payload["channel"] = map[string]any{"id": ch.id, "name": cmp.Or(ch.name, "directmessage")}
	payload["message"] = s.slackMessage(ch, m, s.host, true)
	payload["container"] = map[string]any{"type": "message", "message_ts": m.ts, "channel_id": ch.id}
	sent, key, err := s.askForOptions(payload, m.allBlocks(), blockID, actionID, typed)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return s.takeOptions(ctx, sent, &m.offered, key)
}

// askForOptions sends what was typed to the app; key names the element.
func (s *Server) askForOptions(payload map[string]any, blocks []any, blockID, actionID, typed string) (sent *envelope, key string, err error) {
	element, block := elementIn(blocks, blockID, actionID, "")
	kind, _ := element["type"].(string)
	if kind != "external_select" && kind != "multi_external_select" {
		return nil, "", errors.New("that does not look for options")
	}
	least := 3
	if n, err := json.Marshal(element["min_query_length"]); err == nil && element["min_query_length"] != nil {
		_ = json.Unmarshal(n, &least)
	}
	if utf8.RuneCountInString(typed) < least {
		return nil, "", fmt.Errorf("type at least %d letters", least)
	}
	payload["action_id"], payload["block_id"], payload["value"] = actionID, block, typed
	if sent = s.deliver("interactive", payload); sent == nil {
		return nil, "", errNotConnected
	}
	return sent, block + "/" + actionID, nil
}

// takeOptions waits for the app's options and notes that they were offered. It
// takes the lock itself.
func (s *Server) takeOptions(ctx context.Context, sent *envelope, offered *map[string][]any, key string) ([]any, error) {
	if err := s.Wait(ctx, func() bool { return s.settled(sent) }); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var said struct {
		Options []any `json:"options"`
		Groups  []struct {
			Options []any `json:"options"`
		} `json:"option_groups"`
	}
	if !sent.acked || decode(sent.response, &said) != nil {
		return nil, errors.New("the options could not be loaded")
	}
	list := said.Options
	for _, group := range said.Groups {
		list = append(list, group.Options...)
	}
	k := &checker{surface: surfaceModal, ids: map[string]bool{}}
	if k.optionList(map[string]any{"options": filled(list)}, 100, ""); len(list) > 0 && len(k.faults) > 0 {
		return nil, errors.New("the options could not be loaded")
	}
	if *offered == nil {
		*offered = map[string][]any{}
	}
	(*offered)[key] = list
	return list, nil
}
