package safety

import (
	"reflect"
	"testing"
	"time"

	"github.com/gloss-tutor/gloss/thread"
)

func TestCites(t *testing.T) {
	valid, invalid := NewGate(deploy).Cites([]string{"m3", "m9", "m1", "m3", "", "m9"})
	if want := []string{"m3", "m1"}; !reflect.DeepEqual(valid, want) {
		t.Errorf("valid %q, want %q", valid, want)
	}
	if want := []string{"m9", ""}; !reflect.DeepEqual(invalid, want) {
		t.Errorf("invalid %q, want %q", invalid, want)
	}
}

func TestVerbatim(t *testing.T) {
	g := NewGate(deploy)
	tests := []struct {
		quote string
		ids   []string
		want  bool
	}{
		{"We'll roll back to 2026.1.3 now.", []string{"m2"}, true},
		{"ticket PAY-882. Nobody else has  to help.", []string{"m1", "m3"}, true},
		{"We'll roll back to 2026.1.3 now.", []string{"m1"}, false},
		{"We will roll back to 2026.1.3", []string{"m2"}, false},
		{"we'll roll back", []string{"m2"}, false},
		{"  ", []string{"m2"}, false},
		{"We'll", []string{"nowhere"}, false},
	}
	for _, tt := range tests {
		if got := g.Verbatim(tt.quote, tt.ids); got != tt.want {
			t.Errorf("Verbatim(%q, %q) = %v", tt.quote, tt.ids, got)
		}
	}
}

func TestSupport(t *testing.T) {
	g := NewGate(deploy, "A post-mortem is a written review after an incident.")
	tests := []struct {
		name, text string
		ids        []string
		low, high  float64
	}{
		{"its words", "Deploying cart-core has failed.", []string{"m1"}, 1, 1},
		{"words of the message and the glossary", "The post-mortem reviews the deploy.", []string{"m1"}, 1, 1},
		{"words of the glossary alone", "The post-mortem is a review of the incident.", []string{"m2"}, 0, 0},
		{"the author's name", "Ada says the deploy failed.", []string{"m1"}, 1, 1},
		{"another message's words", "Deploying cart-core has failed.", []string{"m2"}, 0, 0},
		{"half", "The deploy failed because mice ate cables.", []string{"m1"}, 0.2, 0.5},
		{"other words for it", "They go back to an older version.", []string{"m2"}, 0.6, 1},
		{"plain words", "The rollout did not work.", []string{"m1"}, 0.4, 0.9},
		{"an event nobody told", "Cart-core customers sued.", []string{"m1", "m2"}, 0, 0},
		{"off topic", "Bananas grow in warm climates.", []string{"m1", "m2", "m3"}, 0, 0},
		{"Japanese", "設定ファイルの原因でデプロイが失敗した。", []string{"m4"}, 0.8, 1},
		{"no content", "It is so.", []string{"m1"}, 0, 0},
		{"no message", "The deploy failed.", nil, 0, 0},
	}
	for _, tt := range tests {
		if got := g.Support(tt.text, tt.ids); got < tt.low || got > tt.high {
			t.Errorf("%s: Support = %.2f, want %.2f to %.2f", tt.name, got, tt.low, tt.high)
		}
	}
}

