package fakeslack_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func markdown(text string) slack.MsgOption { return slack.MsgOptionMarkdownText(text) }

func (w *workspace) stream(channel, root string, options ...slack.MsgOption) string {
	w.t.Helper()
	_, ts, err := w.client.StartStreamContext(w.ctx, channel, append(options, slack.MsgOptionTS(root))...)
	if err != nil {
		w.t.Fatalf("start a stream: %v", err)
	}
	return ts
}

func (w *workspace) append(channel, ts string, options ...slack.MsgOption) error {
	_, _, err := w.client.AppendStreamContext(w.ctx, channel, ts, options...)
	return err
}

func (w *workspace) stop(channel, ts string, options ...slack.MsgOption) error {
	_, _, err := w.client.StopStreamContext(w.ctx, channel, ts, options...)
	return err
}

func TestAnAnswerIsStreamed(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	root := w.Post("lena", "@lena", "", "explain")
	ts := w.stream(dm, root, slack.MsgOptionChunks(slack.NewMarkdownTextChunk("A queue ")))
	if status := w.Status(dm, root); status != "Working…" {
		t.Errorf("status while streaming is %q", status)
	}
	task := slack.NewTaskUpdateChunk("t1", "Reading")
	task.Status = slack.TaskCardStatusComplete
	wantError(t, "append", w.append(dm, ts, slack.MsgOptionChunks(slack.NewMarkdownTextChunk("is **waiting** work."), task)), "")
	_, _, _, err := w.client.UpdateMessageContext(w.ctx, dm, ts, say("no"))
	wantError(t, "update during the stream", err, "streaming_state_conflict")
	button := slack.NewActionBlock("", slack.NewButtonBlockElement("more", "1", slack.NewTextBlockObject("plain_text", "More", false, false)))
	wantError(t, "stop", w.stop(dm, ts, slack.MsgOptionBlocks(button)), "")
	wantError(t, "append after the end", w.append(dm, ts, markdown("x")), "message_not_in_streaming_state")
	wantError(t, "stop after the end", w.stop(dm, ts), "message_not_in_streaming_state")
	if status := w.Status(dm, root); status != "" {
		t.Errorf("status after the stream is %q", status)
	}
	want := "lena: explain\n\thelper: A queue is **waiting** work.\n\t\t[task_card] Reading: complete\n\t\t[actions] More\n"
	if got := w.Transcript("@lena"); got != want {
		t.Errorf("transcript:\n%swant:\n%s", got, want)
	}
	_, _, _, err = w.client.UpdateMessageContext(w.ctx, dm, ts, markdown("all new"))
	wantError(t, "update after the stream", err, "")
}

func TestStreamsKeepSlacksRules(t *testing.T) {
	w := open(t)
	dm, ops := w.DM("lena"), w.Channel("ops")
	root, mention := w.Post("lena", "@lena", "", "explain"), w.Mention("lena", "ops", "", "explain")
	start := func(channel string, options ...slack.MsgOption) error {
		_, _, err := w.client.StartStreamContext(w.ctx, channel, options...)
		return err
	}
	thread, user, team := slack.MsgOptionTS(mention), slack.MsgOptionRecipientUserID(w.User("lena")), slack.MsgOptionRecipientTeamID("T0ACME")
	wantError(t, "no thread", start(dm), "invalid_thread_ts")
	wantError(t, "no recipient", start(ops, thread), "missing_recipient_user_id")
	wantError(t, "no recipient's team", start(ops, thread, user), "missing_recipient_team_id")
	wantError(t, "a foreign team", start(ops, thread, user, slack.MsgOptionRecipientTeamID("T0OTHER")), "team_not_found")
	wantError(t, "a stranger", start(ops, thread, team, slack.MsgOptionRecipientUserID("U0NOBODY")), "user_not_found")
	wantError(t, "recipient given", start(ops, thread, user, team), "")
	wantError(t, "not a member", start(w.Channel("random"), thread, user, team), "not_in_channel")

	ts := w.stream(dm, root)
	wantError(t, "text and chunks at once", w.append(dm, ts, markdown("a"), slack.MsgOptionChunks(slack.NewMarkdownTextChunk("b"))), "cannot_provide_both_markdown_text_and_chunks")
	wantError(t, "nothing to append", w.append(dm, ts), "markdown_text_or_chunks_required")
	wantError(t, "12,000 characters", w.append(dm, ts, markdown(strings.Repeat("é", 12000))), "")
	wantError(t, "one more", w.append(dm, ts, markdown("x")), "msg_too_long")
	wantError(t, "chunks after text", w.append(dm, ts, slack.MsgOptionChunks(slack.NewMarkdownTextChunk("b"))), "streaming_mode_mismatch")
	wantError(t, "the stream lives on", w.stop(dm, ts), "")
	wantError(t, "somebody else's message", w.append(dm, root, markdown("x")), "message_not_owned_by_app")
}

