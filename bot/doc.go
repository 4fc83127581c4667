// Package bot is the Slack front door: it takes what people did, has the tutor
// answer, and shows the answer where it was asked.
//
// An envelope is masked and stored by Receive before it is acknowledged; Handle
// works it later, from the inbox. What happened is decoded by tolerant structs
// of our own, since one unknown shape must not cost a question; slack-go keeps
// the Web API. Answers are streamed where the workspace can, and posted and
// updated where it cannot: a method that a Slack lacks is found out by calling
// it, and remembered.
//
// An item may be worked more than once. Its messages are noted in the inbox as
// soon as they exist, and marked with the question in their metadata, so that a
// later attempt writes the answer anew in the same messages; the lesson is
// recorded, and the item ended, only when the answer has been shown whole.
//
// It does not decide what is taught (package tutor does), and nothing it posts
// is a model's word that did not pass the gate.
package bot
