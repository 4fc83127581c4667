package model

import (
	"net"
	"net/http"
	"strings"
	"time"
)

// soon is a deadline for what never comes, short so that the tests are.
const soon = 60 * time.Millisecond

// scenario is one way in which a provider answers.
type scenario struct {
	name   string
	answer func(turn)
	// want is the kind of the error, "" for an answer of two records.
	want Kind
	// only names the provider that can do this, "" for all.
	only string
	// set changes the deadlines.
	set func(*Provider)
}

func short(p *Provider)   { p.FirstEvent, p.Idle = soon, soon }
func limited(p *Provider) { p.Overall = soon }

var scenarios = []scenario{
	{name: "ok", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("stop"), t.end) }},
	{name: "one write", answer: func(t turn) { t.send(t.opening + t.text(theAnswer) + t.finish("stop") + t.end) }},
	{name: "many events in one write", answer: func(t turn) {
		all := t.opening
		for piece := range strings.SplitAfterSeq(theAnswer, "e") {
			all += t.text(piece) + t.text("") + t.comment
		}
		t.send(all + t.finish("stop") + t.end)
	}},
	{name: "an event cut anywhere", answer: func(t turn) {
		for piece := range strings.SplitAfterSeq(t.opening+t.text(theAnswer)+t.text("\n")+t.finish("stop")+t.end, "e") {
			t.send(piece)
		}
	}},
	{name: "signs of life between", answer: func(t turn) {
		t.send(t.comment)
		t.say(theAnswer)
		t.send(t.comment, t.finish("stop"), t.end)
	}},
	{name: "windows line ends", answer: func(t turn) {
		all := t.opening + t.text(theAnswer) + t.finish("stop") + t.end
		t.send(strings.ReplaceAll(all, "\n", "\r\n"))
	}},
	{name: "data without a space", answer: func(t turn) {
		all := t.opening + t.text(theAnswer) + t.finish("stop") + t.end
		t.send(strings.ReplaceAll(all, "data: ", "data:"))
	}},
	{name: "no end mark after the finish", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("stop")) }},
	{name: "stream cut at its length", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("length"), t.end) }},

	{name: "no finish at all", want: Truncated, answer: func(t turn) { t.say(theAnswer) }},
	{name: "end of the connection in an event", want: Truncated, answer: func(t turn) {
		t.say(theAnswer)
		t.send(t.text("more")[:20])
	}},
	{name: "broken chunk", want: Network, answer: func(t turn) { t.say(theAnswer); breakOff(t) }},
	{name: "hangs up before the headers", want: Network, answer: breakOff},
	{name: "malformed event", want: Protocol, answer: func(t turn) {
		t.say(theAnswer)
		t.send("data: {\"choices\":[{\n\n", t.finish("stop"), t.end)
	}},
	{name: "page of HTML", want: Protocol, answer: func(t turn) { t.send("<html><body>Welcome to the proxy</body></html>\n") }},
	{name: "other JSON", want: Protocol, answer: func(t turn) { t.send(`{"hello":"world"}`) }},
	{name: "empty body", want: Truncated, answer: func(t turn) { t.w.WriteHeader(http.StatusOK) }},
	{name: "answer of nothing", want: Empty, answer: func(t turn) { t.send(t.opening, t.finish("stop"), t.end) }},
	{name: "answer of blanks", want: Empty, answer: func(t turn) { t.say("\n  \n"); t.send(t.finish("stop"), t.end) }},
	{name: "error in the stream", want: Unavailable, answer: func(t turn) {
		t.say(theAnswer)
		t.send(t.failure, t.text("more"), t.finish("stop"), t.end)
	}},
	{name: "refused to answer", want: Filter, only: "openai", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("content_filter"), t.end) }},
	{name: "refused", want: Filter, only: "anthropic", answer: func(t turn) { t.say(theAnswer); t.send(t.finish("content_filter"), t.end) }},
	{name: "huge line", want: Protocol, answer: func(t turn) {
		t.send(t.opening, t.text(strings.Repeat("x", 80<<10)), t.finish("stop"), t.end)
	}},
	{name: "endless text", want: Protocol, answer: func(t turn) {
		t.send(t.opening)
		for t.r.Context().Err() == nil {
			t.send(t.text(strings.Repeat("word ", 10_000)))
		}
	}},
	{name: "endless blanks", want: Protocol, answer: func(t turn) {
		for t.r.Context().Err() == nil {
			t.send(strings.Repeat(" ", 50_000) + "\n")
		}
	}},
	{name: "endless silence of keep-alives", want: IdleTimeout, set: short, answer: func(t turn) { t.repeat(t.comment, time.Millisecond) }},
	{name: "never answers", want: IdleTimeout, set: short, answer: turn.hang},
	{name: "headers and then nothing", want: IdleTimeout, set: short, answer: func(t turn) { t.send(t.opening); t.hang() }},
	{name: "stalls", want: IdleTimeout, set: short, answer: func(t turn) { t.say(theAnswer); t.hang() }},
	{name: "never stops", want: Timeout, set: limited, answer: func(t turn) { t.send(t.opening); t.repeat(t.text("a "), time.Millisecond) }},

	{name: "rate limit", want: RateLimit, answer: func(t turn) { t.status(429, `{"error":{"message":"slow down"}}`, "Retry-After", "7") }},
	{name: "rate limit as HTML", want: RateLimit, answer: func(t turn) { t.status(429, "<html>", "Retry-After-Ms", "7000") }},
	{name: "no credit", want: Quota, answer: func(t turn) { t.status(429, `{"error":{"code":"insufficient_quota"}}`) }},
	{name: "wrong key", want: Auth, answer: func(t turn) { t.status(401, `{"error":{"message":"Incorrect API key"}}`) }},
	{name: "no such model", want: NotFound, answer: func(t turn) { t.status(404, `{"error":{"message":"model not found"}}`) }},
	{name: "too long", want: TooLong, answer: func(t turn) { t.status(400, `{"error":{"code":"context_length_exceeded"}}`) }},
	{name: "prompt too long", want: TooLong, answer: func(t turn) { t.status(400, `{"error":{"message":"prompt is too long: 9 tokens"}}`) }},
	{name: "filtered", want: Filter, answer: func(t turn) { t.status(400, `{"error":{"code":"content_filter"}}`) }},
	{name: "bad request", want: BadRequest, answer: func(t turn) { t.status(400, `{"error":{"message":"no"}}`) }},
	{name: "broken server", want: Unavailable, answer: func(t turn) { t.status(500, "") }},
	{name: "bad gateway", want: Unavailable, answer: func(t turn) { t.status(502, "<html>bad gateway</html>") }},
	{name: "overloaded", want: Unavailable, answer: func(t turn) { t.status(529, `{"error":{"type":"overloaded_error"}}`) }},
	{name: "huge error", want: Unavailable, answer: func(t turn) { t.status(503, strings.Repeat("x", 1<<20)) }},
	{name: "error without end", want: Unavailable, answer: func(t turn) {
		t.w.WriteHeader(500)
		for t.r.Context().Err() == nil {
			t.send(strings.Repeat("x", 50_000))
		}
	}},
	{name: "error that stalls", want: Unavailable, set: short, answer: func(t turn) { t.w.WriteHeader(503); t.send("{"); t.hang() }},
	{name: "rate limit until a date", want: RateLimit, answer: func(t turn) {
		t.status(429, "", "Retry-After", time.Now().Add(7*time.Second).UTC().Format(http.TimeFormat))
	}},
	{name: "rate limit for nobody knows how long", want: RateLimit, answer: func(t turn) { t.status(429, "") }},
	{name: "rate limit until nonsense", want: RateLimit, answer: func(t turn) { t.status(429, "", "Retry-After", "soon") }},
	{name: "an error with status 200", want: Unavailable, answer: func(t turn) { t.send(`{"error":{"message":"overloaded","type":"server_error"}}`) }},
	{name: "no content", want: Protocol, answer: func(t turn) { t.w.WriteHeader(http.StatusNoContent) }},
	{name: "the line held open after the end", set: func(p *Provider) { p.Idle = time.Hour }, answer: func(t turn) {
		t.say(theAnswer)
		t.send(t.finish("stop"), t.end)
		t.hang()
	}},
	{name: "keep-alives after the finish, no end mark", only: "openai", set: short, answer: func(t turn) {
		t.say(theAnswer)
		t.send(t.finish("stop"))
		t.repeat(t.comment, time.Millisecond)
	}},
	{name: "malformed event cut in two reads", want: Protocol, answer: func(t turn) {
		t.say(theAnswer)
		t.send("data: {\"choi", "ces\":[{\n\n", t.finish("stop"), t.end)
	}},
	{name: "a paragraph that is no event", want: Protocol, answer: func(t turn) { t.say(theAnswer); t.send("upstream connect error\n", t.finish("stop"), t.end) }},
	{name: "redirect", want: Protocol, answer: func(t turn) { t.status(302, "", "Location", "/elsewhere") }},

	{name: "event cut in two reads", only: "openai", answer: func(t turn) {
		all := t.text(theAnswer) + t.finish("stop") + t.end
		t.send(all[:30], all[30:])
	}},
	{name: "only the end mark", want: Empty, only: "openai", answer: func(t turn) { t.send(t.end) }},
	{name: "no choices", want: Empty, only: "openai", answer: func(t turn) { t.send("data: {\"choices\":[]}\n\n", t.end) }},
	{name: "null choice", want: Protocol, only: "openai", answer: func(t turn) { t.send("data: {\"choices\":[null]}\n\n", t.end) }},
	{name: "usage after the finish, its reason null", only: "openai", answer: func(t turn) {
		t.say(theAnswer)
		t.send(t.finish("stop"), `data: {"choices":[{"index":0,"delta":{"content":null},"finish_reason":null}],"usage":{"prompt_tokens":11,"completion_tokens":7}}`+"\n\n", t.end)
	}},
	{name: "old function call without payload", want: Protocol, only: "openai", answer: func(t turn) {
		t.send(`data: {"choices":[{"delta":{"function_call":{}}}]}`+"\n\n", t.finish("function_call"), t.end)
	}},
	{name: "two tool calls in turns", want: Protocol, only: "openai", answer: func(t turn) {
		for _, i := range []string{"0", "1", "0"} {
			t.send(`data: {"choices":[{"delta":{"tool_calls":[{"index":` + i + `,"id":"a","type":"function","function":{"name":"g","arguments":"{"}}]}}]}` + "\n\n")
		}
		t.send(t.finish("tool_calls"), t.end)
	}},
	{name: "null tool call", want: Protocol, only: "openai", answer: func(t turn) {
		t.send(`data: {"choices":[{"delta":{"tool_calls":[null]}}]}`+"\n\n", t.end)
	}},
	{name: "content as a list", want: Protocol, only: "openai", answer: func(t turn) {
		t.say(theAnswer)
		t.send(`data: {"choices":[{"delta":{"content":[{"text":"x"}]}}]}`+"\n\n", t.finish("stop"), t.end)
	}},
	{name: "not streamed", want: Protocol, only: "openai", answer: func(t turn) {
		t.send(`{"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]}`)
	}},
	{name: "index below zero", want: Protocol, only: "anthropic", answer: func(t turn) {
		t.send(t.opening, `data: {"type":"content_block_delta","index":-1,"delta":{"type":"text_delta","text":"x"}}`+"\n\n")
	}},
	{name: "index of twenty digits", want: Protocol, only: "anthropic", answer: func(t turn) {
		t.send(t.opening, `data: {"type":"content_block_delta","index":99999999999999999999,"delta":{"type":"text_delta","text":"x"}}`+"\n\n")
	}},
	{name: "index never begun", want: Protocol, only: "anthropic", answer: func(t turn) {
		t.send(t.opening, `data: {"type":"content_block_delta","index":7,"delta":{"type":"text_delta","text":"x"}}`+"\n\n", t.finish("stop"), t.end)
	}},
	{name: "thinking that is redacted", only: "anthropic", answer: func(t turn) {
		t.send(t.opening, `data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"x"}}`+"\n\n")
		t.send(t.text(theAnswer), t.finish("stop"), t.end)
	}},
	{name: "huge index", want: Protocol, only: "anthropic", answer: func(t turn) {
		t.send(t.opening, `data: {"type":"content_block_delta","index":1e300,"delta":{"type":"text_delta","text":"x"}}`+"\n\n")
	}},
	{name: "thinks first", only: "anthropic", answer: func(t turn) {
		opening := strings.Split(t.opening, "\n\n")[0] + "\n\n"
		t.send(opening, `data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}`+"\n\n",
			`data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}`+"\n\n",
			`data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}`+"\n\n",
			strings.ReplaceAll(t.text(theAnswer), `"index":0`, `"index":1`), t.finish("stop"), t.end)
	}},
	{name: "unknown event", only: "anthropic", answer: func(t turn) {
		t.send(`data: {"type":"news","text":"x"}` + "\n\n")
		t.say(theAnswer)
		t.send(t.finish("stop"), t.end)
	}},
	{name: "thinks in between", only: "openai", answer: func(t turn) {
		t.send(`data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}` + "\n\n")
		t.say(theAnswer)
		t.send(t.finish("stop"), t.end)
	}},
}

// breakOff drops the connection.
func breakOff(t turn) {
	conn, _, err := t.w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	conn.Close()
}
