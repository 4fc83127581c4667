package main

import (
	"go/ast"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// scopesOf says which bot scopes a Web API method needs, as its page on
// docs.slack.dev lists them. A method that the code calls must stand here.
var scopesOf = map[string][]string{
	"AuthTestContext":                            nil,
	"PostMessageContext":                         {"chat:write"},
	"PostEphemeralContext":                       {"chat:write"},
	"UpdateMessageContext":                       {"chat:write"},
	"DeleteMessageContext":                       {"chat:write"},
	"StartStreamContext":                         {"chat:write"},
	"AppendStreamContext":                        {"chat:write"},
	"StopStreamContext":                          {"chat:write"},
	"SetAgentSessionStatusContext":               {"chat:write"},
	"SetAssistantThreadsStatusContext":           {"chat:write"},
	"SetAssistantThreadsSuggestedPromptsContext": {"assistant:write"},
	"GetPermalinkContext":                        nil,
	"PublishViewContext":                         nil,
	"OpenViewContext":                            nil,
	"UpdateViewContext":                          nil,
	"OpenConversationContext":                    {"im:write"},
	"history":                                    {"channels:history", "groups:history", "im:history", "mpim:history"},
	"HTTP":                                       nil, // downloads: files.info has asked already
	"URL":                                        nil,
	"Token":                                      nil,
	"replies":                                    {"channels:history", "groups:history", "im:history", "mpim:history"},
	"room":                                       {"channels:read", "groups:read", "im:read", "mpim:read"},
	"members":                                    {"channels:read", "groups:read", "mpim:read"},
	"person":                                     {"users:read"},
	"groups":                                     {"usergroups:read"},
	"groupUsers":                                 {"usergroups:read"},
	"file":                                       {"files:read"},
}

// scopesOfEvent are the scopes that an event subscription needs.
var scopesOfEvent = map[string][]string{
	"app_mention":           {"app_mentions:read"},
	"app_home_opened":       nil,
	"app_context_changed":   {"assistant:write"},
	"message.im":            {"im:history", "im:write"},
	"agent_session_stopped": {"assistant:write"},
}

// TestManifestMatchesTheCode holds the app manifest to what package bot calls
// and answers: a scope too few and the bot is mute, one too many and an
// administrator is asked for something for nothing.
func TestManifestMatchesTheCode(t *testing.T) {
	data, err := os.ReadFile("../../docs/slack-app-manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Features struct {
			Commands  []struct{ Command string } `yaml:"slash_commands"`
			Shortcuts []struct {
				Type       string
				CallbackID string `yaml:"callback_id"`
			}
		}
		OAuth struct {
			Scopes struct{ Bot []string }
		} `yaml:"oauth_config"`
		Settings struct {
			Subscriptions struct {
				Events []string `yaml:"bot_events"`
			} `yaml:"event_subscriptions"`
			Interactivity struct {
				Enabled bool `yaml:"is_enabled"`
			}
			SocketMode bool `yaml:"socket_mode_enabled"`
		}
	}
	if err := yaml.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	needed := map[string]bool{"commands": true}
	for _, method := range calledMethods(t) {
		scopes, known := scopesOf[method]
		if !known {
			t.Errorf("package bot calls %s, of which nobody said what scopes it needs", method)
		}
		for _, s := range scopes {
			needed[s] = true
		}
	}
	answered := answeredEvents(t)
	if got := slices.Sorted(slices.Values(manifest.Settings.Subscriptions.Events)); !slices.Equal(got, answered) {
		t.Errorf("the manifest subscribes to %v, the bot answers %v", got, answered)
	}
	for _, event := range manifest.Settings.Subscriptions.Events {
		scopes, known := scopesOfEvent[event]
		if !known {
			t.Errorf("the manifest subscribes to %s, of which nobody said what scopes it needs", event)
		}
		for _, s := range scopes {
			needed[s] = true
		}
	}
	for _, s := range manifest.OAuth.Scopes.Bot {
		if !needed[s] {
			t.Errorf("the manifest asks for scope %s and nothing needs it", s)
		}
		delete(needed, s)
	}
	for s := range needed {
		t.Errorf("the manifest lacks scope %s", s)
	}
	if len(manifest.Features.Commands) != 1 || manifest.Features.Commands[0].Command != "/gloss" {
		t.Errorf("the manifest's commands are %v", manifest.Features.Commands)
	}
	var shortcuts []string
	for _, s := range manifest.Features.Shortcuts {
		if s.Type == "message" {
			shortcuts = append(shortcuts, s.CallbackID)
		}
	}
	if known := handledShortcuts(t); !slices.Equal(slices.Sorted(slices.Values(shortcuts)), known) {
		t.Errorf("the manifest's message shortcuts are %v, the bot handles %v", shortcuts, known)
	}
	if !manifest.Settings.SocketMode || !manifest.Settings.Interactivity.Enabled {
		t.Error("the manifest turns Socket Mode or interactivity off")
	}
}

// calledMethods finds the Web API calls in package bot.
func calledMethods(t *testing.T) []string {
	t.Helper()
	var found []string
	files(t, func(room, _ string, file *ast.File) {
		if room != "bot" {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, is := n.(*ast.SelectorExpr)
			if !is {
				return true
			}
			through, is := call.X.(*ast.SelectorExpr)
			if is && (through.Sel.Name == "Slack" || through.Sel.Name == "Web") {
				found = append(found, call.Sel.Name)
			}
			return true
		})
	})
	slices.Sort(found)
	return slices.Compact(found)
}

var eventName = regexp.MustCompile(`^(app_[a-z_]+|agent_[a-z_]+|message)$`)

// answeredEvents finds, in the function that decides what concerns the bot,
// the events it lets in, as the manifest names them.
func answeredEvents(t *testing.T) []string {
	t.Helper()
	var found []string
	files(t, func(room, _ string, file *ast.File) {
		if room != "bot" {
			return
		}
		for _, d := range file.Decls {
			function, is := d.(*ast.FuncDecl)
			if !is || function.Name.Name != "concerns" {
				continue
			}
			ast.Inspect(function, func(n ast.Node) bool {
				if literal, is := n.(*ast.BasicLit); is {
					name, err := strconv.Unquote(literal.Value)
					if err == nil && eventName.MatchString(name) {
						found = append(found, map[bool]string{true: "message.im", false: name}[name == "message"])
					}
				}
				return true
			})
		}
	})
	slices.Sort(found)
	return slices.Compact(found)
}

// handledShortcuts finds the callback ids of message shortcuts among the
// constants of package bot.
func handledShortcuts(t *testing.T) []string {
	t.Helper()
	var found []string
	files(t, func(room, _ string, file *ast.File) {
		if room != "bot" {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, is := n.(*ast.ValueSpec)
			if !is || !strings.HasPrefix(spec.Names[0].Name, "shortcut") {
				return true
			}
			if literal, is := spec.Values[0].(*ast.BasicLit); is {
				if id, err := strconv.Unquote(literal.Value); err == nil {
					found = append(found, id)
				}
			}
			return true
		})
	})
	slices.Sort(found)
	return found
}
