package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// Caller sends HTTP requests: an *http.Client, or a Budget in front of one.
type Caller interface {
	Do(*http.Request) (*http.Response, error)
}

// Web calls methods whose answers have to be read tolerantly: slack-go decodes
// a page of messages all or nothing, and one odd block would cost the thread.
type Web struct {
	HTTP Caller
	// URL is the base of the Web API with its last slash, Token the bot's.
	URL, Token string
}

// maxPage bounds one answer, in bytes: more than 200 of the longest messages
// that Slack takes.
const maxPage = 32 << 20

// usualWait is how long to wait when Slack says that it is busy, and not for
// how long.
const usualWait = 30 * time.Second

// call makes a call and decodes its answer, leaving fields of an unexpected
// type empty.
func (w Web) call(ctx context.Context, method string, form url.Values, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+method, strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("call %s: %w", method, err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+w.Token)
	response, err := w.HTTP.Do(request)
	if err != nil {
		return fmt.Errorf("call %s: %w", method, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("call %s: %w", method, statusError(response))
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxPage))
	if err != nil {
		return fmt.Errorf("call %s: %w", method, err)
	}
	var verdict struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
	}
	if err := lenient(body, &verdict); err != nil {
		return fmt.Errorf("call %s: Slack's answer is not JSON: %w", method, err)
	}
	if !verdict.OK {
		if verdict.Error == "" {
			return fmt.Errorf("call %s: %w", method, errSaidNothing)
		}
		return fmt.Errorf("call %s: %w", method, slack.SlackErrorResponse{Err: verdict.Error})
	}
	if err := lenient(body, into); err != nil {
		return fmt.Errorf("call %s: read the answer: %w", method, err)
	}
	return nil
}

// statusError is the error of an answer whose status is not 200.
func statusError(response *http.Response) error {
	if response.StatusCode == http.StatusTooManyRequests {
		return &slack.RateLimitedError{RetryAfter: retryAfter(response.Header)}
	}
	return slack.StatusCodeError{Code: response.StatusCode, Status: response.Status}
}

// retryAfter is how long Slack asks to wait, in whole seconds.
func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return usualWait
	}
	return time.Duration(seconds) * time.Second
}

// page is one page of a list; Next is the cursor of the page after it, "" at
// the end.
type page struct {
	Metadata struct {
		Next string `json:"next_cursor"`
	} `json:"response_metadata"`
}

// repliesPage is one page of a thread, undecoded.
type repliesPage struct {
	page
	Messages []json.RawMessage `json:"messages"`
	HasMore  bool              `json:"has_more"`
}

// pageSize is how many messages are asked for at once.
const pageSize = 200

// replies reads one page of a thread, oldest first; the first has cursor "".
// Later pages may begin with the root again.
func (w Web) replies(ctx context.Context, at place, cursor string) (repliesPage, error) {
	form := url.Values{"channel": {at.channel}, "ts": {at.threadTS}, "limit": {strconv.Itoa(pageSize)}, "include_all_metadata": {"true"}}
	if cursor != "" {
		form.Set("cursor", cursor)
	}
	var answer repliesPage
	err := w.call(ctx, "conversations.replies", form, &answer)
	return answer, err
}

// room is what Slack says about a channel (docs.slack.dev, "Conversation
// object").
type room struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	User       string `json:"user"` // the person of a direct message
	IM         bool   `json:"is_im"`
	MPIM       bool   `json:"is_mpim"`
	Private    bool   `json:"is_private"`
	Group      bool   `json:"is_group"`
	Archived   bool   `json:"is_archived"`
	Member     bool   `json:"is_member"` // the bot is
	ExtShared  bool   `json:"is_ext_shared"`
	Shared     bool   `json:"is_shared"`
	OrgShared  bool   `json:"is_org_shared"`
	PendingExt bool   `json:"is_pending_ext_shared"`
}

// external reports whether people of other companies read along.
func (r room) external() bool { return r.ExtShared || r.PendingExt || r.Shared && !r.OrgShared }

// room looks a channel up.
func (w Web) room(ctx context.Context, channel string) (room, error) {
	var answer struct {
		Channel json.RawMessage `json:"channel"`
	}
	if err := w.call(ctx, "conversations.info", url.Values{"channel": {channel}}, &answer); err != nil {
		return room{}, err
	}
	var at room
	if err := strict(answer.Channel, &at); err != nil || at.ID != channel {
		return room{}, fmt.Errorf("look a channel up: %w", errors.Join(err, errSaidNothing))
	}
	return at, nil
}

// person is what Slack says about a user (docs.slack.dev, "User object").
type person struct {
	ID       string          `json:"id"`
	TeamID   string          `json:"team_id"`
	Name     string          `json:"name"`
	RealName string          `json:"real_name"`
	Deleted  bool            `json:"deleted"`
	Guest    bool            `json:"is_restricted"`
	OneRoom  bool            `json:"is_ultra_restricted"` // a guest of one channel
	Stranger bool            `json:"is_stranger"`         // of another company
	Profile  json.RawMessage `json:"profile"`
}

// person looks a user up.
func (w Web) person(ctx context.Context, user string) (person, error) {
	var answer struct {
		User json.RawMessage `json:"user"`
	}
	if err := w.call(ctx, "users.info", url.Values{"user": {user}}, &answer); err != nil {
		return person{}, err
	}
	var who person
	if err := strict(answer.User, &who); err != nil || who.ID != user {
		return person{}, fmt.Errorf("look a person up: %w", errors.Join(err, errSaidNothing))
	}
	return who, nil
}

// strict decodes what decides who may see what: there, a field of unexpected
// type is no field that is not set.
func strict(data json.RawMessage, into any) error {
	if len(data) == 0 {
		return errSaidNothing
	}
	return json.Unmarshal(data, into)
}

// members lists one page of a channel's members; the first has cursor "".
func (w Web) members(ctx context.Context, channel, cursor string) (members []string, next string, err error) {
	form := url.Values{"channel": {channel}, "limit": {"1000"}}
	if cursor != "" {
		form.Set("cursor", cursor)
	}
	var answer struct {
		page
		Members []string `json:"members"`
	}
	err = w.call(ctx, "conversations.members", form, &answer)
	return answer.Members, answer.Metadata.Next, err
}

// file looks a file up.
func (w Web) file(ctx context.Context, id string) (sharedFile, error) {
	var answer struct {
		File *sharedFile `json:"file"`
	}
	err := w.call(ctx, "files.info", url.Values{"file": {id}, "limit": {"1"}}, &answer)
	if err == nil && answer.File == nil {
		err = fmt.Errorf("look a file up: %w", errSaidNothing)
	}
	if err != nil {
		return sharedFile{}, err
	}
	return *answer.File, nil
}

// groups lists the workspace's user groups: their handles by id.
func (w Web) groups(ctx context.Context) (map[string]string, error) {
	var answer struct {
		Groups []struct {
			ID     string `json:"id"`
			Handle string `json:"handle"`
			Name   string `json:"name"`
		} `json:"usergroups"`
	}
	err := w.call(ctx, "usergroups.list", url.Values{"include_disabled": {"true"}}, &answer)
	handles := make(map[string]string)
	for _, g := range answer.Groups {
		handles[g.ID] = first(g.Handle, g.Name)
	}
	return handles, err
}
