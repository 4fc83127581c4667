/*
Command gloss is a tutor for engineering threads, in Slack and on the terminal:
paste a thread and have it explained in plain words, on your own glossary,
shaped by what you already know.

This comment is the tour of the whole program, in the order in which a question
goes through it. Each room's own comment says what it is for and what it leaves
to others.

# Promises

None of them depends on a model behaving, and each is held by tests.

  - No question is lost: an envelope is on disk before Slack hears that it
    arrived.
  - Nobody sees a thread they may not see: access is looked up for the asker
    each time a thread is read. What was asked in a channel is answered to the
    asker alone; only they can share the answer, and then it says nothing about
    them.
  - The model cannot hurt the reader: only text that passed the gate is shown.
  - Secrets in a paste go nowhere: they are masked before the database, the
    model and the log.
  - Never silent: every failure says something true, and where no model answers
    the offline engine does.
  - Yours to erase: "/gloss forget me" leaves nothing in the files.

# From Slack into the inbox

Package bot/socket holds the Socket Mode links. slack-go has a client for that,
but it drops a link at the first "disconnect" and loses what follows on it; ours
opens the next link first, reads the old one to its end, and acknowledges on the
link that delivered. It hands raw JSON to bot.Receive, which masks it
(safety.MaskJSON) and puts it into the inbox under all the names by which it
might arrive again. Only then is it acknowledged.

Package bot/inbox is that queue: per learner in order, leased to a worker,
worked again when the worker dies. Package store keeps it in SQLite or
PostgreSQL.

# From the inbox to an answer

A worker calls bot.Handle. Package bot reads what a person did and turns it into
a thread: package thread reads pastes of every layout and invents nothing; a
thread in a channel is read from Slack, with tolerant structs, because one odd
block must not cost a question.

Then tutor.Explain, the heart:

	safety.MaskThread   secrets become ‹secret:kind›
	glossary.Match      which entries are meant here, which jargon nobody defined
	plan                what this learner is taught: card, bracket, bare, paraphrase
	prompts             one prompt; the thread is data in it, never instruction
	engine              records, one JSON object a line, as they stream
	check               each record against the thread; what fails is dropped
	show                what is left, at once, in reading order
	Library.Record      the lesson; it ends the inbox item in the same transaction

Code decides what is taught, who said what and where it is posted. The engine
only words it. Engines are language models, reached by package model through
langchaingo inside one guard that turns cut streams, silence and HTML with
status 200 into typed errors; and the offline engine, which only quotes. A
model that is busy is asked again, one that keeps failing is passed over for a
while, and the next of GLOSS_MODEL answers; a budget in dollars or tokens bounds
what they cost. A thread that is longer than a model reads at once is noted part
by part, with the same message ids, and the answer worded from the notes; what no
part shows is named. When all fail, the quotes answer and say why.

safety.Gate stands before every reader. The only way to make a safety.Text is
through it, and answers are made of safety.Text.

Package bot shows the parts as they come: streamed where the workspace can, else
posted and updated.

# Trying it

"gloss try" runs all of this in one process against package bot/fakeslack, a
Slack on loopback with Slack's own limits and faults, and a page that looks like
Slack. The tests use the same fake, at the wire: nothing of ours is mocked.

# Measuring it

"gloss eval DIR" explains threads of the user's own with the user's own model, and
has a judge, best a model of another family, say of each claim whether the
messages that it cites carry it (package eval). It prints shares with the bounds
that so few threads allow, the worst cases and the cost, keeps within --budget,
and goes on where it was stopped. --calibrate says how far the judge agrees with
people, --against which of two models explains better.

# Who imports whom

	thread, safety → glossary → prompts → model, tutor → bot, store → cmd

TestRoomsImportOneWay holds the table. Interfaces are small and belong to their
user: tutor.Engine and tutor.Library, model.Ledger, inbox.Queue, socket.Sink. bot and store
meet only here, in serve.go, where everything is wired.

# What a learner knows

Events are only ever appended: a term was explained, looked up, asked about. What
a learner knows is a fold over them (tutor.Fold), worked out anew each time, so
that there is nothing to get out of step. How it is judged, and how much help
follows from it, is in tutor/known.go, to be read and doubted; how long a memory
lasts is package tutor/fsrs.
*/
package main
