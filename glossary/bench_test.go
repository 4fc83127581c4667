package glossary

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	words2 "github.com/clipperhouse/uax29/v2/words"

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

// benchWords are made-up words of two to four syllables, the same every time.
func benchWords(n int) []string {
	r := rand.New(rand.NewPCG(3, 5))
	syllables := strings.Fields("ka lo mi ter ver son pra dex ul tin bor gan fel sto rin mus cle vo pax dri")
	list := make([]string, n)
	for i := range list {
		word := ""
		for range 2 + r.IntN(3) {
			word += syllables[r.IntN(len(syllables))]
		}
		list[i] = word
	}
	return list
}

// benchTerms are n entries of one to three words, a tenth of them in capitals.
func benchTerms(n int) []Entry {
	words, r := benchWords(n/2+100), rand.New(rand.NewPCG(1, 9))
	entries := make([]Entry, n)
	for i := range entries {
		term := words[r.IntN(len(words))]
		for range r.IntN(3) {
			term += " " + words[r.IntN(len(words))]
		}
		if i%10 == 0 {
			term = strings.ToUpper(words[r.IntN(len(words))])[:4] + strconv.Itoa(i%97)
		}
		entries[i] = Entry{ID: "company/t" + strconv.Itoa(i), Term: term, System: "company", Status: Approved}
	}
	return entries
}

const (
	englishText  = "We rolled the deployment back at 10:40 because the load balancer kept draining healthy machines, and nobody could say whether the new release or the old cache was at fault. "
	japaneseText = "昨日のデプロイの後、ロードバランサーが正常なサーバーを切り離し続けたため、10時40分に以前のリリースへ戻しました。原因は調査中です。"
)

// benchText is text of a size and kind in which some of the terms stand.
func benchText(kind string, size int, entries []Entry) string {
	r := rand.New(rand.NewPCG(2, 4))
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		switch {
		case kind == "english", kind == "mixed" && i%2 == 0:
			b.WriteString(englishText)
		default:
			b.WriteString(japaneseText)
		}
		b.WriteString(" " + entries[r.IntN(len(entries))].Term + ". ")
	}
	return b.String()[:size]
}

var wordClass = func() (class [256]bool) {
	for c := range class {
		class[c] = isWordByte(byte(c)) || c >= utf8.RuneSelf
	}
	return class
}()

// boundaries finds where the words of a text begin and end, and does nothing
// more: the floor.
func boundaries(text string, into []token) []token {
	start := -1
	for i := range len(text) {
		is := wordClass[text[i]]
		switch {
		case is && start < 0:
			start = i
		case !is && start >= 0:
			into = append(into, token{start: start, end: i})
			start = -1
		}
	}
	return into
}

// BenchmarkMatching compares matching with its floors on the same text in the
// same run: a loop that only finds where words begin, and the word splitting of
// Unicode. It reports both as ratios of speed.
func BenchmarkMatching(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		entries := benchTerms(n)
		g := New(entries)
		for _, kind := range []string{"english", "japanese", "mixed"} {
			for _, size := range []int{4 << 10, 100 << 10, 1 << 20} {
				text := benchText(kind, size, entries)
				b.Run(fmt.Sprintf("%s/terms=%d/KB=%d", kind, n, size>>10), func(b *testing.B) {
					besideFloors(b, g, text)
				})
			}
		}
	}
}

// besideFloors runs matching and its floors in turn and reports the ratios.
func besideFloors(b *testing.B, g *Glossary, text string) {
	s := scanner{terms: g.terms}
	var found []occurrence
	match := func() {
		s.read(text)
		found = s.find(0, found[:0])
	}
	match()
	own, floor, split := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	var words []token
	count := 0
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	// The quickest of the rounds counts, for others use the machine as well.
	for b.Loop() {
		t0 := time.Now()
		match()
		t1 := time.Now()
		words = boundaries(text, words[:0])
		t2 := time.Now()
		own, floor = min(own, t1.Sub(t0)), min(floor, t2.Sub(t1))
	}
	for range 5 {
		t0 := time.Now()
		for tokens := words2.FromString(text); tokens.Next(); {
			count++
		}
		split = min(split, time.Since(t0))
	}
	if count == 0 || len(found) == 0 {
		b.Fatal("nothing was found")
	}
	b.ReportMetric(float64(floor)/float64(own), "x-boundaries")
	b.ReportMetric(float64(split)/float64(own), "x-uax29")
	b.ReportMetric(float64(len(text))/float64(own.Nanoseconds())*1e3, "match-MB/s")
}

// BenchmarkBuild makes glossaries ready and reports the memory that they hold.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		entries := benchTerms(n)
		b.Run(fmt.Sprint("terms=", n), func(b *testing.B) {
			for b.Loop() {
				newTrie(entries)
			}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			t := newTrie(entries)
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/term")
			runtime.KeepAlive(t)
		})
	}
}
