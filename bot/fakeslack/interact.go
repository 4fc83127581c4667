package fakeslack

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// errNotConnected is what a person learns when the app has no link.
var errNotConnected = errors.New("the app is not connected, so nothing happened")

// interaction begins the payload of an interactive envelope.
func (s *Server) interaction(kind, user string) map[string]any {
	u := s.users[user]
	return map[string]any{"type": kind, "token": "verification", "api_app_id": s.bot.AppID,
		"team":       map[string]any{"id": s.team.ID, "domain": s.team.Domain},
		"user":       map[string]any{"id": user, "username": u.Name, "name": u.Name, "team_id": s.team.ID},
		"enterprise": nil, "is_enterprise_install": false}
}

// choice is what a person picked of an element.
type choice struct {
	value  string
	values []string
}

// pickedField names, for elements with one plain value, the field it is in.
var pickedField = map[string]string{
	"plain_text_input": "value", "email_text_input": "value", "url_text_input": "value", "number_input": "value",
	"users_select": "selected_user", "conversations_select": "selected_conversation",
	"channels_select": "selected_channel", "datepicker": "selected_date", "timepicker": "selected_time",
	"datetimepicker": "selected_date_time",
}

// pickedFields names, for elements with several plain values, the field they
// are in.
var pickedFields = map[string]string{"multi_users_select": "selected_users",
	"multi_conversations_select": "selected_conversations", "multi_channels_select": "selected_channels"}

// chosen is what an element sends for a choice.
func chosen(element map[string]any, pick choice) (map[string]any, error) {
	kind, _ := element["type"].(string)
	out := map[string]any{"type": kind}
	switch kind {
	case "button", "icon_button", "workflow_button":
		out["text"], out["value"] = element["text"], element["value"]
	case "feedback_buttons":
		for _, side := range []string{"positive_button", "negative_button"} {
			button, _ := element[side].(map[string]any)
			if button != nil && (button["value"] == pick.value || pick.value == side) {
				out["text"], out["value"] = button["text"], button["value"]
				return out, nil
			}
		}
		return nil, errors.New("there is no such answer to give")
	case "static_select", "external_select", "radio_buttons", "overflow":
		option := optionOf(element, pick.value)
		if option == nil && pick.value != "" {
			return nil, errors.New("there is no such option")
		}
		out["selected_option"] = option
	case "multi_users_select", "multi_conversations_select", "multi_channels_select":
		out[pickedFields[kind]] = filled(pick.values)
	case "multi_static_select", "multi_external_select", "checkboxes":
		options := []any{}
		for _, value := range pick.values {
			option := optionOf(element, value)
			if option == nil {
				return nil, errors.New("there is no such option")
			}
			options = append(options, option)
		}
		out["selected_options"] = options
	default:
		field := cmp.Or(pickedField[kind], "value")
		out[field] = nil
		if pick.value != "" {
			out[field] = pick.value
		}
	}
	return out, nil
}

// optionOf finds an element's option by its value; nil when there is none.
func optionOf(element map[string]any, value string) any {
	options, _ := element["options"].([]any)
	groups, _ := element["option_groups"].([]any)
	for _, group := range groups {
		fields, _ := group.(map[string]any)
		more, _ := fields["options"].([]any)
		options = append(slices.Clone(options), more...)
	}
	for _, option := range options {
		if fields, _ := option.(map[string]any); fields["value"] == value {
			return option
		}
	}
	return nil
}

// elementIn finds an element by its action id, and by its block where one is
// named. Where several buttons share an action id, value tells them apart.
func elementIn(blocks []any, blockID, actionID, value string) (element map[string]any, block string) {
	var first map[string]any
	var firstBlock string
	for _, b := range blocks {
		fields, _ := b.(map[string]any)
		id, _ := fields["block_id"].(string)
		if blockID != "" && id != blockID {
			continue
		}
		for _, candidate := range elementsOf(fields) {
			if candidate["action_id"] != actionID {
				continue
			}
			if value == "" || candidate["value"] == value {
				return candidate, id
			}
			if first == nil {
				first, firstBlock = candidate, id
			}
		}
	}
	return first, firstBlock
}

// elementsOf lists the interactive elements of a block.
func elementsOf(block map[string]any) []map[string]any {
	list, _ := block["elements"].([]any)
	list = append(slices.Clone(list), block["accessory"], block["element"])
	var elements []map[string]any
	for _, e := range list {
		if element, ok := e.(map[string]any); ok && element["action_id"] != nil {
			elements = append(elements, element)
		}
	}
	return elements
}

