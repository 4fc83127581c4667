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
// # What a front door calls
//
// Each call takes what the learner did; texts come back as safety.Text, in the
// learner's language, with ids of messages to link.
//
//	when somebody first comes     Survey, Surveyed, Introduce
//	a thread is brought           Explain, Brief; a Check is the last Part
//	a choice, "skip", "hint"      Answer, Pass, Hint, with the Check's ID
//	Clear, Too basic, Wrong       Rate, with the lesson's ID
//	Still confused                Reroute: each time another way
//	Does this make sense?         Judge, with what they wrote
//	Join in                       JoinIn; Joined when they did
//	Explain a word                Define
//	I know this, forget this      Tell, with Claimed or Reset
//	their words, a picture        Words, Growth
//	once an hour or so            RecapDue, then Recap; Changes
//	what is kept                  Markdown
//
// The lesson's ID is that of the Question. What comes out of an inbox carries its
// Item, so that nothing of somebody who was forgotten meanwhile is stored again.
//
// It does not know Slack, databases or providers: it reaches them through the
// small interfaces it owns, Engine and Library.
package tutor
