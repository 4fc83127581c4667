package fakeslack

import (
	"slices"
	"strings"
)

// allowed checks that the token has one of the method's scopes.
func (s *Server) allowed(m method) error {
	if m.scope == "" {
		return nil
	}
	for scope := range strings.SplitSeq(m.scope, ",") {
		if slices.Contains(s.config.Scopes, scope) {
			return nil
		}
	}
	return s.lacks(m.scope)
}

func (s *Server) lacks(scope string) error {
	return apiError{Code: "missing_scope", Needed: scope, Provided: strings.Join(s.config.Scopes, ",")}
}

// scopeNames are the kinds of channel as scopes name them.
var scopeNames = map[string]string{kindPublic: "channels", kindPrivate: "groups", kindIM: "im", kindMPIM: "mpim"}

// may checks the scope for a kind of channel: right is history, read or write.
func (s *Server) may(kind, right string) error {
	scope := scopeNames[kind] + ":" + right
	if slices.Contains(s.config.Scopes, scope) {
		return nil
	}
	return s.lacks(scope)
}

// mayKnow finds a channel that the bot may know of: public, or its own.
func (s *Server) mayKnow(id string) (*channel, error) {
	ch := s.channels[id]
	if ch == nil || ch.kind != kindPublic && !s.isMember(ch, s.bot.ID) {
		return nil, apiError{Code: "channel_not_found"}
	}
	return ch, s.may(ch.kind, "read")
}
