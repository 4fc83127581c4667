package inbox_test

import (
	"testing"

	"github.com/gloss-tutor/gloss/bot/inbox"
	"github.com/gloss-tutor/gloss/bot/inbox/inboxtest"
)

func TestMemory(t *testing.T) {
	inboxtest.TestQueue(t, func(*testing.T) inbox.Queue { return new(inbox.Memory) })
}

func TestMemoryWaiting(t *testing.T) {
	inboxtest.TestWaiting(t, func(*testing.T) inboxtest.WaitingQueue { return new(inbox.Memory) })
}

func TestMemoryLine(t *testing.T) {
	inboxtest.TestLine(t, func(*testing.T) inboxtest.WaitingQueue { return new(inbox.Memory) })
}