func TestAStreamLivesFiveMinutes(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	ts := w.stream(dm, w.Post("lena", "@lena", "", "explain"), markdown("so far"))
	w.pass(4*time.Minute + 59*time.Second)
	wantError(t, "append before the end", w.append(dm, ts, markdown(" so good")), "")
	w.pass(time.Second)
	if list := w.Messages("@lena", ""); list[1].Streaming {
		t.Error("it is streaming still")
	}
	wantError(t, "append at the end", w.append(dm, ts, markdown("x")), "message_not_in_streaming_state")
	wantError(t, "stop at the end", w.stop(dm, ts), "message_not_in_streaming_state")
	_, _, _, err := w.client.UpdateMessageContext(w.ctx, dm, ts, markdown("so far so good"))
	wantError(t, "update instead", err, "")
}

func TestAPersonStopsTheAnswer(t *testing.T) {
	w := open(t)
	l := w.dial()
	root := w.Post("lena", "@lena", "", "explain")
	f, _ := l.event()
	l.ack(f, nil)
	ts := w.stream(w.DM("lena"), root, markdown("well"))
	l.event() // the bot's own message
	if err := w.StopSession("lena", "@lena", root); err != nil {
		t.Fatal(err)
	}
	_, event := l.event()
	halted, _ := event["streaming_message_ts"].([]any)
	if event["type"] != "agent_session_stopped" || event["thread_ts"] != root || len(halted) != 1 || halted[0] != ts {
		t.Errorf("event is %v", event)
	}
	wantError(t, "append", w.append(w.DM("lena"), ts, markdown("x")), "stopped_by_user")
	wantError(t, "stop", w.stop(w.DM("lena"), ts), "message_not_in_streaming_state")
}

func TestWhatAStreamMayShow(t *testing.T) {
	w := open(t)
	dm := w.DM("lena")
	root := w.Post("lena", "@lena", "", "explain")
	ts := w.stream(dm, root, slack.MsgOptionTaskDisplayMode(slack.TaskDisplayModePlan))
	reading := slack.NewTaskUpdateChunk("t1", "Reading")
	read := slack.NewTaskUpdateChunk("t1", "Reading")
	read.Status, read.Output = slack.TaskCardStatusComplete, "3 messages"
	dividers := make([]slack.Block, 50)
	for i := range dividers {
		dividers[i] = slack.NewDividerBlock()
	}
	for _, c := range []struct {
		what  string
		chunk slack.StreamChunk
		code  string
	}{
		{"a plan", slack.NewPlanUpdateChunk("Explaining"), ""},
		{"a task", reading, ""},
		{"the task again", read, ""},
		{"a task without an id", slack.NewTaskUpdateChunk("", "x"), "invalid_chunks"},
		{"a chunk of no kind", slack.MarkdownTextChunk{Type: "smell", Text: "x"}, "invalid_chunks"},
		{"a block at its limit", slack.NewBlocksChunk(slack.NewHeaderBlock(plainText(strings.Repeat("x", 150)))), ""},
		{"a block over it", slack.NewBlocksChunk(slack.NewHeaderBlock(plainText(strings.Repeat("x", 151)))), "invalid_blocks"},
		{"blocks that make 51", slack.NewBlocksChunk(dividers...), "msg_blocks_too_many"},
		{"blocks that make 50", slack.NewBlocksChunk(dividers[:49]...), ""},
	} {
		wantError(t, c.what, w.append(dm, ts, slack.MsgOptionChunks(c.chunk)), c.code)
	}
	end := func(status string) slack.MsgOption {
		return slack.UnsafeMsgOptionEndpoint(w.url+"/api/chat.stopStream", func(v url.Values) {
			v.Set("ts", ts)
			v.Set("session_status", status)
		})
	}
	wantError(t, "an end in no known state", w.stop(dm, ts, end("sleepy")), "invalid_arguments")
	wantError(t, "an end that waits for her", w.stop(dm, ts, end("suspended")), "")
	if status, _ := w.Session(dm, root); status != "suspended" || w.Status(dm, root) != "Waiting for you" {
		t.Errorf("the session is %s", status)
	}
	messages, _, _, err := w.client.GetConversationRepliesContext(w.ctx, &slack.GetConversationRepliesParameters{ChannelID: dm, Timestamp: root})
	if err != nil || len(messages[1].Blocks.BlockSet) != 51 {
		t.Fatalf("the message is %+v, %v", messages, err)
	}
	plan, ok := messages[1].Blocks.BlockSet[0].(*slack.PlanBlock)
	if !ok || plan.Title != "Explaining" || len(plan.Tasks) != 1 || plan.Tasks[0].Status != slack.TaskCardStatusComplete || plan.Tasks[0].Output == nil {
		t.Errorf("the plan is %+v", messages[1].Blocks.BlockSet[0])
	}
}
