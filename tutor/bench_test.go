package tutor

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkFold works out what a learner knows from a long life: it is done anew
// for each answer.
func BenchmarkFold(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		events := life(rand.New(rand.NewPCG(1, 1)), n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Fold(events)
			}
		})
	}
}
