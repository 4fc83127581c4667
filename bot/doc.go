// Package bot is the Slack front door: it takes what people did, has the tutor
// answer, and shows the answer where it was asked.
//
// An envelope is masked and stored by Receive before it is acknowledged; Handle
// works it later, from the inbox. What happened is decoded by tolerant structs
// of our own, since one unknown shape must not cost a question; slack-go keeps
// the Web API. Answers are streamed where the workspace can, and posted and
// updated where it cannot.
//
// It does not decide what is taught (package tutor does), and nothing it posts
// is a model's word that did not pass the gate.
package bot
