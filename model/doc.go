// Package model holds the engines that word an answer: language models reached
// through langchaingo behind one guard, and the offline engine, which quotes.
//
// Every engine takes a prompts.Prompt and emits prompts.Records as they come.
// The guard turns what providers do wrong (cut streams, silence, panics, HTML
// with status 200) into one typed Error. A Chain tries models in order, waits
// for those that are busy and passes over those that are down. A Long reads in
// parts what is too long to be read at once. A Meter says what
// an answer costs and keeps to a Budget, whose Ledger others implement.
//
// It does not check what a model says (package tutor does) and logs nothing.
package model
