package glossary

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// csvHead are the columns of a CSV file: those of OpenMetadata, then ours for
// what it has no place for.
var csvHead = []string{
	"parent", "name*", "displayName", "description", "synonyms", "relatedTerms", "references", "tags", "reviewers",
	"owner", "glossaryStatus", "color", "iconURL", "extension",
	"id", "system", "matchOnly", "channels", "kind", "technical", "why", "analogy", "analogyBreaks", "example",
	"contrast", "audience", "importance", "reviewedAt", "reviewEveryDays", "replacedBy", "evidence", "source", "credit",
}

// WriteCSV writes entries as a CSV file with the columns of OpenMetadata's
// glossaries and some more. Lists are parted by semicolons, and broader entries
// stand among the related ones as "broader:id". Load reads it back unchanged.
func WriteCSV(w io.Writer, entries []Entry) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvHead); err != nil {
		return err
	}
	for _, e := range entries {
		var related []string
		for _, id := range e.Related {
			if strings.Contains(id, ":") {
				id = "related:" + id
			}
			related = append(related, id)
		}
		for _, id := range e.Broader {
			related = append(related, "broader:"+id)
		}
		every := ""
		if e.ReviewEvery != 0 {
			every = strconv.Itoa(e.ReviewEvery)
		}
		row := map[string]string{
			"name*": slugOf(e.Term), "displayName": e.Term, "description": e.Plain, "synonyms": joinList(e.Aliases),
			"relatedTerms": joinList(related), "references": joinList(e.Links), "reviewers": joinList(e.Reviewers),
			"owner": e.Owner, "glossaryStatus": string(e.Status), "id": e.ID, "system": e.System,
			"matchOnly": joinList(e.MatchOnly), "channels": joinList(e.Channels), "kind": e.Kind, "technical": e.Technical,
			"why": e.Why, "analogy": e.Analogy.Text, "analogyBreaks": e.Analogy.Breaks, "example": e.Example,
			"contrast": joinList(e.Contrast), "audience": joinList(e.Audience), "importance": string(e.Importance),
			"reviewedAt": e.ReviewedAt, "reviewEveryDays": every, "replacedBy": e.ReplacedBy,
			"evidence": joinList(e.Evidence), "source": e.Source, "credit": e.Credit,
		}
		cells := make([]string, len(csvHead))
		for i, name := range csvHead {
			cells[i] = row[name]
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// joinList writes a list into one cell, as CSV of its own parted by semicolons.
func joinList(list []string) string {
	if len(list) == 0 {
		return ""
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	// A buffer takes all that is written.
	_ = w.Write(list)
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// splitList reads such a cell; the second result is false where its quotes
// are wrong and it was cut at the semicolons as it is.
func splitList(cell string) ([]string, bool) {
	if cell == "" {
		return nil, true
	}
	r := csv.NewReader(strings.NewReader(cell))
	r.Comma = ';'
	list, err := r.Read()
	if err != nil {
		list = strings.Split(cell, ";")
	}
	return trimmed(list), err == nil
}

// trimmed drops blanks around the elements of a list, and the empty ones.
func trimmed(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// csvNames are the headings under which other files have our columns, folded
// and without marks.
var csvNames = map[string]string{
	"name": "name*", "term": "displayName", "word": "displayName", "title": "displayName", "acronym": "displayName",
	"abbreviation": "displayName", "definition": "description", "meaning": "description", "explanation": "description",
	"plain": "description", "aliases": "synonyms", "alias": "synonyms", "alsoknownas": "synonyms", "status": "glossaryStatus",
	"related": "relatedTerms", "links": "references", "owners": "owner",
}

// readCSV reads a CSV file, ours, OpenMetadata's, or one with a term and a
// definition.
func (l *loader) readCSV(shown string, data []byte) error {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("it is no CSV file with a line of headings (%w)", err)
	}
	names := make([]string, len(head))
	for i, h := range head {
		names[i] = csvName(h)
	}
	if !slices.Contains(names, "displayName") && !slices.Contains(names, "name*") {
		return fmt.Errorf("no column is called term, name or displayName; its columns are %s", strings.Join(head, ", "))
	}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return nil
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		row := make(map[string]string)
		for i, cell := range record {
			if i < len(names) && row[names[i]] == "" {
				row[names[i]] = cell
			}
		}
		l.addRow(shown, line, row)
	}
}

func csvName(heading string) string {
	heading = strings.TrimSpace(heading)
	for _, name := range csvHead {
		if strings.EqualFold(strings.TrimSuffix(name, "*"), strings.TrimSuffix(heading, "*")) {
			return name
		}
	}
	return orElse(csvNames[strings.Map(func(r rune) rune {
		if isWord(r) {
			return r
		}
		return -1
	}, folded(heading))], heading)
}

// addRow makes an entry of one row. Names of OpenMetadata are paths with dots,
// of which the last part is the term's.
func (l *loader) addRow(shown string, line int, row map[string]string) {
	list := func(name string) []string {
		values, ok := splitList(row[name])
		if !ok {
			l.faults = append(l.faults, Fault{File: shown, Line: line, What: "the quotes in " + name + " are wrong; it was cut at the semicolons", Kept: true})
		}
		return values
	}
	e := Entry{
		ID: row["id"], Term: orElse(row["displayName"], row["name*"]), System: row["system"], Aliases: list("synonyms"),
		MatchOnly: list("matchOnly"), Channels: list("channels"), Kind: row["kind"], Plain: row["description"],
		Technical: row["technical"], Why: row["why"], Analogy: Analogy{row["analogy"], row["analogyBreaks"]},
		Example: row["example"], Contrast: list("contrast"), Audience: list("audience"),
		Importance: Importance(row["importance"]), Status: Status(row["glossaryStatus"]),
		Owner: unprefixed(row["owner"]), Reviewers: list("reviewers"), ReviewedAt: row["reviewedAt"],
		ReplacedBy: row["replacedBy"], Evidence: list("evidence"), Source: row["source"], Credit: row["credit"],
	}
	e.ReviewEvery, _ = strconv.Atoi(row["reviewEveryDays"])
	if strings.TrimSpace(e.Term) == "" {
		l.skip(shown, line, "the row has no term")
		return
	}
	ours := e.ID != ""
	for _, r := range list("relatedTerms") {
		kind, id, typed := strings.Cut(r, ":")
		switch {
		case typed && strings.EqualFold(kind, "broader"):
			e.Broader = append(e.Broader, termID(id, ours))
		case typed && (!ours || kind == "related"):
			e.Related = append(e.Related, termID(id, ours))
		default:
			e.Related = append(e.Related, termID(r, ours))
		}
	}
	e.Links = list("references")
	if !ours {
		e.Links = slices.DeleteFunc(e.Links, func(s string) bool { return !strings.Contains(s, "://") })
		for i, r := range e.Reviewers {
			e.Reviewers[i] = unprefixed(r)
		}
		if parent := row["parent"]; parent != "" {
			e.Broader = append(e.Broader, termID(parent, false))
		}
		e.System = orElse(e.System, "general")
		e.ID = slugOf(e.System) + "/" + orElse(slugOf(row["name*"]), slugOf(e.Term), "entry")
		e.Plain = words(e.Plain)
	}
	l.addMended(shown, line, e, ours)
}

// unprefixed is a name without OpenMetadata's "user:" or "team:".
func unprefixed(name string) string {
	for _, prefix := range []string{"user:", "team:"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			return rest
		}
	}
	return name
}

// termID is the id that a path of names stands for; our own ids stay.
func termID(name string, ours bool) string {
	if ours {
		return name
	}
	parts := strings.Split(strings.ReplaceAll(name, `"`, ""), ".")
	return "general/" + slugOf(parts[len(parts)-1])
}

// addMended adds an entry that a file held whole. One that is not ours may
// share its id with an earlier one, and gets another.
func (l *loader) addMended(shown string, line int, e Entry, ours bool) {
	faults := mend(&e, shown, front{})
	if !ours {
		faults = append(faults, l.freeID(shown, &e)...)
		e.Source = orElse(e.Source, shown)
	}
	for i := range faults {
		if faults[i].Line == 0 {
			faults[i].Line = line
		}
	}
	l.faults = append(l.faults, faults...)
	l.add(e, position{file: shown, line: line})
}
