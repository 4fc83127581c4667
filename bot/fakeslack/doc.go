// Package fakeslack is a Slack on loopback, for tests and for trying an app
// without a workspace.
//
// A Server is one workspace with one app installed in it. It speaks Slack's
// wire: the Web API under /api/, Socket Mode under /socket/, response URLs,
// private file downloads and permalinks, with Slack's own limits, errors and
// lifetimes, so that a client that works here has met the faults that a real
// workspace would show it. People are played either by a program, through the
// script methods (Post, Command, Click, Submit, …), or by a person, through
// the web page under /, which is a small Slack of its own. cmd/fakeslack runs it
// as a process, with the script methods behind an HTTP API (see Control).
//
// Everything the server knows is in one state behind one mutex. Every change
// wakes Wait and the open pages. Time comes from Config.Now alone; what falls
// due (redelivery, the end of a stream, the end of a warned link) is done by
// Tick, which the server calls a few times a second and a test with its own
// clock may call itself.
//
// What it takes to be like Slack is Slack's own documentation, and what others
// have measured. The folder conformance has Slack's SDKs meet it. Nothing here
// has been held against a live workspace.
//
// The package knows nothing of the app it serves: names, texts and samples are
// given by Config.
package fakeslack
