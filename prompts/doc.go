// Package prompts holds what is said to a model and the format it answers in:
// one typed value per template, and records, one JSON object a line.
//
// Thread text and glossary text are data inside a prompt, delimited and
// declared untrusted; code decides what is taught, the model only words it.
//
// It does not talk to models (package model does) and does not check what they
// answer (package tutor does, with package safety).
package prompts
