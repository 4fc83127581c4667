package glossary

import (
	"strconv"
	"strings"
	"unicode"
)

// nativeEntry reads an entry in our own form, where every field of Entry has
// its key in the front matter. It repairs what can be repaired and says so.
func nativeEntry(name string, head front, body string) (Entry, []Fault) {
	e := Entry{
		ID: head.text("id"), Term: head.text("term"), System: head.text("system"),
		Aliases: head.list("aliases"), MatchOnly: head.list("match_only"),
		Channels: head.list("channels"), Kind: strings.ToLower(head.text("kind")),
		Plain: head.text("plain"), Technical: head.text("technical"), Why: head.text("why"),
		Analogy: Analogy{Text: head.sub("analogy", "text"), Breaks: head.sub("analogy", "breaks")},
		Example: head.text("example"), Contrast: head.list("contrast"), Related: head.list("related"),
		Importance: Importance(strings.ToLower(head.text("importance"))),
		Status:     Status(head.text("status")), Owner: head.text("owner"),
		ReviewedAt: head.text("reviewed_at"), ReplacedBy: head.text("replaced_by"),
		Links: head.list("links"), Broader: head.list("broader"), Audience: head.list("audience"),
		Reviewers: head.list("reviewers"), Evidence: head.list("evidence"),
		Source: head.text("source"), Credit: head.text("credit"),
	}
	e.ReviewEvery, _ = strconv.Atoi(head.text("review_every_days"))
	for _, s := range sections(body) {
		fillFromBody(&e, s)
	}
	return e, mend(&e, name, head)
}

// fillFromBody takes what the front matter left open from the body: the text
// before the first heading is the engineers' definition.
func fillFromBody(e *Entry, s section) {
	switch {
	case s.heading == "" && e.Technical == "":
		e.Technical = s.text
	case isWhy(s.heading) && e.Why == "":
		e.Why = s.text
	case s.text != "":
		e.Technical = joinParagraphs(e.Technical, titled(s))
	}
}

// mend brings an entry into the shape that the rest relies on: an id of
// "system/slug", a known status and importance, no alias twice.
func mend(e *Entry, name string, head front) []Fault {
	var faults []Fault
	fault := func(key, what string) {
		faults = append(faults, Fault{File: name, Line: head.lineOf(key), What: what, Kept: true})
	}
	system, slug, found := strings.Cut(e.ID, "/")
	if !found {
		slug, system = e.ID, e.System
	}
	if e.System == "" {
		e.System = orElse(slugOf(system), "company")
	}
	switch id := orElse(slugOf(system), e.System) + "/" + orElse(slugOf(slug), fileSlug(name), slugOf(e.Term), "entry"); {
	case e.ID == "":
		e.ID = id
		fault("id", "the entry has no id; it is called "+id+" here, write that into the file so that it stays")
	case !found || system == "" || slug == "" || strings.ContainsAny(e.ID, " \t\n"):
		fault("id", "the id is not of the form system/slug; it is called "+id+" here")
		e.ID = id
	}
	status, known := readStatus(string(e.Status))
	if !known {
		fault("status", `the status is none of draft, in_review, approved, deprecated, rejected; it is read as "`+string(status)+`"`)
	}
	e.Status = status
	switch e.Importance {
	case Core, Common, Rare:
	case "":
		e.Importance = Common
	default:
		fault("importance", "the importance is none of core, common, rare; it is read as common")
		e.Importance = Common
	}
	if isPlaceholder(e.Plain) && e.Status != Rejected {
		e.Plain, e.Status = "", Draft
		fault("plain", placeholderFault)
	}
	e.Aliases = distinct(e.Aliases, e.Term)
	e.MatchOnly = distinct(e.MatchOnly, e.Term)
	e.Related = distinct(e.Related, e.ID)
	return faults
}

// readStatus reads a status however it is written: ours, and what other
// glossaries call it. A status that is not there is Draft, for nobody has
// said that the entry was reviewed.
func readStatus(s string) (Status, bool) {
	switch s := strings.ReplaceAll(strings.Join(strings.Fields(lowerASCII(s)), "_"), "-", "_"); s {
	case "":
		return Draft, true
	case "completed", "complete", "approved":
		return Approved, true
	case "feedback_appreciated":
		return Draft, true
	default:
		switch Status(s) {
		case Draft, InReview, Deprecated, Rejected:
			return Status(s), true
		}
	}
	return Draft, false
}

// slugOf is a name as it can stand in an id: lower case, hyphens between words.
func slugOf(name string) string {
	var out strings.Builder
	for _, r := range folded(name) {
		switch {
		case isWord(r):
			out.WriteRune(unicode.ToLower(r))
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	return strings.TrimSuffix(out.String(), "-")
}

// distinct drops empty words, repeats, and the term itself.
func distinct(list []string, term string) []string {
	seen := map[string]bool{term: true, "": true}
	var out []string
	for _, s := range list {
		if s = strings.Join(strings.Fields(s), " "); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// orElse is the first of the strings that is not empty.
func orElse(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