// act makes the action of a press, from the blocks it was made in and the
// options that their selects were offered.
func (s *Server) act(blocks []any, offered map[string][]any, blockID, actionID string, pick choice) (map[string]any, error) {
	element, block := elementIn(blocks, blockID, actionID, pick.value)
	if element == nil {
		return nil, errors.New("that is not there any more")
	}
	element = withOffered(element, block, offered)
	action, err := chosen(element, pick)
	if err != nil {
		return nil, err
	}
	action["block_id"], action["action_id"], action["action_ts"] = block, actionID, s.nextTS()
	return action, nil
}

// withOffered is an element with the options that it was offered, if any.
func withOffered(element map[string]any, blockID string, offered map[string][]any) map[string]any {
	actionID, _ := element["action_id"].(string)
	options, ok := offered[blockID+"/"+actionID]
	if !ok {
		return element
	}
	element = maps.Clone(element)
	element["options"] = options
	return element
}

// clickMessage plays a press in a message.
func (s *Server) clickMessage(user string, ch *channel, m *message, blockID, actionID string, pick choice) error {
	action, err := s.act(m.allBlocks(), m.offered, blockID, actionID, pick)
	if err != nil {
		return err
	}
	payload := s.interaction("block_actions", user)
	payload["actions"] = []any{action}
	payload["trigger_id"] = s.newTrigger(user)
	payload["response_url"] = s.newResponseURL(&responseURL{channel: ch, user: user, threadTS: m.threadTS, original: m})
	payload["channel"] = map[string]any{"id": ch.id, "name": cmp.Or(ch.name, "directmessage")}
	if m.ephemeral == "" { // Slack does not keep what only one person saw
		payload["message"] = s.slackMessage(ch, m, s.host, true)
	}
	container := map[string]any{"type": "message", "message_ts": m.ts, "channel_id": ch.id, "is_ephemeral": m.ephemeral != ""}
	if m.threadTS != "" {
		container["thread_ts"] = m.threadTS
	}
	payload["container"] = container
	blockID, _ = action["block_id"].(string)
	payload["state"] = map[string]any{"values": map[string]any{blockID: map[string]any{actionID: action}}}
	return s.interact(payload)
}

// clickView plays a press in a modal or the home tab.
func (s *Server) clickView(v *view, blockID, actionID string, pick choice) error {
	action, err := s.act(v.blocks(), v.offered, blockID, actionID, pick)
	if err != nil {
		return err
	}
	if kind := action["type"]; kind != "button" && kind != "overflow" {
		blockID, _ = action["block_id"].(string)
		v.enter(blockID, actionID, action)
	}
	payload := s.interaction("block_actions", v.user)
	payload["actions"] = []any{action}
	payload["trigger_id"] = s.newTrigger(v.user)
	payload["view"] = v.object()
	payload["container"] = map[string]any{"type": "view", "view_id": v.id}
	return s.interact(payload)
}

// interact sends an interaction to the app.
func (s *Server) interact(payload map[string]any) error {
	if s.deliver("interactive", payload) == nil {
		return errNotConnected
	}
	s.touch()
	return nil
}

// shortcut plays the use of a message shortcut. The app need not be a member.
func (s *Server) shortcut(user string, ch *channel, m *message, callbackID string) error {
	payload := s.interaction("message_action", user)
	payload["callback_id"], payload["action_ts"] = callbackID, s.nextTS()
	payload["trigger_id"] = s.newTrigger(user)
	payload["response_url"] = s.newResponseURL(&responseURL{channel: ch, user: user, threadTS: m.threadTS})
	payload["channel"] = map[string]any{"id": ch.id, "name": cmp.Or(ch.name, "directmessage")}
	payload["message_ts"] = m.ts
	payload["message"] = s.slackMessage(ch, m, s.host, true)
	return s.interact(payload)
}

// command plays a slash command.
func (s *Server) command(user string, ch *channel, command, text string) error {
	known := slices.ContainsFunc(s.config.Commands, func(c Command) bool { return c.Name == command })
	if !known {
		return errors.New(command + " is not a command here")
	}
	escaped, _ := s.compose(text)
	name := ch.name
	switch ch.kind {
	case kindIM:
		name = "directmessage"
	case kindPrivate:
		name = "privategroup"
	}
	sent := s.deliver("slash_commands", map[string]any{"token": "verification", "team_id": s.team.ID,
		"team_domain": s.team.Domain, "channel_id": ch.id, "channel_name": name, "user_id": user,
		"user_name": s.users[user].Name, "command": command, "text": escaped, "api_app_id": s.bot.AppID,
		"is_enterprise_install": "false", "trigger_id": s.newTrigger(user),
		"response_url": s.newResponseURL(&responseURL{channel: ch, user: user})})
	if sent == nil {
		return errNotConnected
	}
	s.touch()
	return nil
}
