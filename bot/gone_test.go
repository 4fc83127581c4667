package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// TestWhatIsGoneMeanwhile has the place of an answer go away while it is being
// written: the message, the right to change it, the channel or Gloss's place in
// it. Where there is still a place to write, the whole answer stands there once;
// where there is none, the attempt is the last.
func TestWhatIsGoneMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		codes   []string
		methods []string
		whole   bool
	}{
		"the message is deleted":     {[]string{"message_not_found"}, []string{"chat.appendStream", "chat.stopStream", "chat.update"}, true},
		"it may not be changed":      {[]string{"cant_update_message", "edit_window_closed"}, []string{"chat.appendStream", "chat.update"}, true},
		"the stream is not taken":    {[]string{"channel_type_not_supported", "missing_recipient_user_id", "missing_recipient_team_id"}, []string{"chat.startStream"}, true},
		"the channel is archived":    {[]string{"is_archived"}, []string{"chat.appendStream", "chat.stopStream", "chat.update", "chat.postMessage"}, false},
		"Gloss is removed":           {[]string{"not_in_channel"}, []string{"chat.appendStream", "chat.stopStream", "chat.update", "chat.postMessage"}, false},
		"the direct message is gone": {[]string{"channel_not_found"}, []string{"chat.appendStream", "chat.stopStream", "chat.update", "chat.postMessage"}, false},
	} {
		for _, code := range c.codes {
			for _, plain := range []bool{false, true} {
				inBubble(t, slowly([]time.Duration{3 * time.Second}, outageQuotes...), func(w *clockwork) {
					stop := w.work(w.bot, 1)
					fail := func() {
						for _, method := range c.methods {
							w.FailSome(method, 1, fakeslack.Fault{Error: code})
						}
					}
					if c.methods[0] == "chat.startStream" {
						fail()
					}
					w.receive(w.bot, "lena", outage)
					time.Sleep(5 * time.Second)
					fail()
					time.Sleep(5 * time.Minute)
					stop()
					all := ""
					list, _ := w.answers("lena")
					for _, m := range list {
						all += reads(m)
					}
					if n := strings.Count(all, "Read 4 of 4"); (n == 1) != c.whole || n > 1 || !c.whole && w.Calls("chat.startStream") > 1 {
						t.Errorf("%s (%s), plain %v: %d answers after %d streams:\n%s\n%s", name, code, plain, n, w.Calls("chat.startStream"), all, w.log)
					}
				}, func(config *fakeslack.Config) {
					if plain {
						config.Missing = []string{"chat.startStream"}
					}
				})
			}
		}
	}
}
