package inboxtest

import (
	"fmt"
	"testing"

	"github.com/gloss-tutor/gloss/bot/inbox"
)

// ask puts a number of questions of a learner: "U1 0", "U1 1", …
func (q queue) ask(learner string, from, n int) {
	q.Helper()
	for i := range n {
		q.put(learner, fmt.Sprint(learner, " ", from+i))
	}
}

// serve has one worker work the next items, and returns how many of each
// learner there were among them.
func (q queue) serve(n int) map[string]int {
	q.Helper()
	served := make(map[string]int)
	for range n {
		item, ok, err := q.Lease(q.Context(), noon, at(60))
		q.must(err)
		if !ok {
			break
		}
		served[item.Learner]++
		q.settle(item.Lease(), inbox.Done)
	}
	return served
}

func takeTurns(t *testing.T, q queue) {
	q.ask("U1", 0, 3)
	q.ask("U2", 0, 3)
	q.ask("U3", 0, 1)
	for _, want := range []string{"U1 0", "U2 0", "U3 0", "U1 1", "U2 1", "U1 2", "U2 2", ""} {
		held := q.expect(noon, want)
		if want != "" {
			q.settle(held, inbox.Done)
		}
	}
}

func comesLate(t *testing.T, q queue) {
	q.ask("U1", 0, 30)
	q.serve(10)
	held := q.expect(noon, "U1 10")
	q.ask("U2", 0, 2)
	q.settle(held, inbox.Done)
	for _, want := range []string{"U2 0", "U1 11", "U2 1", "U1 12"} {
		q.settle(q.expect(noon, want), inbox.Done)
	}
}

// noCredit has a learner come back while another has been served for long.
func noCredit(t *testing.T, q queue) {
	q.ask("U2", 0, 1)
	q.serve(1)
	q.ask("U1", 0, 30)
	q.serve(20)
	q.ask("U2", 1, 10)
	if served := q.serve(10); served["U1"] != 5 {
		t.Errorf("of the next ten, %v; want five each", served)
	}
}

// heavyLearner has one of ten learners ask a hundred times as much as each
// other, and measures how fair the turns are by Jain's index: 1 when all get
// the same, 1/n when one gets all.
func heavyLearner(t *testing.T, q queue) {
	const others, each = 9, 4
	q.ask("heavy", 0, 100*each)
	for i := range others {
		q.ask(fmt.Sprint("U", i), 0, each)
	}
	served := q.serve((others + 1) * each)
	var sum, squares float64
	for _, n := range served {
		sum += float64(n)
		squares += float64(n * n)
	}
	if jain := sum * sum / ((others + 1) * squares); jain < 0.95 {
		t.Errorf("Jain's index is %.2f: %v", jain, served)
	}
}
