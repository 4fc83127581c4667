package thread

import (
	"bufio"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// longPaste is a paste of about n bytes: people, bare times, code, reactions.
func longPaste(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "Person %c  %d:%02d AM\n", 'A'+i%7, 1+i/60%11, i%60)
		fmt.Fprintf(&b, "the consumer group %d is stuck in rebalancing since the deploy, lag grows by 900 a minute\n", i)
		b.WriteString("does anybody know who owns the topic?\n")
		if i%3 == 0 {
			b.WriteString("func main() {\n\tfor {\n\t\tpoll()\n\t}\n}\nand then it waits (edited) \n:eyes:\n3\n")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// BenchmarkPaste reports, next to its own time, how often a scanner could have
// read the same lines in it.
func BenchmarkPaste(b *testing.B) {
	for _, size := range []int{1 << 20, 10 << 20, 50 << 20} {
		paste := longPaste(size)
		b.Run(fmt.Sprintf("%dMB", size>>20), func(b *testing.B) { besideScanner(b, paste) })
	}
}

// BenchmarkLayouts does the same for each paste of testdata, repeated to 1 MB.
func BenchmarkLayouts(b *testing.B) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			b.Fatal(err)
		}
		once := string(archive.Files[0].Data)
		paste := strings.Repeat(once+"\n", (1<<20)/len(once))
		b.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(b *testing.B) { besideScanner(b, paste) })
	}
}

// besideScanner reports the fastest run of each: the machine may have other
// things to do.
func besideScanner(b *testing.B, paste string) {
	b.SetBytes(int64(len(paste)))
	b.ReportAllocs()
	pasting, scanning := time.Hour, time.Hour
	for b.Loop() {
		start := time.Now()
		Paste(paste)
		middle := time.Now()
		scanLines(paste)
		pasting = min(pasting, middle.Sub(start))
		scanning = min(scanning, time.Since(middle))
	}
	b.ReportMetric(float64(pasting)/float64(scanning), "scans/paste")
	b.ReportMetric(float64(pasting)/1e6, "paste-ms")
	b.ReportMetric(float64(scanning)/1e6, "scan-ms")
}

func scanLines(text string) (bytes int) {
	scanner := bufio.NewScanner(strings.NewReader(text))
	for scanner.Scan() {
		bytes += len(scanner.Text())
	}
	return bytes
}
