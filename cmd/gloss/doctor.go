package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/store"
)

type doctorCommand struct{}

// errIll says that something needed is missing; it is printed already.
var errIll = errors.New("something that gloss serve needs is missing; each line above says how to mend it")

// Run says what is configured, reachable and allowed, and how to mend each gap.
func (doctorCommand) Run(env environment) error {
	ill := false
	report := func(what string, err error, fine string) {
		if err != nil {
			ill = true
			fmt.Fprintf(env.stdout, "✗ %s: %s\n", what, strings.ReplaceAll(err.Error(), "\n", "; "))
			return
		}
		fmt.Fprintf(env.stdout, "✓ %s: %s\n", what, fine)
	}
	s, err := readSettings(env.getenv)
	report("settings", err, "complete")
	if err == nil {
		who, err := askSlack(env.ctx, s)
		report("Slack", err, who)
	}
	err = withStore(env, func(*store.Store) error { return nil })
	report("database", err, "opens, and its schema is up to date")
	engine, err := openModel(s.Model, env.getenv)
	report("model", err, modelName(engine))
	if ill {
		return errIll
	}
	return nil
}

// askSlack tries both tokens and says who we are.
func askSlack(ctx context.Context, s settings) (string, error) {
	ctx, stop := context.WithTimeout(ctx, 15*time.Second)
	defer stop()
	client := slack.New(s.BotToken, slack.OptionAppLevelToken(s.AppToken), slack.OptionHTTPClient(&http.Client{Timeout: 10 * time.Second}), slack.OptionAPIURL(s.APIURL))
	who, err := client.AuthTestContext(ctx)
	if err != nil {
		return "", slackFault("SLACK_BOT_TOKEN", err)
	}
	if _, _, err := client.StartSocketModeContext(ctx); err != nil {
		return "", slackFault("SLACK_APP_TOKEN", err)
	}
	return who.User + " in " + who.Team, nil
}

// slackFault says in a sentence what Slack's refusal of a token means.
func slackFault(name string, err error) error {
	var answer slack.SlackErrorResponse
	if !errors.As(err, &answer) {
		return fmt.Errorf("the Slack at SLACK_API_URL, or slack.com, cannot be reached: %w", err)
	}
	switch answer.Err {
	case "invalid_auth", "not_authed", "token_revoked", "account_inactive":
		return fmt.Errorf("%s is refused (%s); reinstall the app and copy the token again", name, answer.Err)
	case "missing_scope", "not_allowed_token_type":
		return fmt.Errorf("%s lacks a scope (%s); compare the app with docs/slack-app-manifest.yaml and reinstall it", name, answer.Err)
	}
	return fmt.Errorf("%s is refused: %s", name, answer.Err)
}