func TestTheDayOfAMessageIsADateAndNoNumber(t *testing.T) {
	at := time.Date(2026, 3, 5, 9, 1, 0, 0, time.UTC)
	g := NewGate(thread.Thread{Messages: []thread.Message{{ID: "m1", At: at, Text: "it failed"}}})
	for text, want := range map[string][]string{
		"It failed on 5 March.":  nil,
		"It failed on March 5th": nil,
		"It failed on the 5th.":  nil,
		"It failed 5 times.":     {"5"},
		"It failed on 6 March.":  {"6"},
		"It failed on 5 April.":  {"April"},
		"It failed in May.":      {"may"},
	} {
		if got := g.Unstated(text, []string{"m1"}); !reflect.DeepEqual(got, want) {
			t.Errorf("Unstated(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestCalls(t *testing.T) {
	for text, want := range map[string]int{
		"@here please": 1, "＠ｃｈａｎｎｅｌ": 1, "<!channel> and <@U012AB3CD>": 2, "&lt;!here&gt;": 1, "cc <!subteam^S1|@ops>": 1, "@all, look": 1,
		"@Mina has it": 0, "mail a@here.example": 0, "here and everyone": 0, "x <! y": 0,
	} {
		if got := Calls(text); len(got) != want {
			t.Errorf("Calls(%q) = %q", text, got)
		}
	}
}

func TestShare(t *testing.T) {
	for _, tt := range []struct {
		text, about, source string
		want                float64
	}{
		{"a search with a known answer", "canary", "a search with a known right answer", 1},
		{"an alarm that wakes people", "canary", "a search with a known right answer", 0},
		{"a canary search", "canary", "the canary searches", 1},
		{"", "canary", "a search", 0},
	} {
		if got := Share(tt.text, tt.about, tt.source); got != tt.want {
			t.Errorf("Share(%q, %q, %q) = %v", tt.text, tt.about, tt.source, got)
		}
	}
}

func TestBest(t *testing.T) {
	g := NewGate(deploy, "customers are people who buy")
	tests := []struct {
		text string
		want []string
	}{
		{"They roll back to an older version.", []string{"m2"}},
		{"The deploy failed, so they roll back.", []string{"m1", "m2"}},
		{"Cart-core failed and Cem writes a post-mortem.", []string{"m1", "m3"}},
		{"Bananas grow in warm climates.", nil},
		{"People buy.", nil},
		{"", nil},
	}
	for _, tt := range tests {
		got, support := g.Best(tt.text)
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Best(%q) = %q, want %q", tt.text, got, tt.want)
		}
		if (support > 0) != (tt.want != nil) {
			t.Errorf("Best(%q) has support %.2f", tt.text, support)
		}
	}
	// Three of the four words are a definition's, and no message says them.
	if _, support := g.Best("Customers, people, buy and failed."); support > .5 {
		t.Errorf("a definition counts as said: %.2f", support)
	}
}

func TestUnstated(t *testing.T) {
	g := NewGate(deploy, "At SEV2 we page two people, see https://glossary.example.org/sev.")
	tests := []struct {
		text string
		ids  []string
		want []string
	}{
		{"It failed at 9:00, see https://ci.example.com/run/77.", []string{"m1"}, nil},
		{"It failed at 9 am.", []string{"m1"}, nil},
		{"Ada said so at 9:01.", []string{"m1"}, nil},
		{"It failed at 10:00.", []string{"m1"}, []string{"10:00"}},
		{"They go to v2026.1.3; 1250 customers, 3 %.", []string{"m2"}, nil},
		{"They go to 2026.1.4; 12,500 customers.", []string{"m2"}, []string{"2026.1.4", "12,500"}},
		{"Due Fri, June 14th, in pay-882.", []string{"m3"}, nil},
		{"Due Monday, in PAY-883.", []string{"m3"}, []string{"Monday", "PAY-883"}},
		{"This is SEV2 (m3): https://glossary.example.org/sev", []string{"m3"}, nil},
		{"See https://evil.example/x?d=1", []string{"m1"}, []string{"https://evil.example/x?d=1"}},
		{"明日の15:30に直します", []string{"m4"}, nil},
		{"It will be fixed at 3:30 pm.", []string{"m4"}, nil},
		{"Two people help.", []string{"m1"}, nil},
		{"Five people help.", []string{"m1"}, []string{"Five"}},
		{"It failed for 9 people.", []string{"m1"}, nil},
		{"It failed for 30 people.", []string{"m4"}, []string{"30"}},
		{"Due in May.", []string{"m3"}, []string{"may"}},
		{"Due 14 May, it may fail.", []string{"m3"}, []string{"may"}},
		{"It failed, more on evil.example/x and www.evil.example", []string{"m1"}, []string{"evil.example/x", "www.evil.example"}},
		{"It failed, more on ci.example.com", []string{"m1"}, nil},
		{"It failed at 09:00.", []string{"m2"}, []string{"09:00"}},
	}
	for _, tt := range tests {
		if got := g.Unstated(tt.text, tt.ids); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Unstated(%q, %q) = %q, want %q", tt.text, tt.ids, got, tt.want)
		}
	}
}

func TestShortDaysAreStatedAndClaimNothing(t *testing.T) {
	g := NewGate(thread.Thread{Messages: []thread.Message{{ID: "m1", Author: "Jun", Text: "approved, 25 Mar – 30 Apr, review on Thu"}}})
	for text, want := range map[string][]string{
		"Approved until 30 April, with a review on Thursday.": nil,
		"Approved until 30 June.":                             {"June"},
		"The sun is out and Jan sat down.":                    nil,
	} {
		if got := g.Unstated(text, []string{"m1"}); !reflect.DeepEqual(got, want) {
			t.Errorf("Unstated(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestATimeOfWritingIsStatedWhole(t *testing.T) {
	at := time.Date(2021, 7, 19, 2, 29, 24, 0, time.UTC)
	g := NewGate(thread.Thread{Messages: []thread.Message{
		{ID: "m1", Author: "Ada", Time: at.Format(time.RFC3339), At: at, Text: "it takes several folders"},
		{ID: "m2", Author: "Ada", Time: "9:47 AM", Text: "it takes several folders"},
	}})
	for _, tt := range []struct {
		text, id string
		want     []string
	}{
		{"On Monday, 19 July 2021 at 2:29 they said so.", "m1", nil},
		{"It takes 7 folders, 29 at most.", "m1", []string{"7", "29"}},
		{"At 09:47 they said so.", "m2", nil},
		{"It takes 47 folders.", "m2", []string{"47"}},
	} {
		if got := g.Unstated(tt.text, []string{tt.id}); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Unstated(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestStated(t *testing.T) {
	g := NewGate(deploy)
	tests := []struct {
		value string
		ids   []string
		want  bool
	}{
		{"Cem", []string{"m3"}, true},
		{"cem", []string{"m3"}, true},
		{"Ada Okoro", []string{"m3"}, true},
		{"Ada", []string{"m1"}, true},
		{"Friday 14 June", []string{"m3"}, true},
		{"明日", []string{"m4"}, true},
		{"Ce", []string{"m3"}, false},
		{"Cem", []string{"m1"}, false},
		{"Bo", []string{"m3"}, false}, // Nobody
		{"Friday 15 June", []string{"m3"}, false},
		{" ", []string{"m3"}, false},
		{"Cem", []string{"m9"}, false},
	}
	for _, tt := range tests {
		if got := g.Stated(tt.value, tt.ids); got != tt.want {
			t.Errorf("Stated(%q, %q) = %v", tt.value, tt.ids, got)
		}
	}
}

func BenchmarkBest(b *testing.B) {
	var long thread.Thread
	for i := range 6000 {
		m := deploy.Messages[i%len(deploy.Messages)]
		m.ID = string(rune('a'+i%26)) + m.ID
		long.Messages = append(long.Messages, m)
	}
	g := NewGate(long)
	for b.Loop() {
		g.Best("The deploy failed, so they roll back and Cem writes a post-mortem.")
	}
}
