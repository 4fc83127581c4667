package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// acme is a bot of the workspace at acme.slack.com.
func acme() *Bot { return &Bot{host: "acme.slack.com", team: "T0ACME"} }

func TestThreadsThatAreLinkedTo(t *testing.T) {
	root, reply := place{"C0OPS", "1700000000.000100"}, place{"C0OPS", "1700000000.123456"}
	for text, want := range map[string][]place{
		"https://acme.slack.com/archives/C0OPS/p1700000000123456":                                                            {reply},
		"https://acme.slack.com/archives/C0OPS/p1700000000123456?thread_ts=1700000000.000100&cid=C0OPS":                      {root},
		"<https://acme.slack.com/archives/C0OPS/p1700000000123456?thread_ts=1700000000.000100&amp;cid=C0OPS>":                {root},
		"<https://acme.slack.com/archives/C0OPS/p1700000000123456|the thread>":                                               {reply},
		"see https://ACME.slack.com/archives/C0OPS/p1700000000123456.":                                                       {reply},
		"(https://acme.slack.com/archives/C0OPS/p1700000000123456), *https://acme.slack.com/archives/G0X/p1700000000123456*": {reply, {"G0X", "1700000000.123456"}},
		"https://acme.slack.com/archives/C0OPS/p1700000000123456 https://acme.slack.com/archives/C0OPS/p1700000000123456":    {reply},
		"https://app.slack.com/client/T0ACME/C0OPS/thread/C0OPS-1700000000.000100":                                           {root},
		"https://app.slack.com/client/T0ACME/C0OPS/p1700000000123456":                                                        {reply},
		"https://acme.slack.com/archives/C0OPS/p1700000000123456?thread_ts=masked&cid=C0OPS":                                 {reply},
		// These lead nowhere that Gloss can go.
		"https://other.slack.com/archives/C0OPS/p1700000000123456":                                            nil,
		"https://app.slack.com/client/T0OTHER/C0OPS/thread/C0OPS-1700000000.000100":                           nil,
		"https://app.slack.com/client/T0ACME/C0OPS/thread/C0OPS-17":                                           nil,
		"https://acme.slack.com.evil.example/archives/C0OPS/p1700000000123456":                                nil,
		"https://acme.slack.com@evil.example/archives/C0OPS/p1700000000123456":                                nil,
		"https://evil.example/https://acme.slack.com/archives/C0OPS/p1700000000123456":                        nil,
		"https://acme.slack.com/archives/C0OPS/p17000000001234567":                                            nil,
		"https://acme.slack.com/archives/C0OPS":                                                               nil,
		"https://acme.slack.com/archives/../api/p1700000000123456":                                            nil,
		"https://acme.slack.com/archives/C0OPS/p1700000000123456?thread_ts=1.1&cid=C0ELSE":                    nil,
		"https://acme.slack.com/files/U0MINA/F0A/a.txt ftp://acme.slack.com/archives/C0OPS/p1700000000123456": nil,
		"archives/C0OPS/p1700000000123456":                                                                    nil,
	} {
		if found := acme().links(text, nil); !slices.Equal(found.refs, want) || found.more {
			t.Errorf("%s: %v, want %v", text, found.refs, want)
		}
	}
	if found := (&Bot{}).links("https:///archives/C0OPS/p1700000000123456 https://acme.slack.com/archives/C0OPS/p1700000000123456", nil); len(found.refs) > 0 {
		t.Error("a bot that does not know where it is finds", found.refs)
	}
}

// TestThisMachineHasOneName opens the page of gloss try by another name.
func TestThisMachineHasOneName(t *testing.T) {
	b := &Bot{host: "127.0.0.1:8089"}
	for host, ours := range map[string]bool{"127.0.0.1:8089": true, "localhost:8089": true, "[::1]:8089": true, "localhost:8090": false, "localhost": false, "localhost.evil.example:8089": false} {
		if found := b.links("http://"+host+"/archives/C0OPS/p1700000000123456", nil); len(found.refs) == 1 != ours {
			t.Errorf("%s: %v", host, found.refs)
		}
	}
}

func TestLinksStandInRichTextToo(t *testing.T) {
	blocks := raw(`[null,{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[
		{"type":"link","url":"https://acme.slack.com/archives/C0OPS/p1700000000123456","text":"this one"},7]}]}]}]`)
	if found := acme().links("this one", blocks); len(found.refs) != 1 || found.rest != "this one" {
		t.Errorf("%+v", found)
	}
}

func TestFiveLinksAtOnce(t *testing.T) {
	var text strings.Builder
	for i := range 7 {
		fmt.Fprintf(&text, "<https://acme.slack.com/archives/C0OPS/p170000000012345%d>\n", i)
	}
	found := acme().links("compare these:\n"+text.String(), nil)
	if len(found.refs) != 5 || !found.more || found.refs[4].threadTS != "1700000000.123454" || found.foreign {
		t.Errorf("%+v", found)
	}
	if found = acme().links("https://other.slack.com/archives/C0OPS/p1700000000123456", nil); !found.foreign || found.rest != "" {
		t.Errorf("%+v", found)
	}
}

// FuzzLinks reads any text: what is found has the form of a place, and only
// links are taken out of the rest.
func FuzzLinks(f *testing.F) {
	for _, s := range []string{"https://acme.slack.com/archives/C0OPS/p1700000000123456?thread_ts=1700000000.000100&cid=C0OPS", "<https://acme.slack.com/archives/C0OPS/p1700000000123456|a>",
		"https://app.slack.com/client/T0ACME/C0OPS/thread/C0OPS-1700000000.000100", "<<https://>|>", "https://[::1", "https://acme.slack.com/archives/C0OPS/p1700000000123456/%zz"} {
		f.Add(s, "words")
	}
	b := acme()
	f.Fuzz(func(t *testing.T, text, words string) {
		blocks, err := json.Marshal([]any{map[string]any{"type": "link", "url": text}})
		if err != nil {
			t.Fatal(err)
		}
		found := b.links(text, blocks)
		for _, at := range found.refs {
			if !channelID.MatchString(at.channel) || !stamp.MatchString(at.threadTS) || at.direct() && at.channel[0] != 'D' {
				t.Errorf("%q holds %v", text, at)
			}
		}
		if len(found.refs) > maxLinks {
			t.Errorf("%d links", len(found.refs))
		}
		if !strings.Contains(strings.ToLower(words), "http") {
			if plain := b.links(words, nil); plain.rest != strings.TrimSpace(words) || len(plain.refs) > 0 {
				t.Errorf("%q became %q", words, plain.rest)
			}
		}
	})
}
