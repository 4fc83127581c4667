package fakeslack

import (
	"context"
	"errors"
	"time"
)

// order is what a program asks to be done.
type order struct {
	ctx context.Context

	User       string                    `json:"user"`
	Channel    string                    `json:"channel"`
	ThreadTS   string                    `json:"thread_ts"`
	TS         string                    `json:"ts"`
	Text       string                    `json:"text"`
	Name       string                    `json:"name"`
	Command    string                    `json:"command"`
	CallbackID string                    `json:"callback_id"`
	ActionID   string                    `json:"action_id"`
	ViewID     string                    `json:"view_id"`
	Value      string                    `json:"value"`
	Values     map[string]map[string]any `json:"values"`
	Origins    []Origin                  `json:"origins"`
	Files      []fileOrder               `json:"files"`
	Said       Said                      `json:"said"`
	Method     string                    `json:"method"`
	Faults     []faultOrder              `json:"faults"`
	Share      float64                   `json:"share"`
	Reason     string                    `json:"reason"`
	Seconds    float64                   `json:"seconds"`
}

// fileOrder is a File whose content is text.
type fileOrder struct {
	File
	Text string `json:"text"`
}

// faultOrder is a Fault in JSON.
type faultOrder struct {
	Error      string `json:"error"`
	Status     int    `json:"status"`
	RetryAfter int    `json:"retry_after"`
	Body       string `json:"body"`
	Cut        bool   `json:"cut"`
	CutAfter   bool   `json:"cut_after"`
	Hang       bool   `json:"hang"`
	SlowMS     int    `json:"slow_ms"`
}

func (c *control) fault(o faultOrder) Fault {
	f := Fault{Error: o.Error, Status: o.Status, RetryAfter: o.RetryAfter, Body: o.Body, Cut: o.Cut,
		CutAfter: o.CutAfter, Slow: time.Duration(o.SlowMS) * time.Millisecond}
	if o.Hang {
		c.mu.Lock()
		f.Hang = c.held
		c.mu.Unlock()
	}
	return f
}

// posted is the answer to what posts a message.
func posted(ts string) (result, error) {
	if ts == "" {
		return nil, errors.New("that could not be posted: is there such a person, are they in that channel?")
	}
	return result{"ts": ts}, nil
}

// controlDeeds are what a program can do, by the path under /control/.
func controlDeeds() map[string]func(*control, *order) (result, error) {
	type deed = func(*control, *order) (result, error)
	simply := func(do func(*control, *order) error) deed {
		return func(c *control, o *order) (result, error) { return nil, do(c, o) }
	}
	return map[string]deed{
		"post": func(c *control, o *order) (result, error) {
			return posted(c.Post(o.User, o.Channel, o.ThreadTS, o.Text))
		},
		"reply": func(c *control, o *order) (result, error) {
			return posted(c.Post(o.User, o.Channel, o.ThreadTS, o.Text))
		},
		"mention": func(c *control, o *order) (result, error) {
			return posted(c.Mention(o.User, o.Channel, o.ThreadTS, o.Text))
		},
		"plant": func(c *control, o *order) (result, error) { return posted(c.Plant(o.Channel, o.ThreadTS, o.Said)) },
		"forward": func(c *control, o *order) (result, error) {
			return posted(c.ForwardAll(o.User, o.Channel, o.Text, o.Origins...))
		},
		"file":     (*control).postFile,
		"submit":   (*control).submitForm,
		"suggest":  (*control).suggestOptions,
		"click":    simply(func(c *control, o *order) error { return c.Choose(o.User, o.Channel, o.TS, o.ActionID, o.Value) }),
		"press":    simply(func(c *control, o *order) error { return c.Press(o.User, o.ViewID, o.ActionID, o.Value) }),
		"close":    simply(func(c *control, o *order) error { return c.CloseView(o.User, o.ViewID) }),
		"shortcut": simply(func(c *control, o *order) error { return c.Shortcut(o.User, o.Channel, o.TS, o.CallbackID) }),
		"command":  simply(func(c *control, o *order) error { return c.Command(o.User, o.Channel, o.Command, o.Text) }),
		"edit":     simply(func(c *control, o *order) error { return c.Edit(o.User, o.Channel, o.TS, o.Text) }),
		"delete":   simply(func(c *control, o *order) error { return c.Delete(o.User, o.Channel, o.TS) }),
		"react":    simply(func(c *control, o *order) error { return c.React(o.User, o.Channel, o.TS, o.Name) }),
		"look":     simply(func(c *control, o *order) error { return c.Look(o.User, o.Channel, o.ThreadTS) }),
		"stop":     simply(func(c *control, o *order) error { return c.StopSession(o.User, o.Channel, o.ThreadTS) }),
		"rename":   simply(func(c *control, o *order) error { return c.RenameSession(o.User, o.Channel, o.ThreadTS, o.Text) }),
		"join":     simply(func(c *control, o *order) error { c.Join(o.User, o.Channel); return nil }),
		"leave":    simply(func(c *control, o *order) error { c.Leave(o.User, o.Channel); return nil }),
		"home":     simply(func(c *control, o *order) error { c.OpenHome(o.User); return nil }),
		"messages": simply(func(c *control, o *order) error { c.OpenMessages(o.User); return nil }),

		"faults":     simply((*control).setFaults),
		"release":    simply((*control).release),
		"disconnect": simply(func(c *control, o *order) error { c.Disconnect(o.Reason); return nil }),
		"refuse":     simply(func(c *control, o *order) error { c.Refuse(o.Reason); return nil }),
		"twice":      simply(func(c *control, o *order) error { c.Twice(o.Share); return nil }),
		"uninstall":  simply(func(c *control, o *order) error { c.Uninstall(); return nil }),
		"cut":        simply(func(c *control, o *order) error { c.Cut(); return nil }),
		"advance":    simply((*control).advance),
	}
}

func (c *control) postFile(o *order) (result, error) {
	var files []File
	for _, f := range o.Files {
		if f.Text != "" {
			f.Content = []byte(f.Text)
		}
		files = append(files, f.File)
	}
	return posted(c.PostFile(o.User, o.Channel, o.ThreadTS, o.Text, files...))
}

func (c *control) submitForm(o *order) (result, error) {
	for _, actions := range o.Values {
		for id, value := range actions {
			if list, ok := value.([]any); ok {
				var texts []string
				for _, item := range list {
					text, _ := item.(string)
					texts = append(texts, text)
				}
				actions[id] = texts
			}
		}
	}
	complaints, err := c.Submit(o.ctx, o.User, o.ViewID, o.Values)
	return result{"complaints": complaints}, err
}

func (c *control) suggestOptions(o *order) (result, error) {
	options, err := c.Suggest(o.ctx, o.User, o.ViewID, o.ActionID, o.Text)
	return result{"options": filled(options)}, err
}

// setFaults makes the next calls of a method go wrong, or with a share some of
// all that are to come.
func (c *control) setFaults(o *order) error {
	var faults []Fault
	for _, f := range o.Faults {
		faults = append(faults, c.fault(f))
	}
	if o.Share > 0 || len(faults) == 0 {
		c.FailSome(o.Method, o.Share, faults...)
		return nil
	}
	c.Fail(o.Method, faults...)
	return nil
}

// release lets go on what hangs.
func (c *control) release(*order) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.held)
	c.held = make(chan struct{})
	return nil
}

func (c *control) advance(o *order) error {
	if c.clock == nil {
		return errors.New("the clock of this Slack cannot be moved")
	}
	c.clock.Advance(time.Duration(o.Seconds * float64(time.Second)))
	c.Tick()
	return nil
}
