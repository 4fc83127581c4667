// Command gloss is a tutor for engineering threads, in Slack and on the
// terminal: paste a thread and have it explained in plain words, on your own
// glossary, shaped by what you already know.
//
// # The tour
//
// A question goes through the rooms in this order. Package thread reads what
// was pasted and invents nothing. Package safety masks secrets before anything
// is kept or asked. Package glossary finds the company's words in it. Package
// tutor plans what this learner is taught and has package prompts put it into
// one prompt. An engine of package model words the answer as records, one a
// line; the gate of package safety lets through only what rests on the thread.
// Package store remembers what was taught.
//
// Imports point one way: thread, safety → glossary → prompts → model, tutor →
// bot, store → cmd. Everything is wired here and nowhere else.
package main
