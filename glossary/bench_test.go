package glossary

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gloss-tutor/gloss/thread"
)

// longThread is talk of the given number of messages, 60 bytes or so each.
func longThread(messages int) thread.Thread {
	lines := strings.Split(`the canary is at 5 percent and clean, going to 25 now
can somebody look at p99 on the checkout service, it doubled since 10:40
log says https://logs.example.com/?q=timeout and then nothing for a while
rolled back the deployment, the load balancers are draining node-7
is that the same virtual machine as yesterday? I thought we had replaced it
yes and no. the container image is new, the host is not
ok thanks :pray: will write it up after lunch, no need to wait for me
<@U123> the API gateway returns 502 for /v1/orders, rate limiting maybe`, "\n")
	t := thread.Thread{Channel: "infra"}
	for i := range messages {
		t.Messages = append(t.Messages, thread.Message{ID: fmt.Sprintf("m%d", i+1), Author: "Ada Stone", Text: lines[i%len(lines)]})
	}
	return t
}

func BenchmarkMatch6000Messages(b *testing.B) {
	g, t := New(Starter()), longThread(6000)
	bytes := 0
	for _, m := range t.Messages {
		bytes += len(m.Text)
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		g.Match(t)
	}
}

func BenchmarkMatchJapanese(b *testing.B) {
	g := New(append(Starter(), terms("サービスメッシュ", "可観測性", "コンテナ")...))
	t := said(strings.Repeat("これはコンテナの可観測性とサービスメッシュの話です。", 2000))
	b.SetBytes(int64(len(t.Messages[0].Text)))
	b.ReportAllocs()
	for b.Loop() {
		g.Match(t)
	}
}

func BenchmarkNew(b *testing.B) {
	entries := Starter()
	b.ReportAllocs()
	for b.Loop() {
		New(entries)
	}
}

func BenchmarkStarter(b *testing.B) {
	for b.Loop() {
		Starter()
	}
}
