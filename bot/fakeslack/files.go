package fakeslack

import (
	"cmp"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// file is a file with the ids of the channels it was shared in.
type file struct {
	File
	rooms []string
}

// The types of files that engineers share and that the system may not know.
var mimetypes = map[string]string{".txt": "text/plain", ".log": "text/plain", ".md": "text/markdown",
	".csv": "text/csv", ".json": "application/json", ".eml": "message/rfc822"}

func (s *Server) addFile(f File) string {
	f.ID = cmp.Or(f.ID, s.id("F"))
	if f.Mimetype == "" {
		extension := strings.ToLower(path.Ext(f.Name))
		kind, _, _ := mime.ParseMediaType(mime.TypeByExtension(extension))
		f.Mimetype = cmp.Or(mimetypes[extension], kind, "text/plain")
	}
	if f.Mode == "" {
		if f.Mode = "hosted"; strings.HasPrefix(f.Mimetype, "text/") {
			f.Mode = "snippet"
		}
	}
	if f.Size == 0 {
		f.Size = len(f.Content)
	}
	s.files[f.ID] = &file{File: f}
	return f.ID
}

// attach shares a file with a message.
func (s *Server) attach(ch *channel, m *message, id string) {
	m.files = append(m.files, id)
	if m.subtype == "" {
		m.subtype = "file_share"
	}
	s.files[id].rooms = append(s.files[id].rooms, ch.id)
}

// botSees reports whether the bot may see a file: it is in a channel with it.
func (s *Server) botSees(f *file) bool {
	return len(f.rooms) == 0 || slices.ContainsFunc(f.rooms, func(id string) bool {
		return s.isMember(s.channels[id], s.bot.ID)
	})
}

// fileObjects are files as messages show them.
func (s *Server) fileObjects(ids []string, host string) []any {
	var list []any
	for _, id := range ids {
		f := s.files[id]
		if f.CheckInfo {
			list = append(list, map[string]any{"id": f.ID, "mode": "file_access", "file_access": "check_file_info",
				"created": 0, "timestamp": 0, "user": ""})
			continue
		}
		list = append(list, s.fileObject(f, host))
	}
	return list
}

func (s *Server) fileObject(f *file, host string) map[string]any {
	if f.Mode == "tombstone" || f.Mode == "hidden_by_limit" {
		return map[string]any{"id": f.ID, "mode": f.Mode}
	}
	address := "http://" + host + "/files/" + f.ID + "/" + url.PathEscape(f.Name)
	out := map[string]any{"id": f.ID, "name": f.Name, "title": f.Name, "mimetype": f.Mimetype, "mode": f.Mode,
		"filetype": strings.TrimPrefix(path.Ext(f.Name), "."), "size": f.Size, "is_external": false,
		"url_private": address, "url_private_download": address, "file_access": "visible", "permalink": address}
	if f.Mode == "external" {
		out["is_external"], out["external_type"], out["url_private"] = true, "gdrive", f.URL
		delete(out, "url_private_download")
	}
	return out
}

func (s *Server) fileInfo(c *call) (result, error) {
	f := s.files[c.text("file")]
	switch {
	case f == nil || !s.botSees(f):
		return nil, apiError{Code: "file_not_found"}
	case f.Mode == "tombstone":
		return nil, apiError{Code: "file_deleted"}
	}
	out := result{"file": s.fileObject(f, c.host)}
	if f.Mode == "snippet" {
		out["content"] = string(f.Content)
	}
	return out, nil
}

// serveFile gives a private file to who has the bot token. Others get a sign-in
// page, with status 200, as from Slack. It takes the lock itself.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	seen := f != nil && s.botSees(f)
	s.mu.Unlock()
	switch {
	case f == nil || f.Mode == "tombstone" || f.Mode == "hidden_by_limit" || f.Mode == "external":
		http.NotFound(w, r)
	case !seen || r.Header.Get("Authorization") != "Bearer "+s.botToken:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<!doctype html><title>Sign in</title>"))
	default:
		w.Header().Set("Content-Type", f.Mimetype)
		w.Header().Set("Content-Disposition", "attachment")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Write(f.Content)
	}
}
