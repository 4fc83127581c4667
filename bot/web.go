package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// Web calls methods whose answers have to be read tolerantly: slack-go decodes
// a page of messages all or nothing, and one odd block would cost the thread.
type Web struct {
	HTTP *http.Client
	// URL is the base of the Web API with its last slash, Token the bot's.
	URL, Token string
}

// maxPage bounds one answer, in bytes.
const maxPage = 16 << 20

// message is a message of a thread as conversations.replies gives it.
type message struct {
	User      string          `json:"user"`
	BotID     string          `json:"bot_id"`
	Username  string          `json:"username"`
	TS        string          `json:"ts"`
	Text      string          `json:"text"`
	Blocks    json.RawMessage `json:"blocks"`
	Edited    json.RawMessage `json:"edited"`
	Metadata  json.RawMessage `json:"metadata"`
	Reactions []struct {
		Name  string `json:"name"`
		Count int    `json:"count"`
	} `json:"reactions"`
}

// replies reads a thread, oldest first, at most limit messages; whole is false
// when there are more. A message that cannot be decoded is kept with what can
// be read of it.
func (w Web) replies(ctx context.Context, at place, limit int) (messages []message, whole bool, err error) {
	seen := make(map[string]bool)
	for cursor := ""; ; {
		page, err := w.page(ctx, at, cursor)
		if err != nil {
			return nil, false, err
		}
		for _, raw := range page.Messages {
			m := tolerant(raw)
			if m.TS == "" || seen[m.TS] {
				continue
			}
			if len(messages) == limit {
				return messages, false, nil
			}
			seen[m.TS] = true
			messages = append(messages, m)
		}
		cursor = page.Metadata.Next
		if cursor == "" || len(page.Messages) == 0 {
			return messages, true, nil
		}
	}
}

// repliesPage is one page of an answer.
type repliesPage struct {
	OK       bool              `json:"ok"`
	Error    string            `json:"error"`
	Messages []json.RawMessage `json:"messages"`
	Metadata struct {
		Next string `json:"next_cursor"`
	} `json:"response_metadata"`
}

func (w Web) page(ctx context.Context, at place, cursor string) (repliesPage, error) {
	var page repliesPage
	form := url.Values{"channel": {at.channel}, "ts": {at.threadTS}, "limit": {"200"}, "include_all_metadata": {"true"}}
	if cursor != "" {
		form.Set("cursor", cursor)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+"conversations.replies", strings.NewReader(form.Encode()))
	if err != nil {
		return page, fmt.Errorf("read the thread: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+w.Token)
	response, err := w.HTTP.Do(request)
	if err != nil {
		return page, fmt.Errorf("read the thread: %w", err)
	}
	defer response.Body.Close()
	if after, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && response.StatusCode == http.StatusTooManyRequests {
		return page, fmt.Errorf("read the thread: %w", &slack.RateLimitedError{RetryAfter: time.Duration(after) * time.Second})
	}
	if response.StatusCode != http.StatusOK {
		return page, fmt.Errorf("read the thread: %w", slack.StatusCodeError{Code: response.StatusCode, Status: response.Status})
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxPage)).Decode(&page); err != nil {
		return page, fmt.Errorf("read the thread: Slack's answer is not JSON: %w", err)
	}
	if !page.OK {
		return page, fmt.Errorf("read the thread: %w", slack.SlackErrorResponse{Err: page.Error})
	}
	return page, nil
}

// tolerant decodes what can be decoded of a message.
func tolerant(raw json.RawMessage) message {
	var m message
	if lenient(raw, &m) != nil {
		return message{}
	}
	return m
}
