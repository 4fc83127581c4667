package bot

import (
	"context"
	"encoding/json"
	"regexp"
	"sync"

	"github.com/gloss-tutor/gloss/prompts"
)

// looking is what somebody has open in Slack beside Gloss, by relevance
// (docs.slack.dev, app_context). Entities of unexpected shape are passed over.
type looking struct {
	Entities []json.RawMessage `json:"entities,omitempty"`
}

// place is the message or the channel that is looked at; the ts is "" for a
// channel, and all is "" for nothing of that kind.
func (l looking) place() place {
	var channel place
	for _, raw := range l.Entities {
		var e struct {
			Type  string          `json:"type"`
			Value json.RawMessage `json:"value"`
		}
		if lenient(raw, &e) != nil {
			continue
		}
		switch e.Type {
		case "slack#/types/message_context":
			var m struct {
				Channel string `json:"channel_id"`
				TS      string `json:"message_ts"`
			}
			if lenient(e.Value, &m) == nil && m.Channel != "" && m.TS != "" {
				return place{m.Channel, m.TS}
			}
		case "slack#/types/channel_id":
			if channel.channel == "" {
				_ = lenient(e.Value, &channel.channel)
			}
		}
	}
	return channel
}

// sights are what people were last seen to look at, by learner. The zero value
// is empty.
type sights struct {
	mu sync.Mutex
	at map[string]looking
}

// maxSights bounds how many people's sights are remembered.
const maxSights = 10_000

// see remembers what somebody looks at.
func (s *sights) see(learner string, l looking) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil || len(s.at) >= maxSights {
		s.at = make(map[string]looking)
	}
	s.at[learner] = l
}

func (s *sights) of(learner string) looking {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[learner]
}

// lookedAt is how somebody asks about what they have open beside Gloss.
var lookedAt = regexp.MustCompile(`(?i)\b(?:i am|i'm|i’m|im) (?:looking at|reading|viewing|seeing)\b|^(?:please |can you |could you )*(?:explain|brief(?: me)?(?: on)?|summari[sz]e) (?:this|that|it)(?: (?:thread|message|channel|discussion|conversation))?(?: to me)?(?: please)?\s*[?.!]*$|^(?:what(?:'s|’s| is) (?:this|that|going on here)(?: about)?|what does (?:this|that|it)(?: all)? mean|what am i looking at)\s*[?.!]*$`)

// lookedAtExplained explains the thread that the learner has open beside Gloss.
func (b *Bot) lookedAtExplained(ctx context.Context, a *ask, text string) error {
	at := a.event.AppContext.place()
	if at.channel == "" {
		at = b.sights.of(a.learner()).place()
	}
	switch {
	case at.channel == "" || at.channel == a.at.channel:
		return b.say(ctx, *a, nothingInSight)
	case at.threadTS == "":
		return b.askThread(ctx, *a, at.channel)
	}
	a.about = subject{refs: []place{at}}
	q := request{task: prompts.ExplainTask, read: b.reading(a)}
	if briefly.MatchString(text) {
		q.task = prompts.BriefTask
	}
	return b.explain(ctx, a, q)
}
