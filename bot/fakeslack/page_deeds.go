package fakeslack

import (
	"errors"
	"net/http"
	"slices"
)

// pageDeeds are what a person does on the page, by the path under /page/.
func pageDeeds() map[string]func(*Server, *http.Request, *deed) (any, error) {
	return map[string]func(*Server, *http.Request, *deed) (any, error){
		"post": (*Server).pagePost, "command": (*Server).pageCommand, "action": (*Server).pageAction,
		"submit": (*Server).pageSubmit, "close": (*Server).pageClose, "home": (*Server).pageHome,
		"shortcut": (*Server).pageShortcut, "stop": (*Server).pageStop, "react": (*Server).pageReact,
		"upload": (*Server).pageUpload, "file": (*Server).pageFile, "forward": (*Server).pageForward,
		"look": (*Server).pageLook, "edit": (*Server).pageEdit, "delete": (*Server).pageDelete,
		"dismiss": (*Server).pageDismiss, "options": (*Server).pageOptions,
	}
}

func (s *Server) pagePost(_ *http.Request, d *deed) (any, error) {
	return s.say(s.me, d.Channel, d.ThreadTS, d.Text, nil)
}

func (s *Server) pageCommand(_ *http.Request, d *deed) (any, error) {
	return nil, s.Command(s.me, d.Channel, d.Command, d.Text)
}

func (s *Server) pageAction(_ *http.Request, d *deed) (any, error) {
	if d.Container == "view" {
		return nil, s.press(s.me, d.ViewID, d.BlockID, d.ActionID, d.choice())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.seen(s.me, d.Channel, d.TS)
	if err != nil {
		return nil, err
	}
	return nil, s.clickMessage(s.me, ch, m, d.BlockID, d.ActionID, d.choice())
}

func (s *Server) pageSubmit(r *http.Request, d *deed) (any, error) {
	values := map[string]map[string]any{}
	for block, actions := range d.Values {
		values[block] = map[string]any{}
		for action, value := range actions {
			values[block][action] = value
		}
	}
	complaints, err := s.submit(r.Context(), s.me, d.ViewID, values)
	if err != nil || len(complaints) == 0 {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emit(func(string) any { return map[string]any{"type": "modal_errors", "errors": complaints} }, nil, nil)
	return nil, nil
}

func (s *Server) pageClose(_ *http.Request, d *deed) (any, error) {
	return nil, s.CloseView(s.me, d.ViewID)
}

func (s *Server) pageHome(_ *http.Request, d *deed) (any, error) {
	if !slices.Contains([]string{"home", "messages"}, d.Tab) {
		return nil, errors.New("there is no such tab")
	}
	s.openTab(s.me, d.Tab)
	return nil, nil
}

func (s *Server) pageShortcut(_ *http.Request, d *deed) (any, error) {
	return nil, s.Shortcut(s.me, d.Channel, d.TS, d.CallbackID)
}

func (s *Server) pageStop(_ *http.Request, d *deed) (any, error) {
	return nil, s.StopSession(s.me, d.Channel, d.ThreadTS)
}

func (s *Server) pageReact(_ *http.Request, d *deed) (any, error) {
	return nil, s.React(s.me, d.Channel, d.TS, d.Name)
}

func (s *Server) pageUpload(_ *http.Request, d *deed) (any, error) {
	var files []File
	for _, f := range d.Files {
		files = append(files, File{Name: f.Name, Content: f.Content})
	}
	return s.say(s.me, d.Channel, d.ThreadTS, d.Text, &extra{files: files})
}

// pageFile takes a file for a form, which is shared with nobody but the app.
func (s *Server) pageFile(r *http.Request, d *deed) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(d.Files) != 1 {
		return nil, errors.New("one file at a time, please")
	}
	id := s.addFile(File{Name: d.Files[0].Name, Content: d.Files[0].Content})
	return result{"file": s.fileObject(s.files[id], r.Host)}, nil
}

func (s *Server) pageForward(_ *http.Request, d *deed) (any, error) {
	ts, err := s.forward(s.me, d.Channel, "", d.Text, d.Origins)
	return ts, err
}

func (s *Server) pageLook(_ *http.Request, d *deed) (any, error) {
	return nil, s.Look(s.me, d.Channel, d.ThreadTS)
}

func (s *Server) pageEdit(_ *http.Request, d *deed) (any, error) {
	return nil, s.Edit(s.me, d.Channel, d.TS, d.Text)
}

func (s *Server) pageDelete(_ *http.Request, d *deed) (any, error) {
	return nil, s.Delete(s.me, d.Channel, d.TS)
}

// pageDismiss takes away what only this person saw.
func (s *Server) pageDismiss(_ *http.Request, d *deed) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.seen(s.me, d.Channel, d.TS)
	switch {
	case err != nil:
		return nil, err
	case m.ephemeral == "":
		return nil, errors.New("that message is for everybody")
	}
	s.drop(ch, m)
	s.touch()
	return nil, nil
}

func (s *Server) pageOptions(r *http.Request, d *deed) (any, error) {
	s.mu.Lock()
	v := s.views[d.ViewID]
	ch, m, err := s.seen(s.me, d.Channel, d.TS)
	s.mu.Unlock()
	var options []any
	switch {
	case d.Container == "view" && (v == nil || v.user != s.me):
		return nil, errors.New("that is not open any more")
	case d.Container == "view":
		options, err = s.suggestInView(r.Context(), v, d.BlockID, d.ActionID, d.Text)
	case err == nil:
		options, err = s.suggestInMessage(r.Context(), s.me, ch, m, d.BlockID, d.ActionID, d.Text)
	}
	return result{"options": filled(options)}, err
}
