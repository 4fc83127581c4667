// Package thread reads engineering threads: text copied out of Slack or another
// chat, and the JSON form that programs hand over. Read takes a file, Paste a
// text, and Join puts together what was pasted in several messages. The words of
// the clients, in every language of their interfaces, are data: words.txt.
//
// It invents nothing. An author, a time or a day is what the source says or it
// is empty, and every non-blank line of a paste ends up in exactly one place: in
// a message, in Chrome (the client's furniture) or in Unplaced.
//
// It does not know Slack's API, glossaries or learners, and it does not judge
// what was said.
package thread
