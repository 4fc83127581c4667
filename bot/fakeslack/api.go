package fakeslack

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// apiError is an answer with ok false.
type apiError struct {
	// Code is Slack's name for the error.
	Code string
	// Messages explain it, each with a JSON pointer where one helps.
	Messages []string
	// Needed and Provided are the scopes of missing_scope.
	Needed, Provided string
	// RetryAfter is how many seconds to wait after ratelimited.
	RetryAfter int
}

func (e apiError) Error() string { return e.Code }

// result is the body of an answer with ok true.
type result map[string]any

type method struct {
	// scope is any of the scopes that allow the call, "" for none.
	scope string
	// app is true of methods that take the app token.
	app bool
	do  func(*Server, *call) (result, error)
}

// methods is the Web API of this Slack.
func methods() map[string]method {
	return map[string]method{
		"auth.test":                             {do: (*Server).authTest},
		"team.info":                             {do: (*Server).teamInfo},
		"apps.connections.open":                 {app: true, do: (*Server).openConnection},
		"chat.postMessage":                      {scope: "chat:write", do: (*Server).postMessage},
		"chat.update":                           {scope: "chat:write", do: (*Server).updateMessage},
		"chat.delete":                           {scope: "chat:write", do: (*Server).deleteMessage},
		"chat.postEphemeral":                    {scope: "chat:write", do: (*Server).postEphemeral},
		"chat.getPermalink":                     {do: (*Server).getPermalink},
		"chat.startStream":                      {scope: "chat:write", do: (*Server).startStream},
		"chat.appendStream":                     {scope: "chat:write", do: (*Server).appendStream},
		"chat.stopStream":                       {scope: "chat:write", do: (*Server).stopStream},
		"conversations.replies":                 {scope: "im:history,channels:history,groups:history,mpim:history", do: (*Server).replies},
		"conversations.history":                 {scope: "im:history,channels:history,groups:history,mpim:history", do: (*Server).history},
		"conversations.info":                    {scope: "im:read,channels:read,groups:read,mpim:read", do: (*Server).conversationInfo},
		"conversations.members":                 {scope: "im:read,channels:read,groups:read,mpim:read", do: (*Server).members},
		"conversations.join":                    {scope: "channels:join", do: (*Server).joinConversation},
		"conversations.list":                    {scope: "channels:read,groups:read,im:read,mpim:read", do: (*Server).listConversations},
		"conversations.open":                    {scope: "im:write", do: (*Server).openConversation},
		"users.conversations":                   {scope: "channels:read,groups:read,im:read,mpim:read", do: (*Server).userConversations},
		"usergroups.list":                       {scope: "usergroups:read", do: (*Server).listUsergroups},
		"usergroups.users.list":                 {scope: "usergroups:read", do: (*Server).usergroupUsers},
		"users.info":                            {scope: "users:read", do: (*Server).userInfo},
		"users.list":                            {scope: "users:read", do: (*Server).listUsers},
		"files.info":                            {scope: "files:read", do: (*Server).fileInfo},
		"reactions.add":                         {scope: "reactions:write", do: (*Server).addReaction},
		"reactions.remove":                      {scope: "reactions:write", do: (*Server).removeReaction},
		"views.open":                            {do: (*Server).openView},
		"views.push":                            {do: (*Server).pushView},
		"views.update":                          {do: (*Server).updateView},
		"views.publish":                         {do: (*Server).publishView},
		"assistant.threads.setSuggestedPrompts": {scope: "assistant:write", do: (*Server).setSuggestedPrompts},
		"assistant.threads.setStatus":           {scope: "assistant:write,chat:write", do: (*Server).setThreadStatus},
		"agents.sessions.setStatus":             {scope: "chat:write", do: (*Server).setSessionStatus},
		"agents.sessions.rename":                {scope: "chat:write", do: (*Server).renameSession},
	}
}

func allScopes() []string {
	scopes := map[string]bool{"commands": true, "app_mentions:read": true, "mpim:write": true}
	for _, m := range methods() {
		for scope := range strings.SplitSeq(m.scope, ",") {
			scopes[scope] = true
		}
	}
	delete(scopes, "")
	return slices.Sorted(maps.Keys(scopes))
}

