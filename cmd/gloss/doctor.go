package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/gloss-tutor/gloss/glossary"
	"github.com/gloss-tutor/gloss/model"
	"github.com/gloss-tutor/gloss/prompts"
	"github.com/gloss-tutor/gloss/store"
)

type doctorCommand struct {
	Model bool `help:"Also ask each model for one word, which may cost a fraction of a cent."`
}

// errIll says that something needed is missing; it is printed already.
var errIll = errors.New("something that gloss serve needs is missing; each line with ✗ says how to mend it")

// checkup reports one examination after the other.
type checkup struct {
	env environment
	ill bool
}

// report writes what was found, or what is wrong.
func (c *checkup) report(what string, err error, fine string) {
	if err != nil {
		c.ill = true
		fmt.Fprintf(c.env.stdout, "✗ %s: %s\n", what, strings.Join(strings.Fields(strings.ReplaceAll(clean(err.Error()), "\n", "; ")), " "))
		return
	}
	fmt.Fprintf(c.env.stdout, "✓ %s: %s\n", what, clean(fine))
}

// Run says what is configured, reachable and allowed, and how to mend each gap.
func (d doctorCommand) Run(env environment) error {
	c := &checkup{env: env}
	s := readSettings(env.getenv)
	team := ""
	if err := s.checkSlack(); err != nil {
		c.report("Slack", err, "")
	} else if who, err := askSlack(env.ctx, s); err != nil {
		c.report("Slack", err, "")
	} else {
		team = who.TeamID
		c.report("Slack", nil, fmt.Sprintf("both tokens are accepted; we are %s in %s (%s)", who.User, who.Team, team))
	}
	if _, err := s.externalChannels(); err != nil {
		c.report("settings", err, "")
	}
	c.database(team)
	engine, err := openModel(s.Model, env.getenv)
	c.report("model", err, wording(engine))
	if e, ok := engine.(engines); ok && d.Model {
		for _, e := range e.chain.Engines() {
			c.report(e.Name(), ask(env.ctx, e), "answers")
		}
	}
	if c.ill {
		return errIll
	}
	return nil
}

// database opens the database and counts the glossary of our workspace.
func (c *checkup) database(team string) {
	var stored []glossary.Entry
	err := withStore(c.env, func(db *store.Store) (err error) {
		if team != "" {
			stored, err = db.Glossary(c.env.ctx, team)
		}
		return err
	})
	var used *store.InUseError
	if errors.As(err, &used) {
		// A bot that runs is no fault.
		c.report("database", nil, fmt.Sprintf("%s is in use by %s, as it is while gloss serve runs; its contents were not looked at", used.Path, used.Holder))
		return
	}
	c.report("database", err, "opens, can be written, and its schema is up to date")
	switch {
	case err != nil:
	case team == "":
		c.report("glossary", nil, fmt.Sprintf("%d bundled entries; the workspace's own are counted once Slack lets us in", len(glossary.Starter())))
	case len(stored) == 0:
		c.report("glossary", nil, fmt.Sprintf("none of its own; the bundled starter of %d entries is used (gloss glossary import --team %s DIR gives it one)", len(glossary.Starter()), team))
	default:
		approved := 0
		for _, e := range stored {
			if e.Status == glossary.Approved {
				approved++
			}
		}
		c.report("glossary", nil, fmt.Sprintf("%d entries, %d of them approved; only those are taught as fact", len(stored), approved))
	}
}

// ask has a model say one word.
func ask(ctx context.Context, e model.Engine) error {
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	prompt := prompts.Prompt{System: "Answer with one word.", User: "Say: ready"}
	_, err := e.Answer(ctx, prompt, func(prompts.Record) error { return nil })
	var failed *model.Error
	if !errors.As(err, &failed) {
		return err
	}
	if failed.Kind == model.Empty && failed.Streamed > 0 {
		// It said something, which was no record; none was asked for.
		return nil
	}
	return errors.New(failed.Sentence())
}

// askSlack tries both tokens and says who we are.
func askSlack(ctx context.Context, s settings) (*slack.AuthTestResponse, error) {
	ctx, stop := context.WithTimeout(ctx, 15*time.Second)
	defer stop()
	client := slack.New(s.BotToken, slack.OptionAppLevelToken(s.AppToken), slack.OptionHTTPClient(&http.Client{Timeout: 10 * time.Second}), slack.OptionAPIURL(s.APIURL))
	who, err := client.AuthTestContext(ctx)
	if err != nil {
		return nil, slackFault("SLACK_BOT_TOKEN", err)
	}
	if _, _, err := client.StartSocketModeContext(ctx); err != nil {
		return nil, slackFault("SLACK_APP_TOKEN", err)
	}
	return who, nil
}

// slackFault says in a sentence what Slack's refusal of a token means.
func slackFault(name string, err error) error {
	var answer slack.SlackErrorResponse
	if !errors.As(err, &answer) {
		return fmt.Errorf("the Slack at SLACK_API_URL, or slack.com, cannot be reached (%w); check the address and the network", reason(err))
	}
	switch answer.Err {
	case "invalid_auth", "not_authed", "token_revoked", "account_inactive":
		return fmt.Errorf("%s is refused (%s); reinstall the app and copy the token again", name, answer.Err)
	case "missing_scope", "not_allowed_token_type":
		return fmt.Errorf("%s lacks a scope (%s); compare the app with docs/slack-app-manifest.yaml and reinstall it", name, answer.Err)
	}
	return fmt.Errorf("%s is refused: %s", name, answer.Err)
}
