package fakeslack

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Server is one workspace. It is safe for concurrent use.
type Server struct {
	config   Config
	botToken string
	appToken string
	handler  http.Handler
	methods  map[string]method

	// mu guards state. Unexported methods expect it to be held unless their
	// comment says otherwise; exported ones take it.
	mu sync.Mutex
	state

	done    chan struct{}
	running sync.WaitGroup
}

// New makes a workspace. Close it when it is no longer needed.
func New(config Config) *Server {
	s := &Server{
		config:   withDefaults(config),
		botToken: "xoxb-" + secret(),
		appToken: "xapp-" + secret(),
		methods:  methods(),
		done:     make(chan struct{}),
	}
	s.state = newState()
	s.settle()
	s.handler = s.routes()
	s.running.Go(s.pump)
	return s
}

func withDefaults(c Config) Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.AckWithin == 0 {
		c.AckWithin = 3 * time.Second
	}
	if c.Redeliver == nil {
		c.Redeliver = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	if c.PingEvery == 0 {
		c.PingEvery = 5 * time.Second
	}
	if c.Events == nil {
		c.Events = []string{"app_context_changed", "app_home_opened", "app_mention", "message.im",
			"agent_session_stopped", "agent_session_title_changed"}
	}
	if c.Scopes == nil {
		c.Scopes = allScopes()
	}
	return c
}

func secret() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// BotToken is the token for the Web API, xoxb-….
func (s *Server) BotToken() string { return s.botToken }

// AppToken is the token for apps.connections.open, xapp-….
func (s *Server) AppToken() string { return s.appToken }

// Handler serves the Web API under /api/, Socket Mode under /socket/, response
// URLs, files, permalinks and the page. It answers 403 to a Host other than
// localhost, 127.0.0.1 or [::1], with any port.
func (s *Server) Handler() http.Handler { return s.handler }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("GET /socket/link", s.serveSocket)
	mux.HandleFunc("POST /response/{id}", s.serveResponseURL)
	mux.HandleFunc("GET /files/{id}/{name}", s.serveFile)
	mux.Handle("/", s.pageRoutes())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			http.Error(w, "this Slack answers to localhost only", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// loopback reports whether a Host names this machine only. A page of another
// site that has its name resolve to 127.0.0.1 still sends its own name.
func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return slices.Contains([]string{"localhost", "127.0.0.1", "[::1]", "::1"}, host)
}

// Close ends every link and page stream and waits until they are gone.
func (s *Server) Close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.done)
	}
	s.touch()
	s.mu.Unlock()
	s.running.Wait()
}

// pump calls Tick until the server is closed. It takes the lock itself.
func (s *Server) pump() {
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-s.done:
			return
		case <-ticker.C:
			s.Tick()
		}
	}
}

// Tick does what is due by Config.Now: it sends unacknowledged events again,
// ends streams and statuses that lived too long, warns links that are old and
// closes them after their warning.
func (s *Server) Tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	now := s.config.Now()
	s.redeliverOverdue(now)
	s.closeWarned(now)
	s.endOldStreams(now)
	s.endOldStatuses(now)
	s.forgetOld(now)
}
