package fakeslack_test

import (
	"fmt"
	"testing"

	"github.com/gloss-tutor/gloss/bot/fakeslack"
)

// What the fake itself takes for one message, from its being typed to its
// acknowledgement: what an app's own share is measured against.
func BenchmarkEnvelopes(b *testing.B) {
	for _, links := range []int{1, 2, 10} {
		b.Run(fmt.Sprint(links, " links"), func(b *testing.B) {
			w := open(b, func(c *fakeslack.Config) { c.Now = nil })
			for range links {
				l := w.dial()
				go func() {
					for {
						var f frame
						if l.conn.ReadJSON(&f) != nil {
							return
						}
						if l.conn.WriteJSON(map[string]string{"envelope_id": f.EnvelopeID}) != nil {
							return
						}
					}
				}()
			}
			sent := 0
			for b.Loop() {
				w.Post("lena", "@lena", "", "what is a burn rate, and why is it too high?")
				if sent++; sent%64 == 0 {
					w.eventually("acknowledged", func() bool { return w.Deliveries().Acked >= sent-64 })
				}
			}
			w.eventually("acknowledged", func() bool { return w.Deliveries().Acked == sent })
		})
	}
}
