package bot

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
)

// membersKept is how long the members of a user group are believed.
const membersKept = 5 * time.Minute

// userID and groupID are ids as Slack gives them.
var (
	userID  = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)
	groupID = regexp.MustCompile(`^S[A-Z0-9]{2,}$`)
)

// curates reports whether somebody is one of the workspace's curators: by
// their id, or as a member of a user group. Where Slack does not say who is in
// a group, nobody is.
func (b *Bot) curates(ctx context.Context, user string) bool {
	for _, who := range b.Curators {
		if b.stands(ctx, who, user) {
			return true
		}
	}
	return false
}

// decides reports whether somebody may decide on an entry: curators, and its
// owner and reviewers.
func (b *Bot) decides(ctx context.Context, user string, e glossary.Entry) bool {
	if user == "" {
		return false
	}
	for _, who := range append([]string{e.Owner}, e.Reviewers...) {
		if b.stands(ctx, who, user) {
			return true
		}
	}
	return b.curates(ctx, user)
}

// stands reports whether a name stands for a person: it is their id, or the id
// or the handle of a user group that they are in. The names that people give
// themselves count for nothing.
func (b *Bot) stands(ctx context.Context, who, user string) bool {
	who = strings.Trim(strings.TrimSpace(who), "<@!>")
	switch {
	case who == "" || user == "":
		return false
	case userID.MatchString(who):
		return who == user
	case groupID.MatchString(who):
		return slices.Contains(b.groupMembers(ctx, who), user)
	}
	return slices.Contains(b.groupMembers(ctx, b.groupCalled(ctx, who)), user)
}

// groupCalled is the id of the user group with a handle, "" for none.
func (b *Bot) groupCalled(ctx context.Context, handle string) string {
	ids := b.members.of("handles", b.Now(), func() ([]string, bool) {
		var list []string
		ok := b.optional("usergroups.list", func() error {
			handles, err := b.Web.groups(ctx)
			for id, handle := range handles {
				list = append(list, handle+" "+id)
			}
			return err
		})
		return list, ok
	})
	for _, pair := range ids {
		if name, id, _ := strings.Cut(pair, " "); strings.EqualFold(name, handle) {
			return id
		}
	}
	return ""
}

// groupMembers are the people in a user group.
func (b *Bot) groupMembers(ctx context.Context, group string) []string {
	if group == "" {
		return nil
	}
	return b.members.of(group, b.Now(), func() (users []string, ok bool) {
		ok = b.optional("usergroups.users.list", func() (err error) {
			users, err = b.Web.groupUsers(ctx, group)
			return err
		})
		return users, ok
	})
}

// groupUsers lists the people in a user group.
func (w Web) groupUsers(ctx context.Context, group string) ([]string, error) {
	var answer struct {
		Users []string `json:"users"`
	}
	err := w.call(ctx, "usergroups.users.list", url.Values{"usergroup": {group}}, &answer)
	return answer.Users, err
}
