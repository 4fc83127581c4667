package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// settings are what the environment and .env say; .env.example describes each
// variable.
type settings struct {
	// BotToken (SLACK_BOT_TOKEN, xoxb-…) and AppToken (SLACK_APP_TOKEN,
	// xapp-…) are the app's tokens, APIURL (SLACK_API_URL) the base of the Web
	// API with a last slash.
	BotToken, AppToken, APIURL string
	// Database (DATABASE_URL) is a SQLite file or a postgres:// address.
	Database string
	// Model (GLOSS_MODEL) is a comma-separated list of provider:name, "" for
	// the offline engine alone.
	Model string
}

// What is used where a variable is empty: Slack itself, and a file in the
// working folder.
const (
	slackAPI        = "https://slack.com/api/"
	defaultDatabase = "gloss.db"
)

// readSettings reads what gloss serve needs, and reports all faults at once.
// No error holds a token.
func readSettings(getenv func(string) string) (settings, error) {
	s := settings{
		BotToken: strings.TrimSpace(getenv("SLACK_BOT_TOKEN")),
		AppToken: strings.TrimSpace(getenv("SLACK_APP_TOKEN")),
		APIURL:   strings.TrimSpace(getenv("SLACK_API_URL")),
		Database: strings.TrimSpace(getenv("DATABASE_URL")),
		Model:    strings.TrimSpace(getenv("GLOSS_MODEL")),
	}
	if s.APIURL == "" {
		s.APIURL = slackAPI
	}
	if s.Database == "" {
		s.Database = defaultDatabase
	}
	var faults []error
	if s.APIURL != slackAPI {
		// Emulators make up tokens as they like.
		faults = append(faults, setFault("SLACK_BOT_TOKEN", s.BotToken), setFault("SLACK_APP_TOKEN", s.AppToken))
		faults = append(faults, s.checkURL())
		return s, errors.Join(faults...)
	}
	faults = append(faults, tokenFault("SLACK_BOT_TOKEN", s.BotToken, "xoxb-", "OAuth & Permissions"))
	faults = append(faults, tokenFault("SLACK_APP_TOKEN", s.AppToken, "xapp-", "Basic Information, App-Level Tokens, scope connections:write"))
	return s, errors.Join(faults...)
}

// checkURL checks the address of another Slack and gives it its last slash.
func (s *settings) checkURL() error {
	u, err := url.Parse(s.APIURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return errors.New("SLACK_API_URL is not an http(s) address; leave it empty for Slack itself")
	}
	if !strings.HasSuffix(s.APIURL, "/") {
		s.APIURL += "/"
	}
	return nil
}

// setFault says that a variable is empty.
func setFault(name, value string) error {
	if value == "" {
		return fmt.Errorf("%s is not set; the Slack at SLACK_API_URL says what it takes", name)
	}
	return nil
}

// tokenFault says what is wrong with a token, without showing it.
func tokenFault(name, token, prefix, where string) error {
	switch {
	case strings.HasPrefix(token, prefix):
		return nil
	case token == "":
		return fmt.Errorf("%s is not set; find it in your Slack app under %s (it begins with %s)", name, where, prefix)
	case strings.HasPrefix(token, "xoxb-") || strings.HasPrefix(token, "xapp-"):
		return fmt.Errorf("%s holds the other token: swap SLACK_BOT_TOKEN and SLACK_APP_TOKEN", name)
	}
	return fmt.Errorf("%s should begin with %s; find it in your Slack app under %s", name, prefix, where)
}
