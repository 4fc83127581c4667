package fakeslack

import (
	"errors"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// controlLooks are what a program can look at, by the path under /control/.
func controlLooks() map[string]func(*control, *http.Request) (result, error) {
	type look = func(*control, *http.Request) (result, error)
	show := func(name string, what func(c *control, ask func(string) string) any) look {
		return func(c *control, r *http.Request) (result, error) {
			return result{name: what(c, r.URL.Query().Get)}, nil
		}
	}
	return map[string]look{
		"info":    (*control).info,
		"changes": (*control).changes,
		"session": (*control).session,
		"transcript": show("transcript", func(c *control, ask func(string) string) any {
			return c.Transcript(ask("channel"))
		}),
		"messages": show("messages", func(c *control, ask func(string) string) any {
			return filled(c.Messages(ask("channel"), ask("thread_ts")))
		}),
		"views":      show("views", func(c *control, ask func(string) string) any { return filled(c.Views(ask("user"))) }),
		"deliveries": show("deliveries", func(c *control, _ func(string) string) any { return c.Deliveries() }),
		"calls":      show("calls", func(c *control, ask func(string) string) any { return c.callsOf(ask("method")) }),
		"requests":   show("requests", func(c *control, ask func(string) string) any { return filled(c.Requests(ask("method"))) }),
		"links":      show("links", func(c *control, _ func(string) string) any { return c.Links() }),
		"streams":    show("streams", func(c *control, _ func(string) string) any { return filled(c.OpenStreams()) }),
	}
}

// info is what a program needs to begin.
func (c *control) info(r *http.Request) (result, error) {
	s := c.Server
	s.mu.Lock()
	defer s.mu.Unlock()
	users, channels, dms := map[string]string{}, map[string]string{}, map[string]string{}
	for _, id := range s.roster {
		users[s.users[id].Name] = id
		if !s.users[id].bot {
			dms[s.users[id].Name] = s.openDM(id).id
		}
	}
	for _, id := range s.rooms {
		if name := s.channels[id].name; name != "" {
			channels[name] = id
		}
	}
	return result{"api_url": "http://" + r.Host + "/api/", "bot_token": s.botToken, "app_token": s.appToken,
		"team": s.team.ID, "bot": s.bot.ID, "users": users, "channels": channels, "dms": dms, "now": s.config.Now()}, nil
}

// changes waits until more has changed than the query's since, at most 30 s of
// the machine's time, and says how much has.
func (c *control) changes(r *http.Request) (result, error) {
	since, err := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64)
	if text := r.URL.Query().Get("since"); err != nil && text != "" {
		return nil, errors.New("since is no number")
	}
	s := c.Server
	timer := time.NewTimer(30 * time.Second)
	defer timer.Stop()
	for {
		s.mu.Lock()
		changed, count := s.changed, s.changes
		s.mu.Unlock()
		if count > since {
			return result{"changes": count}, nil
		}
		select {
		case <-changed:
		case <-timer.C:
			return result{"changes": count}, nil
		case <-r.Context().Done():
			return nil, r.Context().Err()
		case <-s.done:
			return nil, errors.New("this Slack is closed")
		}
	}
}

func (c *control) session(r *http.Request) (result, error) {
	channel, thread := r.URL.Query().Get("channel"), r.URL.Query().Get("thread_ts")
	status, title := c.Session(channel, thread)
	return result{"session": status, "title": title, "status": c.Status(channel, thread)}, nil
}

// callsOf counts the calls of a method, or of each when none is named.
func (c *control) callsOf(method string) any {
	if method != "" {
		return c.Calls(method)
	}
	s := c.Server
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.calls)
}
