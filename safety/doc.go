// Package safety holds what stands between untrusted text and people: masking
// of secrets on the way in, the gate on the way out.
//
// Everything that came from outside is untrusted: the pasted thread, the stored
// glossary, the model's words. Nothing here depends on a model behaving.
//
// On the way in, Mask, MaskThread and MaskJSON put ‹secret:KIND› where a secret
// stood and drop code points that nobody sees. What the secret was is kept
// nowhere. The shapes of secrets are data: rules.txt. Disguise does not help:
// look-alike letters, encodings, base64 and line breaks inside a token are seen
// through (views.go, wrapped.go). Payment cards and IBANs go too.
//
// On the way out, a Gate built for one thread turns any text, written by
// whomever, into a Text that may be shown, and tells whether a statement rests
// on the messages that it cites. It removes ways out (links that the thread does
// not hold, images, pings) and disguises (hidden characters, labels that differ
// from their target). It does not judge tone or truth.
//
// Signs points at messages that look like a scam or like an order to a tool. It
// finds wording, which proves nothing either way: "check this", never a verdict.
//
// It does not decide who may see a thread (package bot does), and it does not
// judge whether an explanation is good, only whether it may be shown.
package safety
