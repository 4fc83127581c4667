// Package safety holds what stands between untrusted text and people: masking
// of secrets on the way in, the gate on the way out.
//
// Everything that came from outside is untrusted: the pasted thread, the stored
// glossary, the model's words. Nothing here depends on a model behaving.
//
// It does not decide who may see a thread (package bot does), and it does not
// judge whether an explanation is good, only whether it may be shown.
package safety
