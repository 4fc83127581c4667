package fakeslack

import (
	"math"
	"time"
)

// Rate is how often a method may be called in a workspace.
type Rate struct {
	// PerMinute is how many calls a minute allows in the long run.
	PerMinute int
	// Burst is how many calls may come at once; PerMinute when 0.
	Burst int
	// PerChannel counts each channel for itself.
	PerChannel bool
}

// SlackRates are the rate limits that Slack documents, by method.
func SlackRates() map[string]Rate {
	rates := map[string]Rate{"chat.postMessage": {PerMinute: 60, Burst: 10, PerChannel: true}}
	for perMinute, methods := range map[int][]string{
		20: {"chat.startStream", "chat.stopStream", "conversations.list", "users.list", "reactions.remove",
			"usergroups.list", "usergroups.users.list"},
		50: {"chat.update", "chat.delete", "conversations.replies", "conversations.history", "conversations.info",
			"conversations.open", "conversations.join", "users.conversations", "apps.connections.open", "reactions.add",
			"agents.sessions.setStatus", "agents.sessions.rename", "team.info"},
		100: {"chat.appendStream", "chat.postEphemeral", "views.open", "views.push", "views.update", "views.publish",
			"users.info", "files.info", "conversations.members", "assistant.threads.setSuggestedPrompts",
			"assistant.threads.setStatus"},
	} {
		for _, method := range methods {
			rates[method] = Rate{PerMinute: perMinute}
		}
	}
	return rates
}

// budget is what is left of a rate.
type budget struct {
	calls float64
	at    time.Time
}

// spend takes one call from the method's budget, or says how long to wait.
func (s *Server) spend(c *call) error {
	rate, limited := s.config.RateLimits[c.method]
	if !limited || rate.PerMinute <= 0 {
		return nil
	}
	key := c.method
	if rate.PerChannel {
		key += " " + c.text("channel")
	}
	most := float64(rate.Burst)
	if rate.Burst <= 0 {
		most = float64(rate.PerMinute)
	}
	now, perSecond := s.config.Now(), float64(rate.PerMinute)/60
	left, known := s.budgets[key]
	if !known {
		left = &budget{calls: most, at: now}
		s.budgets[key] = left
	}
	left.calls = min(most, left.calls+now.Sub(left.at).Seconds()*perSecond)
	left.at = now
	if left.calls < 1 {
		return apiError{Code: "ratelimited", RetryAfter: int(math.Ceil((1 - left.calls) / perSecond))}
	}
	left.calls--
	return nil
}
