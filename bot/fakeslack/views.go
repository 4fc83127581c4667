package fakeslack

import "slices"

// view is a modal or a home tab of one person.
type view struct {
	id, hash, user string
	// rootID is the modal at the bottom of its stack, previous the one below.
	rootID, previous string
	// fields are what the app gave: type, title, blocks and so on.
	fields map[string]any
	// state is what the person has entered, by block and action.
	state map[string]map[string]any
	// offered are the options that its selects were last offered, by
	// BLOCK/ACTION.
	offered map[string][]any
	// team, app and bot are the ids that Slack shows with it.
	team, app, bot string
}

// maxStack is how many modals may lie on each other.
const maxStack = 3

// object is the view as Slack shows it.
func (v *view) object() map[string]any {
	out := map[string]any{"title": nil, "submit": nil, "close": nil, "private_metadata": "", "callback_id": "",
		"external_id": "", "clear_on_close": false, "notify_on_close": false}
	for name, value := range v.fields {
		out[name] = value
	}
	var previous any
	if v.previous != "" {
		previous = v.previous
	}
	out["id"], out["hash"], out["root_view_id"], out["previous_view_id"] = v.id, v.hash, v.rootID, previous
	out["team_id"], out["app_installed_team_id"], out["app_id"], out["bot_id"] = v.team, v.team, v.app, v.bot
	out["state"] = map[string]any{"values": v.state}
	return out
}

func (v *view) flag(name string) bool {
	on, _ := v.fields[name].(bool)
	return on
}

func (v *view) text(name string) string {
	text, _ := v.fields[name].(string)
	return text
}

func (v *view) blocks() []any {
	blocks, _ := v.fields["blocks"].([]any)
	return blocks
}

// viewArgument reads and checks the view of a call.
func (s *Server) viewArgument(c *call, kind string) (map[string]any, error) {
	value, err := c.value("view")
	if err != nil {
		return nil, err
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, apiError{Code: "invalid_arguments", Messages: []string{"[ERROR] missing required field: view"}}
	}
	return fields, s.checkView(fields, kind)
}

// freeID checks that no view but the given one, nil for none, has the external
// id that these fields give.
func (s *Server) freeID(fields map[string]any, own *view) error {
	id, _ := fields["external_id"].(string)
	for _, v := range s.views {
		if id != "" && v != own && v.text("external_id") == id {
			return apiError{Code: "duplicate_external_id"}
		}
	}
	return nil
}

func (s *Server) newView(user string, fields map[string]any) *view {
	v := &view{id: s.id("V"), user: user, team: s.team.ID, app: s.bot.AppID, bot: s.bot.BotID}
	v.rootID = v.id
	s.views[v.id] = v
	s.fill(v, fields)
	return v
}

// fill gives a view new content and a new hash. What was entered stays where
// its block stays.
func (s *Server) fill(v *view, fields map[string]any) {
	v.fields, v.hash = fields, s.id("")+"."+secret()[:8]
	s.nameBlocks(v.blocks())
	kept := map[string]map[string]any{}
	for _, b := range v.blocks() {
		if block, ok := b.(map[string]any); ok {
			id, _ := block["block_id"].(string)
			if entered, ok := v.state[id]; ok {
				kept[id] = entered
			}
		}
	}
	v.state = kept
}

// enter notes what a person entered in a view.
func (v *view) enter(blockID, actionID string, value map[string]any) {
	if v.state[blockID] == nil {
		v.state[blockID] = map[string]any{}
	}
	v.state[blockID][actionID] = value
}

func (s *Server) openView(c *call) (result, error) {
	fields, err := s.viewArgument(c, "modal")
	if err != nil {
		return nil, err
	}
	if err := s.freeID(fields, nil); err != nil {
		return nil, err
	}
	user, err := s.useTrigger(c.text("trigger_id"))
	if err != nil {
		return nil, err
	}
	v := s.newView(user, fields)
	for _, old := range s.modals[user] {
		delete(s.views, old.id)
	}
	s.modals[user] = []*view{v}
	s.emitModal(user)
	return result{"view": v.object()}, nil
}

