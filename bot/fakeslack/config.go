package fakeslack

import (
	"encoding/json"
	"log/slog"
	"time"
)

// Config describes the workspace, the app installed in it and what the page
// offers. The zero value of every field but Bot.Name and Me.Name is usable.
type Config struct {
	// Team is the workspace.
	Team Team
	// Me is the person at the page.
	Me User
	// Users are the other people of the workspace.
	Users []User
	// Bot is the app's bot user.
	Bot Bot
	// Channels exist from the start. Direct messages need not be named: each
	// person has one with the bot.
	Channels []Channel
	// Files can be read by files.info and downloaded with the bot token, though
	// nobody has shared them.
	Files []File
	// Usergroups are the workspace's groups of people.
	Usergroups []Usergroup

	// Samples are texts that the page offers for pasting.
	Samples []Sample
	// Commands are the slash commands that the app has registered.
	Commands []Command
	// Shortcuts are the app's message shortcuts.
	Shortcuts []Shortcut
	// Suggested are the prompts shown before the app has set its own.
	Suggested []Prompt
	// Hint is the page's one line about what to try first, Words what else it
	// says of the app.
	Hint  string
	Words Words

	// Unfurls makes a link to a message, in what a person posts, show that
	// message beneath: Slack changes the posted message a moment later, and
	// tells of it as of an edit that is none.
	Unfurls bool
	// Events are the bot events the app is subscribed to, by their names in an
	// app manifest; nil means app_context_changed, app_home_opened, app_mention,
	// message.im, agent_session_stopped and agent_session_title_changed.
	Events []string
	// Scopes are the bot token's scopes; nil means all that the methods need.
	Scopes []string
	// Missing names Web API methods that this Slack lacks. They answer
	// unknown_method, or with the HTTP status MissingStatus when that is set.
	Missing       []string
	MissingStatus int

	// RateLimits are how often methods may be called, by name; nil limits
	// nothing, and SlackRates gives Slack's own.
	RateLimits map[string]Rate
	// HistoryLimit is the most messages that a page of conversations.history or
	// conversations.replies holds (1000 when 0); Slack gives 15 to apps that are
	// sold and not reviewed.
	HistoryLimit int

	// AckWithin is how long an envelope may stay unacknowledged (3 s when 0).
	AckWithin time.Duration
	// Redeliver is how long after the first, second and third failed delivery
	// of an event it is sent again; nil means at once, 1 min and 5 min.
	Redeliver []time.Duration
	// LoseUnlinked counts a delivery that finds no link as failed; otherwise the
	// event waits for a link, however long.
	LoseUnlinked bool
	// LinkLife is how long a link lives before it gets the warning that it will
	// be closed; 0 is for ever.
	LinkLife time.Duration
	// PingEvery is the interval of WebSocket pings (5 s when 0). A link that
	// answers none of six is closed.
	PingEvery time.Duration

	// Seed makes chance repeatable: which link an envelope takes, the order of
	// the two events of a mention, what FailSome makes fail. 0 is by chance too.
	Seed uint64
	// Now tells the time; nil means time.Now.
	Now func() time.Time `json:"-"`
	// Log hears what goes wrong at the edges, never message text; nil discards.
	Log *slog.Logger `json:"-"`
}

// Words are what the page says of the app; "" says nothing.
type Words struct {
	// About stands under the app's greeting in its empty conversation, How
	// above the samples, Composer in the empty box below, NoHome in a home tab
	// that was not published.
	About    string `json:"about"`
	How      string `json:"how"`
	Composer string `json:"composer"`
	NoHome   string `json:"no_home"`
	// What to do while the first message is being answered, after that, after a
	// reply in the thread, and after a second message.
	Answering string `json:"answering"`
	FollowUp  string `json:"follow_up"`
	Again     string `json:"again"`
	Home      string `json:"home"`
}

// Team is a workspace. ID looks like T…, Domain is the word before .slack.com.
type Team struct{ ID, Name, Domain string }

