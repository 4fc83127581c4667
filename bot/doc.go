// Package bot is the Slack front door: it takes what people did, has the tutor
// answer, and shows the answer to who asked.
//
// The ways in are a paste in the direct message, also one that Slack split over
// several messages, shared files, forwarded messages, links to threads, a
// mention in a thread, message shortcuts, and what somebody has open beside
// Gloss. understand tells them apart; where it is not clear what is wanted,
// Gloss asks one short question with buttons. A question that came with a
// thread is answered before the thread is explained.
//
// What was asked in a channel is answered in the asker's direct message, and
// put into the channel only when they say so: it is then worded anew, as for
// nobody in particular. What an answer is about is noted on the answer itself,
// as places in Slack and never as text; every follow-up reads them again and
// asks again whether its asker may.
//
// Before anything of a channel is read, Slack is asked whether the asker may see
// it (access.go); it is asked every time, and what it does not say is no. Whole
// threads are read page by page within Slack's limits (pages.go, Budget), into
// material, which lives as long as the answer and knows what was not read.
//
// An envelope is masked and stored by Receive before it is acknowledged; Handle
// works it later, from the inbox. What happened is decoded by tolerant structs
// of our own, since one unknown shape must not cost a question; slack-go keeps
// the Web API. Answers are streamed where the workspace can, posted and updated
// where it cannot, and posted whole at their end while Slack's limits (Budget)
// leave room for neither: a method that a Slack lacks is found out by calling
// it, and remembered. What is written is shown a beat later at the latest, also
// when nothing more comes; who waits longer sees what is being read.
//
// An item may be worked more than once. Its messages are noted in the inbox as
// soon as they exist, and marked with the question in their metadata, so that a
// later attempt writes the answer anew in the same messages; the lesson is
// recorded, and the item ended, only when the answer has been shown whole.
//
// People change the glossary by commands and forms (curate.go, entry_modal.go):
// a form is checked and saved while Slack waits for its answer, and what somebody
// may decide is asked of Curators and of the entry as it counts, never of
// anything that was read in a thread. The Home tab shows who may decide what
// waits (queue.go), with learners counted and never named.
//
// It does not decide what is taught (package tutor does), and nothing it posts
// is a model's word that did not pass the gate.
package bot
