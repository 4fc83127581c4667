// Package oracle measures package safety's masking against gitleaks, a scanner
// for source code: what gitleaks finds must be masked, in at most a tenth of its
// time. It is a module of its own; run it where it stands:
//
//	go test ./... -bench . -benchtime 20x
//
// GLOSS_CHAT names a directory of threads, JSON with messages[].text, on which
// false hits are counted.
package oracle
