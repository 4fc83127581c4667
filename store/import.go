package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gloss-tutor/gloss/glossary"
)

// Change counts what an import did.
type Change struct {
	Added, Changed, Same int
	// Clashed of the entries that changed or stayed the same keep words that
	// people wrote since the last import, against the import's.
	Clashed int
}

// Verdict is what an import does with an entry.
type Verdict string

// The verdicts.
const (
	IsNew      Verdict = "new"
	IsChanged  Verdict = "changed"
	IsSame     Verdict = "same"
	IsConflict Verdict = "conflict"
)

// Planned is what an import does with one entry.
type Planned struct {
	// Entry is the entry as it will be. An entry with another id and the term
	// and system of a stored one changes that one.
	Entry   glossary.Entry
	Verdict Verdict
	// Fields are the JSON names of the fields that change.
	Fields []string
	// Clashes are fields that people changed since the last import, and that
	// the import has in yet another way. Their words stay.
	Clashes []glossary.Clash

	version int
	body    string
	// mixed says that people's words are in it besides the import's, so that
	// the next import must still be compared with the one before.
	mixed bool
}

// Plan says what importing the entries would do, and does nothing.
//
// An import never takes back what people decided: an entry that was approved,
// deprecated or rejected keeps its status when the import has it as a draft or
// in review, and one in review does not become a draft. What people changed
// since the last import stays as well.
func (s *Store) Plan(ctx context.Context, team string, entries []glossary.Entry) ([]Planned, error) {
	plan, err := s.plan(s.read(ctx), team, entries)
	return plan, wrapped("plan an import into the glossary", err)
}

// Import does what Plan says, all or nothing; entries that are not in the
// import stay. Every entry added or changed gets a revision. Progress, if any,
// is told how many entries are done, now and then.
func (s *Store) Import(ctx context.Context, team, author, reason string, entries []glossary.Entry, progress ...func(done int)) (Change, error) {
	now := time.Now()
	var change Change
	err := s.write(ctx, func(t tx) error {
		change = Change{}
		plan, err := s.plan(t.queries, team, entries)
		if err != nil {
			return err
		}
		for i, p := range plan {
			if err := carryOut(t, team, p, glossary.Revision{Author: author, Reason: reason, At: now, Imported: true}, &change); err != nil {
				return fmt.Errorf("entry %s: %w", p.Entry.ID, err)
			}
			for _, tell := range progress {
				if i%100 == 99 || i == len(plan)-1 {
					tell(i + 1)
				}
			}
		}
		if change.Added+change.Changed == 0 {
			return nil
		}
		what := fmt.Sprintf("%d added, %d changed", change.Added, change.Changed)
		return audit(t, team, author, reason, "imported", what, 0, now)
	})
	if err != nil {
		return Change{}, fmt.Errorf("import into the glossary: %w", err)
	}
	return change, nil
}

// carryOut does what is planned for one entry.
func carryOut(t tx, team string, p Planned, r glossary.Revision, change *Change) error {
	if len(p.Clashes) > 0 {
		change.Clashed++
	}
	switch {
	case p.Verdict == IsNew:
		change.Added++
	case len(p.Fields) > 0:
		change.Changed++
	default:
		change.Same++
		return nil
	}
	r.Imported = !p.mixed
	return saveEntry(t, team, p.Entry.ID, p.version+1, p.body, r)
}

// stored is an entry as the database has it.
type stored struct {
	entry   glossary.Entry
	version int
	body    string
}

// plan works out what becomes of each entry.
func (s *Store) plan(q queries, team string, entries []glossary.Entry) ([]Planned, error) {
	if err := checkIDs(entries); err != nil {
		return nil, err
	}
	have, err := storedEntries(q, team)
	if err != nil {
		return nil, err
	}
	byTerm := make(map[string]string, len(have))
	for id, h := range have {
		byTerm[termKey(h.entry)] = id
	}
	plan := make([]Planned, 0, len(entries))
	taken := make(map[string]bool, len(entries))
	for _, e := range entries {
		taken[e.ID] = true
	}
	for _, e := range entries {
		h, found := have[e.ID]
		if other, same := byTerm[termKey(e)]; !found && same && !taken[other] {
			h, found = have[other]
			e.ID = other
		}
		if !found {
			body, err := json.Marshal(e)
			if err != nil {
				return nil, err
			}
			plan = append(plan, Planned{Entry: e, Verdict: IsNew, body: string(body)})
			continue
		}
		p, err := planChange(q, team, h, e)
		if err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.ID, err)
		}
		plan = append(plan, p)
	}
	return plan, nil
}