// maxBody bounds a request; Slack refuses larger ones too.
const maxBody = 4 << 20

// maxUpload bounds what a person, or a program in their place, hands over.
const maxUpload = 32 << 20

// serveAPI answers /api/METHOD. It takes the lock itself.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	c := &call{method: r.PathValue("method"), host: r.Host, header: w.Header()}
	token, err := c.read(http.MaxBytesReader(w, r.Body, maxBody), r)
	if s.missing(c.method) {
		s.count(c)
		if s.config.MissingStatus != 0 {
			http.Error(w, http.StatusText(s.config.MissingStatus), s.config.MissingStatus)
			return
		}
		err = apiError{Code: "unknown_method"}
	}
	var fault *Fault
	if err == nil {
		s.mu.Lock()
		s.host = r.Host
		s.record(c)
		fault = s.nextFault(c.method)
		s.mu.Unlock()
	}
	if fault.before(w, r, s.done) {
		return
	}
	var body []byte
	if err == nil {
		body = s.do(c, token)
	} else {
		body = answer(nil, err)
	}
	fault.after()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if c.wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(c.wait))
		w.WriteHeader(http.StatusTooManyRequests)
	}
	w.Write(body)
}

// count records a call of a method that this Slack lacks. It takes the lock.
func (s *Server) count(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record(c)
}

// do runs the method, where the token allows it, and gives the body of the
// answer. It takes the lock itself.
func (s *Server) do(c *call, token string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.authorize(c, token)
	if token == s.botToken {
		c.header.Set("X-OAuth-Scopes", strings.Join(s.config.Scopes, ","))
		c.header.Set("X-Accepted-OAuth-Scopes", m.scope)
	}
	if err == nil {
		err = s.spend(c)
	}
	if err != nil {
		var limited apiError
		errors.As(err, &limited)
		c.wait = limited.RetryAfter
		return answer(nil, err)
	}
	res, err := m.do(s, c)
	s.touch()
	return answer(res, err)
}

// authorize finds the method and checks the token and its scopes.
func (s *Server) authorize(c *call, token string) (method, error) {
	m, ok := s.methods[c.method]
	switch {
	case !ok:
		return m, apiError{Code: "unknown_method"}
	case token == "":
		return m, apiError{Code: "not_authed"}
	case s.revoked:
		return m, apiError{Code: "account_inactive"}
	case token != s.botToken && token != s.appToken:
		return m, apiError{Code: "invalid_auth"}
	case m.app != (token == s.appToken):
		return m, apiError{Code: "not_allowed_token_type"}
	}
	return m, s.allowed(m)
}

func (s *Server) missing(method string) bool { return slices.Contains(s.config.Missing, method) }

// answer is the body of an answer.
func answer(res result, err error) []byte {
	if err != nil {
		res = failure(err)
	} else {
		if res == nil {
			res = result{}
		}
		res["ok"] = true
	}
	body, err := json.Marshal(res)
	if err != nil {
		return []byte(`{"ok":false,"error":"internal_error"}`)
	}
	return body
}

func failure(err error) result {
	var e apiError
	if !errors.As(err, &e) {
		e = apiError{Code: "internal_error"}
	}
	body := result{"ok": false, "error": e.Code}
	if len(e.Messages) > 0 {
		body["errors"] = e.Messages
		body["response_metadata"] = map[string]any{"messages": e.Messages}
	}
	if e.Needed != "" {
		body["needed"], body["provided"] = e.Needed, e.Provided
	}
	return body
}

func (s *Server) authTest(c *call) (result, error) {
	return result{"url": "http://" + c.host + "/", "team": s.team.Name, "team_id": s.team.ID,
		"user": s.bot.Name, "user_id": s.bot.ID, "bot_id": s.bot.BotID, "is_enterprise_install": false}, nil
}

func (s *Server) teamInfo(*call) (result, error) {
	return result{"team": map[string]any{"id": s.team.ID, "name": s.team.Name, "domain": s.team.Domain}}, nil
}
