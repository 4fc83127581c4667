package glossary

// Status is where an entry stands in review.
type Status string

// The statuses. Only Approved is taught as fact; Rejected never matches.
const (
	Draft      Status = "draft"
	InReview   Status = "in_review"
	Approved   Status = "approved"
	Deprecated Status = "deprecated"
	Rejected   Status = "rejected"
)

// Importance says how central a term is to its system.
type Importance string

// The importances; an entry that says nothing is Common.
const (
	Core   Importance = "core"
	Common Importance = "common"
	Rare   Importance = "rare"
)

// Weight is the factor of an importance when terms compete for the reader's
// attention: core 3, common 2, rare 1.
func (i Importance) Weight() int {
	switch i {
	case Core:
		return 3
	case Rare:
		return 1
	}
	return 2
}

// Entry is one concept in one system.
type Entry struct {
	// ID is "system/slug", stable and never reused.
	ID string `json:"id" yaml:"id"`
	// Term is the preferred term; Aliases are shown and matched, MatchOnly
	// (misspellings, code names) are matched and never shown.
	Term      string   `json:"term" yaml:"term"`
	Aliases   []string `json:"aliases,omitempty" yaml:"aliases"`
	MatchOnly []string `json:"match_only,omitempty" yaml:"match_only"`
	// System is the part of the company whose word this is; "company" or
	// "general" where it is everybody's.
	System string `json:"system" yaml:"system"`
	// Channels are evidence that a thread means this sense.
	Channels []string `json:"channels,omitempty" yaml:"channels"`
	// Kind is concept, system, service, process, metric, artifact, team or
	// acronym; other words are kept as they are.
	Kind string `json:"kind,omitempty" yaml:"kind"`
	// Plain explains the term to anybody in one sentence that can stand in
	// its place; Technical is the engineers' own definition; Why says what it
	// means for the business.
	Plain     string `json:"plain" yaml:"plain"`
	Technical string `json:"technical,omitempty" yaml:"technical"`
	Why       string `json:"why,omitempty" yaml:"why"`
	// Analogy is a comparison and where it stops being true.
	Analogy Analogy `json:"analogy,omitzero" yaml:"analogy"`
	// Example is a sentence in which the term is used.
	Example string `json:"example,omitempty" yaml:"example"`
	// Contrast and Related are ids of entries that are easily confused with
	// this one, or near it.
	Contrast []string `json:"contrast,omitempty" yaml:"contrast"`
	Related  []string `json:"related,omitempty" yaml:"related"`
	// Broader are ids of entries of which this one is a kind or a part.
	Broader []string `json:"broader,omitempty" yaml:"broader"`
	// Audience are the roles that the entry is written for, none for all.
	Audience []string `json:"audience,omitempty" yaml:"audience"`
	// Importance weighs the entry when a reader can be taught only a few.
	Importance Importance `json:"importance,omitempty" yaml:"importance"`
	// Status says whether the entry may be taught as fact.
	Status Status `json:"status" yaml:"status"`
	// Owner answers for the entry; ReviewedAt is the date of the last review,
	// YYYY-MM-DD.
	Owner      string `json:"owner,omitempty" yaml:"owner"`
	ReviewedAt string `json:"reviewed_at,omitempty" yaml:"reviewed_at"`
	// Reviewers may change the entry as its owner may; ReviewEvery is after how
	// many days it has to be looked at again, 0 for the usual 180.
	Reviewers   []string `json:"reviewers,omitempty" yaml:"reviewers"`
	ReviewEvery int      `json:"review_every_days,omitempty" yaml:"review_every_days"`
	// Evidence are links to where the term was used.
	Evidence []string `json:"evidence,omitempty" yaml:"evidence"`
	// ReplacedBy is the id of the successor of a deprecated entry.
	ReplacedBy string `json:"replaced_by,omitempty" yaml:"replaced_by"`
	// Links are addresses for further reading.
	Links []string `json:"links,omitempty" yaml:"links"`
	// Source is where the entry was read, and Credit the attribution that its
	// licence asks for, shown wherever the entry's words are.
	Source string `json:"source,omitempty" yaml:"source"`
	Credit string `json:"credit,omitempty" yaml:"credit"`
}

// Analogy compares a term with something familiar and says where the
// comparison breaks.
type Analogy struct {
	Text   string `json:"text,omitempty" yaml:"text"`
	Breaks string `json:"breaks,omitempty" yaml:"breaks"`
}

// Match is one meaning found in a thread.
type Match struct {
	// Entry is the id of the entry meant, "" while the sense is open.
	Entry string `json:"entry"`
	// Either holds the candidates while the sense is open, sorted by id.
	Either []string `json:"either,omitempty"`
	// Surface is the term as it stands at its first occurrence.
	Surface string `json:"surface"`
	// Messages are the ids of the messages in which it occurs, in order.
	Messages []string `json:"messages"`
	// Status is the entry's status, "" while the sense is open.
	Status Status `json:"status"`
}

// Undefined is jargon that no entry defines.
type Undefined struct {
	Surface  string   `json:"surface"`
	Messages []string `json:"messages"`
	// Means is the long form of an acronym where the thread gives it, "".
	Means string `json:"means,omitempty"`
}