// termKey is what tells entries of one system apart beside their ids.
func termKey(e glossary.Entry) string { return e.System + "\x00" + strings.ToLower(e.Term) }

// planChange works out what becomes of an entry that is stored already.
func planChange(q queries, team string, h stored, e glossary.Entry) (Planned, error) {
	wanted := keepDecision(h.entry, e)
	body, err := json.Marshal(wanted)
	if err != nil {
		return Planned{}, err
	}
	if string(body) == h.body {
		return Planned{Entry: h.entry, Verdict: IsSame}, nil
	}
	p := Planned{Entry: wanted, Verdict: IsChanged, version: h.version, body: string(body)}
	base, edited, err := lastImported(q, team, e.ID, h)
	if err != nil {
		return Planned{}, err
	}
	if edited {
		p.Entry, p.Clashes = glossary.Merge(base, wanted, h.entry)
		if body, err = json.Marshal(p.Entry); err != nil {
			return Planned{}, err
		}
		p.body, p.mixed = string(body), true
	}
	p.Fields = glossary.Differences(h.entry, p.Entry)
	switch {
	case len(p.Clashes) > 0:
		p.Verdict = IsConflict
	case len(p.Fields) == 0:
		p.Verdict = IsSame
	}
	return p, nil
}

// lastImported is the entry as an import left it last, and whether people have
// changed it since.
func lastImported(q queries, team, id string, h stored) (base glossary.Entry, edited bool, err error) {
	var version int
	var body string
	found, err := q.one([]any{&version, &body}, `
		select version, body from glossary_revision
		where team = $1 and id = $2 and imported = 1 order by version desc limit 1`, team, id)
	if err != nil || !found || version == h.version {
		return h.entry, err == nil && !found, err
	}
	return base, true, json.Unmarshal([]byte(body), &base)
}

// storedEntries are the entries of a workspace by their ids.
func storedEntries(q queries, team string) (map[string]stored, error) {
	have := make(map[string]stored)
	err := q.each(func(rows *sql.Rows) error {
		var h stored
		if err := rows.Scan(&h.version, &h.body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(h.body), &h.entry); err != nil {
			return err
		}
		have[h.entry.ID] = h
		return nil
	}, `select version, body from glossary_entry where team = $1`, team)
	return have, err
}

func checkIDs(entries []glossary.Entry) error {
	seen := make(map[string]bool, len(entries))
	for i, e := range entries {
		if e.ID == "" {
			return fmt.Errorf("entry %d (%q) has no id", i+1, e.Term)
		}
		if seen[e.ID] {
			return fmt.Errorf("two entries have the id %s", e.ID)
		}
		seen[e.ID] = true
	}
	return nil
}

func saveEntry(t tx, team, id string, version int, body string, r glossary.Revision) error {
	_, err := t.exec(`
		insert into glossary_entry (team, id, version, body) values ($1, $2, $3, $4)
		on conflict (team, id) do update set version = excluded.version, body = excluded.body`,
		team, id, version, body)
	if err != nil {
		return err
	}
	imported := 0
	if r.Imported {
		imported = 1
	}
	// Of two changes at the same time the later one collides here, and is
	// tried again on top of the first.
	_, err = t.exec(`
		insert into glossary_revision (team, id, version, author, reason, at, imported, body)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		team, id, version, r.Author, r.Reason, r.At, imported, body)
	return err
}

// keepDecision gives an entry the status that it had where that says more.
func keepDecision(old, e glossary.Entry) glossary.Entry {
	if weight(e.Status) >= weight(old.Status) {
		return e
	}
	e.Status = old.Status
	e.ReplacedBy = cmp.Or(e.ReplacedBy, old.ReplacedBy)
	e.ReviewedAt = cmp.Or(e.ReviewedAt, old.ReviewedAt)
	return e
}

// weight orders statuses by how much people have decided.
func weight(s glossary.Status) int {
	switch s {
	case glossary.Approved, glossary.Deprecated, glossary.Rejected:
		return 2
	case glossary.InReview:
		return 1
	}
	return 0
}
