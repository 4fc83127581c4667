// Package glossary holds a company's words: entries, their sources, and where
// they occur in a thread.
//
// One entry is one concept in one system. Matching finds whole words, the
// longest first, and says which entry is meant; where that stays open it says
// "either", it never guesses. Jargon that no entry defines is listed too.
//
// It does not store entries (package store does), does not know learners, and
// does not decide how a term is taught (package tutor does).
package glossary
