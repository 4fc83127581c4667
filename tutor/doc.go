// Package tutor is the heart of Gloss: what to teach this learner about this
// thread. It masks, matches, plans, asks an engine for the words, lets nothing
// through that the gate refuses, and remembers what was taught.
//
// The engine never decides what is taught, who said what, or where anything is
// posted: code does. The engine only words it, and when it fails the offline
// engine answers.
//
// What a learner knows is a fold over events; how it is judged and how much help
// follows is in known.go, to be read and doubted. What that does to simulated
// learners is in docs/simulation.md.
//
// It does not know Slack, databases or providers: it reaches them through the
// small interfaces it owns, Engine and Library.
package tutor
