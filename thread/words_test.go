package thread

import (
	"strings"
	"testing"
)

// TestWords reads the data files strictly: a line that the paste reader would
// pass over in silence is a mistake in the file.
func TestWords(t *testing.T) {
	keys := map[string]bool{}
	for _, key := range strings.Fields("meridiem oclock before at day short month fill unit ago replies last view newer " +
		"broadcast edited app chrome new weak composer label from sent field wrote said notice commented talk level") {
		keys[key] = true
	}
	language, need := "", map[string]bool{}
	for n, line := range strings.Split(wordsFile, "\n") {
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '[':
			for _, key := range strings.Fields("day month ago replies last view edited broadcast chrome wrote") {
				if language != "" && need["day"] && !need[key] && !(key == "month" && need["before"]) && !(key == "month" && language == "[ja]") {
					t.Errorf("%s has no %s", language, key)
				}
			}
			language, need = line, map[string]bool{}
			continue
		}
		key, phrases, _ := strings.Cut(line, " ")
		need[key] = true
		if !keys[key] {
			t.Errorf("line %d has the unknown key %q", n+1, key)
		}
		for phrase := range strings.SplitSeq(phrases, " | ") {
			if strings.TrimSpace(phrase) == "" || strings.Contains(phrase, "|") {
				t.Errorf("line %d has the odd phrase %q", n+1, phrase)
			}
			if (key == "composer" || key == "wrote" || key == "said") && !strings.Contains(phrase, "{c}") {
				t.Errorf("line %d: %q has no {c}", n+1, phrase)
			}
		}
	}
}

// TestMoments holds what is a moment at the end of a line and what is not.
func TestMoments(t *testing.T) {
	for _, tt := range []struct{ line, before, day, time string }{
		{"Ann  9:34 PM", "Ann  ", "", "9:34 PM"},
		{"Ann  9:34\u202fPM", "Ann  ", "", "9:34\u202fPM"},
		{"Ann  9:34 p.\u00a0m.", "Ann  ", "", "9:34 p.\u00a0m."},
		{"Ann  mar. 4 mars à 14:02", "Ann  ", "mar. 4 mars", "14:02"},
		{"Ann  ayer a la(s) 9:05 a.\u00a0m.", "Ann  ", "ayer", "9:05 a.\u00a0m."},
		{"Ann  il y a environ 3 heures", "Ann  ", "", "il y a environ 3 heures"},
		{"Ann  14:02 Uhr", "Ann  ", "", "14:02 Uhr"},
		{"Ann Nov 19th at 11:33", "Ann ", "Nov 19th", "11:33"},
		{"Jan Nov 19th at 11:33", "Jan ", "Nov 19th", "11:33"},
		{"Ann  Sep 8th, 2023 at 9:01 AM", "Ann  ", "Sep 8th, 2023", "9:01 AM"},
		{"Ann  heute um 11:33 Uhr", "Ann  ", "heute", "11:33 Uhr"},
		{"Ann  14 de febrero a las 9:05", "Ann  ", "14 de febrero", "9:05"},
		{"Ann  oggi alle ore 9:05", "Ann  ", "oggi", "9:05"},
		{"Ann  2月14日 9:05", "Ann  ", "2月14日", "9:05"},
		{"Ann  2월 14일 오후 3:06", "Ann  ", "2월 14일", "오후 3:06"},
		{"May  9:34 PM", "May  ", "", "9:34 PM"},
		{"Ann  6 days ago", "Ann  ", "", "6 days ago"},
		{"Ann  vor 9 Tagen", "Ann  ", "", "vor 9 Tagen"},
		{"Ann  3ヶ月前", "Ann  ", "", "3ヶ月前"},
		{"took 00:10:04", "took 00:10:04", "", ""},
		{"at 25:10", "at 25:10", "", ""},
		{"at 9:61 PM", "at 9:61 PM", "", ""},
		{"10.0.0.1:8080", "10.0.0.1:8080", "", ""},
		{"main.go:12:34", "main.go:12:34", "", ""},
		{"v1.12.30", "v1.12.30", "", ""},
		{"long ago", "long ago", "", ""},
	} {
		m, ok := client().momentSuffix(tt.line)
		if !ok {
			m.start = int32(len(tt.line))
		}
		if tt.line[:m.start] != tt.before || m.day != tt.day || m.time != tt.time {
			t.Errorf("%q: read %q, day %q, time %q", tt.line, tt.line[:m.start], m.day, m.time)
		}
	}
}

// TestNames holds what is taken off a name and what stays.
func TestNames(t *testing.T) {
	for _, tt := range []struct {
		shown, name string
		bot         bool
	}{
		{"Ann Lee:palm_tree:", "Ann Lee", false},
		{"Ann :+1::skin-tone-2: 🌴", "Ann", false},
		{"Deploy BotAPP", "Deploy Bot", true},
		{"Deploy Bot APP:robot_face:", "Deploy Bot", true},
		{"NAPP", "NAPP", false},
		{"Nora (nora7)", "Nora (nora7)", false},
		{"**Ann**", "Ann", false},
		{"12:30", "12:30", false},
	} {
		if name, bot := client().cleanName(tt.shown); name != tt.name || bot != tt.bot {
			t.Errorf("%q: got %q, %v", tt.shown, name, bot)
		}
	}
	for doubled, want := range map[string]string{"Ann LeeAnn Lee": "Ann Lee", "Ann Lee Ann Lee": "Ann Lee", "bokehbokeh": "bokeh",
		"Coco": "Coco", "JoJo": "JoJo", "Duran Duran": "Duran Duran", "": "", "김민수김민수": "김민수김민수"} {
		if got := undouble(doubled, false); got != want {
			t.Errorf("%q became %q, want %q", doubled, got, want)
		}
	}
}
