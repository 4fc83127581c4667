// Package socket receives what Slack sends to an app over Socket Mode, and
// loses none of it: an envelope is acknowledged only after the app's [Sink] has
// stored it.
//
// A [Receiver] holds a few WebSocket links to Slack, renews them before Slack
// closes them, and hands every envelope as raw JSON to the sink. It decodes
// nothing but the envelope's head, so an event that no library knows yet arrives
// like any other. It knows nothing of the app behind it; use it beside any client
// of Slack's Web API.
//
// # What Socket Mode asks of a client
//
// From Slack's documentation of Socket Mode
// (https://docs.slack.dev/apis/events-api/using-socket-mode) and of the method
// apps.connections.open
// (https://docs.slack.dev/reference/methods/apps.connections.open):
//
//   - A link is opened in two steps: a POST with the app-level token answers
//     with a WebSocket address that works once and is a secret like the token.
//     Neither ever stands in a log or in an error of this package.
//   - Slack greets a link with "hello". It then sends envelopes of the types
//     events_api, interactive and slash_commands, each with an envelope_id, and
//     waits about three seconds for the same id to come back. The sink has
//     [Timing].Sink for its part. An event that is not acknowledged is sent
//     again, up to three times over about six minutes; a click or a command is
//     not.
//   - The acknowledgement of a view submission, an options request or a command
//     may carry a response, when the envelope says so.
//   - An app has at most ten links and any envelope may come on any of them.
//     Order is not promised, neither by Slack nor here.
//   - Slack renews links every few hours. It says so with "disconnect" (reason
//     "warning", some ten seconds ahead, or "refresh_requested"), and still
//     sends envelopes on the old link until it closes. The receiver opens the next link at
//     once and keeps reading and acknowledging on the old one.
//   - "link_disabled" means that an admin switched Socket Mode off: a
//     [FatalError]. "too_many_websockets" means to come back later.
//
// # What practice adds
//
//   - An acknowledgement goes out on the link that brought the envelope, as one
//     WebSocket frame: Slack does not put fragments together, and ignores
//     a response of 20 KB or more without a word. A larger one is left out, and
//     logged, so that the envelope at least is settled.
//   - Only envelopes are acknowledged, never "hello" or "disconnect".
//   - A link can look open and be deaf. When no frame of any kind, a ping
//     included, came for half of [Timing].Quiet the receiver sends a ping of its own;
//     when nothing answers that either, it replaces the link.
//   - A link that dies young is not replaced at once for ever: waits grow, with
//     full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter),
//     until a link has proved healthy.
//   - A slow sink must not stop the reading, or Slack's pings go unanswered. So
//     reading never waits for the sink; what waits is bounded, and what exceeds the
//     bound is left unacknowledged.
//   - Closing a connection with unread bytes resets it, and a reset can destroy
//     the last acknowledgements on their way. So a link says goodbye first and
//     reads until Slack has hung up.
package socket
