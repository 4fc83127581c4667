package oracle

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zricethezav/gitleaks/v8/detect"

	"github.com/gloss-tutor/gloss/safety"
)

// TestWhatGitleaksFindsIsMasked feeds gitleaks its own generated examples and
// looks for what it finds in the masked texts.
func TestWhatGitleaksFindsIsMasked(t *testing.T) {
	scanner := detector(t)
	found, missed := 0, 0
	for _, text := range vectors(t) {
		masked, _ := safety.Mask(text)
		for _, f := range scanner.DetectString(text) {
			found++
			if survives(f.Secret, masked) {
				missed++
				t.Logf("%s: left of %.40q", f.RuleID, text)
			}
		}
	}
	share := float64(found-missed) / float64(max(found, 1))
	t.Logf("%.2f %% of %d findings masked whole", 100*share, found)
	if found < 100 || share < 0.95 {
		t.Errorf("%d findings, %.1f %% masked whole, want 95 %%", found, 100*share)
	}
}

// survives reports whether eight characters in a row of a secret are left.
func survives(secret, text string) bool {
	for i := 0; i+8 <= len(secret); i++ {
		if strings.Contains(text, secret[i:i+8]) {
			return true
		}
	}
	return len(secret) < 8 && strings.Contains(text, secret)
}

// TestChatHasFewFindings counts what is masked in ordinary chat.
func TestChatHasFewFindings(t *testing.T) {
	dir := os.Getenv("GLOSS_CHAT")
	if dir == "" {
		t.Skip("GLOSS_CHAT names no directory of threads")
	}
	size, found := 0, 0
	for _, text := range chat(t, dir) {
		_, secrets := safety.Mask(text)
		size, found = size+len(text), found+len(secrets)
	}
	perMB := float64(found) / (float64(size) / (1 << 20))
	t.Logf("%d findings in %d bytes, %.1f per MB", found, size, perMB)
	if perMB > 3 {
		t.Errorf("%.1f findings per MB of chat, want at most 3", perMB)
	}
}

func BenchmarkEightKilobytes(b *testing.B) {
	line := "Rolled cart-core back at 09:12 and the error rate fell; the retry queue drains, see https://ci.example.com/run/77 for the logs.\n"
	text := strings.Repeat(line, 8192/len(line))
	scanner := detector(b)
	b.Run("gloss", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			safety.Mask(text)
		}
	})
	b.Run("gitleaks", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			scanner.DetectString(text)
		}
	})
}

// detector is gitleaks with its own rules, made not to look away at its marker.
func detector(t testing.TB) *detect.Detector {
	t.Helper()
	d, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		t.Fatal(err)
	}
	d.IgnoreGitleaksAllow, d.MaxDecodeDepth = true, 1
	return d
}

// vectors are the generated examples in safety's testdata.
func vectors(t testing.TB) []string {
	t.Helper()
	f, err := os.Open("../testdata/secret_vectors.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line.Text)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// chat are the texts of the messages in a directory of threads.
func chat(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no threads in %s: %v", dir, err)
	}
	var all []string
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var talk struct{ Messages []struct{ Text string } }
		if err := json.Unmarshal(raw, &talk); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, m := range talk.Messages {
			all = append(all, m.Text)
		}
	}
	return all
}
