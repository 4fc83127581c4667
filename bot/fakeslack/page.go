package fakeslack

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// embeddedPage serves the page's own files.
func embeddedPage() http.Handler {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		return http.NotFoundHandler()
	}
	return http.FileServerFS(files)
}

// pageRoutes serves the page, its data and what a person does on it.
func (s *Server) pageRoutes() http.Handler {
	mux, page := http.NewServeMux(), embeddedPage()
	mux.HandleFunc("GET /page/state", s.servePageState)
	mux.HandleFunc("GET /page/events", s.servePageEvents)
	for name, do := range pageDeeds() {
		mux.HandleFunc("POST /page/"+name, func(w http.ResponseWriter, r *http.Request) { s.serveDeed(w, r, do) })
	}
	mux.HandleFunc("GET /archives/{channel}/{message}", func(w http.ResponseWriter, r *http.Request) {
		r = r.Clone(r.Context())
		r.URL.Path = "/"
		page.ServeHTTP(w, r)
	})
	mux.Handle("GET /", page)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		guardHeaders(w.Header())
		if !samePage(r) {
			refuse(w, http.StatusForbidden, "that did not come from this page")
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func guardHeaders(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// samePage reports whether a request comes from this very page, or only looks
// at it. Data and deeds need the header X-Page, which another site's page
// cannot send without being asked first.
func samePage(r *http.Request) bool {
	if r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/page/") {
		return true // the page's own files hold nothing
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
			return false
		}
	}
	return r.Header.Get("X-Page") == "1"
}

func refuse(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(encode(map[string]any{"ok": false, "error": sentence}))
}

// deed is what a person did on the page.
type deed struct {
	Channel         string                               `json:"channel"`
	ThreadTS        string                               `json:"thread_ts"`
	TS              string                               `json:"ts"`
	Text            string                               `json:"text"`
	Command         string                               `json:"command"`
	Container       string                               `json:"container"`
	ViewID          string                               `json:"view_id"`
	BlockID         string                               `json:"block_id"`
	ActionID        string                               `json:"action_id"`
	Value           any                                  `json:"value"`
	SelectedOption  *pickedOption                        `json:"selected_option"`
	SelectedOptions []pickedOption                       `json:"selected_options"`
	Values          map[string]map[string]map[string]any `json:"values"`
	Tab             string                               `json:"tab"`
	CallbackID      string                               `json:"callback_id"`
	Name            string                               `json:"name"`
	Origins         []Origin                             `json:"origins"`
	Files           []upload                             `json:"files"`
}

// upload is a file that a person hands over; Content is in base64.
type upload struct {
	Name    string `json:"name"`
	Content []byte `json:"content"`
}

type pickedOption struct {
	Value string `json:"value"`
}

func (d *deed) choice() choice {
	var pick choice
	pick.value, _ = d.Value.(string)
	if d.SelectedOption != nil {
		pick.value = d.SelectedOption.Value
	}
	for _, option := range d.SelectedOptions {
		pick.values = append(pick.values, option.Value)
	}
	return pick
}

// serveDeed takes one deed and answers {"ok":true,…} with the ts of what was
// posted or the members of a result, or {"ok":false} with a
// sentence for the person.
func (s *Server) serveDeed(w http.ResponseWriter, r *http.Request, do func(*Server, *http.Request, *deed) (any, error)) {
	var d deed
	most, words := int64(maxBody), "that is too much at once: at most 4 MB can be sent"
	if strings.HasSuffix(r.URL.Path, "/upload") || strings.HasSuffix(r.URL.Path, "/file") {
		most, words = maxUpload, "that is too much at once: at most 20 MB can be sent"
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, most)).Decode(&d); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			refuse(w, http.StatusRequestEntityTooLarge, words)
			return
		}
		refuse(w, http.StatusBadRequest, "that could not be read")
		return
	}
	s.mu.Lock()
	s.host = r.Host
	s.mu.Unlock()
	out, err := do(s, r, &d)
	if err != nil {
		refuse(w, http.StatusOK, err.Error())
		return
	}
	body := map[string]any{"ok": true}
	switch out := out.(type) {
	case nil:
	case result:
		maps.Copy(body, out)
	default:
		body["ts"] = out
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(encode(body))
}