// User is a person of the workspace.
type User struct {
	// ID looks like U…; it is made up when empty.
	ID string
	// Name is the handle, without @; RealName is what is shown.
	Name, RealName string
	// Guest is a multi-channel guest, SingleChannel one of a single channel,
	// Deleted a deactivated account.
	Guest, SingleChannel, Deleted bool
	// Stranger is somebody of another workspace in a shared channel; Team is
	// that workspace's id, made up when empty.
	Stranger bool
	Team     string
}

// Bot is the app and its bot user; empty identifiers are made up.
type Bot struct {
	// Name is the handle, RealName the display name.
	Name, RealName string
	// ID is the bot user's (U…), BotID the bot's (B…), AppID the app's (A…).
	ID, BotID, AppID string
}

// Channel is a public or private channel, or a group's direct messages.
type Channel struct {
	// ID looks like C…; it is made up when empty.
	ID string
	// Name is without #. A group's direct messages have Slack's own name for
	// them, mpdm-…, when it is empty.
	Name  string
	Topic string
	// Private channels are invisible to non-members.
	Private bool
	// Group is true of the direct messages of a group (mpim).
	Group bool
	// Archived channels can be read and not written.
	Archived bool
	// Shared is true of a channel shared with another workspace.
	Shared bool
	// Members are user ids or handles; Config.Bot.Name makes the bot a member.
	Members []string
	// Messages are there from the start, oldest first.
	Messages []Said
}

// Said is a message that a channel holds from the start, or that Plant posts.
type Said struct {
	// User is an id or a handle.
	User string
	// App is the name of another app that posted the message; User is empty then.
	App string
	// At is when; the zero time means one minute after the message before, or
	// with Plant now.
	At time.Time
	// Text is what was typed.
	Text string
	// Subtype is Slack's, "" for most messages.
	Subtype string
	// Blocks, when given, replaces the blocks made of Text.
	Blocks json.RawMessage
	// Attachments and Files are JSON arrays as Slack would give them, or nil.
	// They are passed on as they are, however odd.
	Attachments, Files json.RawMessage
	// Fields is a JSON object whose members join, or replace, those of the
	// message wherever Slack shows it.
	Fields json.RawMessage
	// Share are files of this workspace that were shared with the message.
	Share []File
	// Reactions name users (ids or handles) by emoji name.
	Reactions map[string][]string
	// Replies are the messages of its thread, oldest first.
	Replies []Said
}

// File is a file that somebody shared.
type File struct {
	// ID looks like F…; it is made up when empty.
	ID string
	// Name carries the extension. Mimetype is guessed from it when empty, and
	// Mode is then snippet for text and hosted for all else (others: external,
	// tombstone, hidden_by_limit).
	Name, Mimetype, Mode string
	// Content is what a download gives.
	Content []byte
	// Size is what Slack says the size is, in bytes; the content's when 0.
	Size int
	// URL is where an external file lies.
	URL string
	// CheckInfo makes events carry only the id and file_access
	// "check_file_info", as Slack does for files of shared channels.
	CheckInfo bool
}

// Usergroup is a group of people, mentioned as @handle.
type Usergroup struct {
	// ID looks like S…; it is made up when empty.
	ID string
	// Handle is without @.
	Handle, Name string
	// Members are user ids or handles.
	Members []string
}

// Sample is a text that the page offers for pasting.
type Sample struct {
	Title string `json:"title"`
	Note  string `json:"note"`
	Text  string `json:"text"`
}

// Command is a slash command; Name begins with a slash.
type Command struct {
	Name string `json:"name"`
	Hint string `json:"hint"`
}

// Shortcut is a message shortcut.
type Shortcut struct {
	Name       string `json:"name"`
	CallbackID string `json:"callback_id"`
}

// Prompt is a suggested prompt: a title to press and the message it sends.
type Prompt struct {
	Title   string `json:"title"`
	Message string `json:"message"`
}
