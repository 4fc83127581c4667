package socket

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// FatalError is a refusal by Slack that trying again cannot mend.
type FatalError struct {
	// Code is Slack's error or reason, such as "invalid_auth", or "http_404"
	// where there is no Slack at the API address.
	Code string
	// Sentence tells an admin of the app what to do.
	Sentence string
}

// Error returns code and sentence.
func (e *FatalError) Error() string {
	return fmt.Sprintf("open a socket to Slack: %s: %s", e.Code, e.Sentence)
}

// sentences say what to do about each fatal code: errors of
// apps.connections.open and of the Web API in general, and the reason
// link_disabled of a disconnect.
var sentences = map[string]string{
	"access_denied":          "This token may not open Socket Mode links; ask an admin of the workspace to allow the app.",
	"account_inactive":       "The app was removed or its token revoked; install it again and set the new app-level token.",
	"app_missing":            "The app no longer exists; create it again and set its app-level token.",
	"ekm_access_denied":      "An admin of the organisation has suspended access; ask them.",
	"forbidden_team":         "This workspace may not use Socket Mode for the app; check where the app is installed.",
	"http_404":               "There is no Slack API at the configured address; check the API URL, it usually ends in /api/.",
	"invalid_auth":           "Slack does not know the app-level token; copy it again from Basic Information, App-Level Tokens (it begins with xapp-).",
	"link_disabled":          "Socket Mode was switched off; switch it on under Settings, Socket Mode of the app.",
	"method_deprecated":      "Slack no longer offers apps.connections.open; a newer version of this program is needed.",
	"missing_scope":          "The app-level token lacks the scope connections:write; create one that has it under Basic Information.",
	"no_permission":          "The app-level token lacks the scope connections:write; create one that has it under Basic Information.",
	"not_allowed_token_type": "This is not an app-level token; use the one that begins with xapp-, not the bot token (xoxb-).",
	"not_authed":             "No app-level token was given; create one with the scope connections:write under Basic Information.",
	"token_expired":          "The app-level token has expired; create a new one under Basic Information.",
	"token_revoked":          "The app-level token was revoked; create a new one under Basic Information.",
}

// fatal returns the FatalError of a code, or nil for a code that may pass.
func fatal(code string) error {
	if sentence, ok := sentences[code]; ok {
		return &FatalError{Code: code, Sentence: sentence}
	}
	return nil
}

// retryLater is Slack's wish to be asked again after a time.
type retryLater struct{ after time.Duration }

func (e *retryLater) Error() string { return "Slack asks to try later" }

// withoutSecrets returns err, or an error with the same text without the
// secrets if any stood in it.
func withoutSecrets(err error, secrets ...string) error {
	text := err.Error()
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}

// plausibleToken reports whether a token can stand in an HTTP header.
func plausibleToken(token string) bool {
	for _, char := range token {
		if char <= ' ' || char > '~' {
			return false
		}
	}
	return true
}
