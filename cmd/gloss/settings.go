package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// settings are what the environment and .env say; .env.example describes each
// variable.
type settings struct {
	// BotToken (SLACK_BOT_TOKEN, xoxb-…) and AppToken (SLACK_APP_TOKEN,
	// xapp-…) are the app's tokens, APIURL (SLACK_API_URL) the base of the Web
	// API with a last slash.
	BotToken, AppToken, APIURL string
	// ExternalChannels (GLOSS_EXTERNAL_CHANNELS, yes or no) lets people ask
	// about channels that are shared with other companies.
	ExternalChannels string
	// Curators (GLOSS_CURATORS) may decide on every entry of the glossary: ids
	// of people, and ids or handles of user groups, separated by commas.
	Curators string
	// Database (DATABASE_URL) is a SQLite file or a postgres:// address.
	Database string
	// Model (GLOSS_MODEL) is a comma-separated list of provider:name, "" for
	// the offline engine alone.
	Model string
	// GlossaryDir (GLOSS_GLOSSARY_DIR) is a directory that is the source of the
	// glossary in place of the database, "" for none.
	GlossaryDir string
	// PeopleFirst (GLOSS_PEOPLE_FIRST) is whom to talk to about pay, conduct,
	// legal matters and incidents.
	PeopleFirst string
	// Drain (GLOSS_DRAIN) is how long answers under way have to end when the
	// bot is told to stop.
	Drain string
	// Admin (GLOSS_ADMIN_ADDR) is where health and metrics are served, "" for
	// nowhere.
	Admin string
	// Prices (GLOSS_PRICES) is a file of prices that come before the list
	// prices, BudgetLearner, BudgetDay and BudgetTotal (GLOSS_BUDGET_…) bound
	// what the models may cost: dollars or "N tokens", "" for no bound.
	Prices, BudgetLearner, BudgetDay, BudgetTotal string
}

// What is used where a variable is empty: Slack itself, and a file in the
// working folder.
const (
	slackAPI        = "https://slack.com/api/"
	defaultDatabase = "gloss.db"
)

// readSettings reads the settings as they are.
func readSettings(getenv func(string) string) settings {
	value := func(name, otherwise string) string {
		return cmp.Or(strings.TrimSpace(getenv(name)), otherwise)
	}
	return settings{
		ExternalChannels: strings.ToLower(value("GLOSS_EXTERNAL_CHANNELS", "no")),
		Curators:         value("GLOSS_CURATORS", ""),
		BotToken:         value("SLACK_BOT_TOKEN", ""),
		AppToken:         value("SLACK_APP_TOKEN", ""),
		APIURL:           value("SLACK_API_URL", slackAPI),
		Database:         value("DATABASE_URL", defaultDatabase),
		Model:            value("GLOSS_MODEL", ""),
		GlossaryDir:      value("GLOSS_GLOSSARY_DIR", ""),
		PeopleFirst:      value("GLOSS_PEOPLE_FIRST", ""),
		Drain:            value("GLOSS_DRAIN", "20s"),
		Admin:            value("GLOSS_ADMIN_ADDR", ""),

		Prices:        value("GLOSS_PRICES", ""),
		BudgetLearner: value("GLOSS_BUDGET_LEARNER", ""),
		BudgetDay:     value("GLOSS_BUDGET_DAY", ""),
		BudgetTotal:   value("GLOSS_BUDGET_TOTAL", ""),
	}
}

// checkSlack reports all that is wrong with the settings of Slack, showing no
// token.
func (s *settings) checkSlack() error {
	if err := s.checkURL(); err != nil || s.APIURL != slackAPI {
		// Emulators make up tokens as they like.
		return errors.Join(err, setFault("SLACK_BOT_TOKEN", s.BotToken), setFault("SLACK_APP_TOKEN", s.AppToken))
	}
	if strings.HasPrefix(s.BotToken, "xapp-") && strings.HasPrefix(s.AppToken, "xoxb-") {
		return errors.New("SLACK_BOT_TOKEN and SLACK_APP_TOKEN hold each other's token: swap them")
	}
	return errors.Join(
		tokenFault("SLACK_BOT_TOKEN", s.BotToken, "xoxb-", "OAuth & Permissions"),
		tokenFault("SLACK_APP_TOKEN", s.AppToken, "xapp-", "Basic Information, App-Level Tokens, scope connections:write"),
	)
}

// externalChannels reports whether the switch is on. What was meant decides who
// sees what, so it is not guessed.
func (s *settings) externalChannels() (bool, error) {
	switch s.ExternalChannels {
	case "yes", "true", "on", "1":
		return true, nil
	case "no", "false", "off", "0", "":
		return false, nil
	}
	return false, errors.New("GLOSS_EXTERNAL_CHANNELS is neither yes nor no; leave it empty for no")
}

// curators are the names in Curators.
func (s *settings) curators() []string {
	return strings.FieldsFunc(s.Curators, func(r rune) bool { return r == ',' || r == ' ' })
}

// drain reads Drain.
func (s *settings) drain() (time.Duration, error) {
	d, err := time.ParseDuration(cmp.Or(s.Drain, "20s"))
	if err != nil || d <= 0 {
		return 0, errors.New("GLOSS_DRAIN is not a length of time; write it like 20s or 1m")
	}
	return d, nil
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
		return fmt.Errorf("%s holds the app's other token; this one begins with %s, under %s", name, prefix, where)
	}
	return fmt.Errorf("%s should begin with %s; find it in your Slack app under %s", name, prefix, where)
}