func (s *Server) pushView(c *call) (result, error) {
	fields, err := s.viewArgument(c, "modal")
	if err != nil {
		return nil, err
	}
	if err := s.freeID(fields, nil); err != nil {
		return nil, err
	}
	user, err := s.useTrigger(c.text("trigger_id"))
	if err != nil {
		return nil, err
	}
	v, err := s.stack(user, fields)
	if err != nil {
		return nil, err
	}
	return result{"view": v.object()}, nil
}

// stack puts a modal on top of a person's open ones.
func (s *Server) stack(user string, fields map[string]any) (*view, error) {
	open := s.modals[user]
	switch {
	case len(open) == 0:
		return nil, apiError{Code: "not_found"}
	case len(open) >= maxStack:
		return nil, apiError{Code: "push_limit_reached"}
	}
	v := s.newView(user, fields)
	v.rootID, v.previous = open[0].id, open[len(open)-1].id
	s.modals[user] = append(open, v)
	s.emitModal(user)
	return v, nil
}

func (s *Server) updateView(c *call) (result, error) {
	v := s.views[c.text("view_id")]
	if external := c.text("external_id"); v == nil && external != "" {
		for _, candidate := range s.views {
			if candidate.text("external_id") == external {
				v = candidate
			}
		}
	}
	if v == nil {
		return nil, apiError{Code: "not_found"}
	}
	kind := v.text("type")
	fields, err := s.viewArgument(c, kind)
	if err != nil {
		return nil, err
	}
	if hash := c.text("hash"); hash != "" && hash != v.hash {
		return nil, apiError{Code: "hash_conflict"}
	}
	if err := s.freeID(fields, v); err != nil {
		return nil, err
	}
	s.fill(v, fields)
	s.emitView(v)
	return result{"view": v.object()}, nil
}

func (s *Server) publishView(c *call) (result, error) {
	user := s.users[c.text("user_id")]
	if user == nil || user.bot || user.Deleted {
		return nil, apiError{Code: "user_not_found"}
	}
	fields, err := s.viewArgument(c, "home")
	if err != nil {
		return nil, err
	}
	v := s.homes[user.ID]
	if hash := c.text("hash"); hash != "" && (v == nil || hash != v.hash) {
		return nil, apiError{Code: "hash_conflict"}
	}
	if v == nil {
		v = s.newView(user.ID, fields)
		s.homes[user.ID] = v
	} else {
		s.fill(v, fields)
	}
	s.emitView(v)
	return result{"view": v.object()}, nil
}

func (s *Server) emitView(v *view) {
	if v.text("type") != "home" {
		s.emitModal(v.user)
		return
	}
	if v.user == s.me {
		home := v.object()
		s.emit(func(string) any { return map[string]any{"type": "home", "view": home} }, nil, nil)
	}
}

// emitModal tells the page which modal is on top now.
func (s *Server) emitModal(user string) {
	if user == s.me {
		top := s.topModal(user)
		s.emit(func(string) any { return map[string]any{"type": "modal", "view": top} }, nil, nil)
	}
}

// topModal is the object of the modal that a person sees, nil for none.
func (s *Server) topModal(user string) any {
	open := s.modals[user]
	if len(open) == 0 {
		return nil
	}
	return open[len(open)-1].object()
}

// closeModals takes a person's modals away, from the given one upwards. When
// the person dismissed them, the app is told of those that asked for it.
func (s *Server) closeModals(user string, from int, dismissed bool) {
	open := s.modals[user]
	for _, v := range slices.Backward(open[from:]) {
		delete(s.views, v.id)
		if dismissed && v.flag("notify_on_close") {
			payload := s.interaction("view_closed", user)
			payload["view"], payload["is_cleared"] = v.object(), len(open)-from > 1
			s.deliver("interactive", payload)
		}
	}
	s.modals[user] = slices.Clone(open[:from])
	s.emitModal(user)
}
