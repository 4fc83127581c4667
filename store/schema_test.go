package store

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"
)

// Every column must say what it is for, since the schema is where people look.
func TestEveryColumnIsCommented(t *testing.T) {
	scripts, err := scriptsFor(goose.DialectPostgres)
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(scripts, "*.sql")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	numbers := make(map[string]bool)
	for _, file := range files {
		if number, _, _ := strings.Cut(file, "_"); numbers[number] {
			t.Errorf("%s: the number is taken", file)
		} else {
			numbers[number] = true
		}
		content, err := fs.ReadFile(scripts, file)
		if err != nil {
			t.Fatal(err)
		}
		var inTable, commented bool
		for line := range strings.Lines(string(content)) {
			line = strings.TrimSpace(line)
			switch {
			case strings.HasPrefix(line, "create table"):
				inTable, commented = true, false
			case strings.HasPrefix(line, ");"):
				inTable = false
			case strings.HasPrefix(line, "--"):
				commented = true
			case line == "" && !inTable:
				commented = false
			case strings.Contains(line, "add column") && !commented:
				t.Errorf("%s: no comment above %q", file, line)
			case inTable && !commented && !strings.HasPrefix(line, "primary key"):
				t.Errorf("%s: no comment above %q", file, line)
			}
		}
	}
}

func TestPlaceholdersMayRepeatAndComeInAnyOrder(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		for _, c := range []struct{ query, want string }{
			{`select cast($2 as text) || cast($1 as text)`, "ba"},
			{`select cast($1 as text) || cast($2 as text) || cast($1 as text)`, "aba"},
			{`select cast($2 as text) || cast($2 as text) || cast($1 as text)`, "bba"},
		} {
			var got string
			if _, err := s.read(t.Context()).one([]any{&got}, c.query, "a", "b"); err != nil || got != c.want {
				t.Errorf("%s gives %q, %v; want %q", c.query, got, err, c.want)
			}
		}
	})
}

func TestTextThatIsNoTextIsStored(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s := open(t, address)
		l := lesson("T1/U\x00\xff", "q\x00", 0, "a/\xf0\x28")
		if err := s.Record(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		events, err := s.Events(t.Context(), l.Learner)
		if err != nil || len(events) != 1 || events[0].Entry != "a/\uFFFD(" {
			t.Errorf("events %+v, %v", events, err)
		}
	})
}

func TestSettingsOfSQLite(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "gloss.db"))
	e := s.engine.(*sqlite)
	for _, c := range []struct {
		on           *sql.DB
		pragma, want string
	}{
		{e.writer, "journal_mode", "wal"}, {e.writer, "synchronous", "2"}, {e.writer, "foreign_keys", "1"},
		{e.writer, "secure_delete", "1"}, {e.writer, "trusted_schema", "0"}, {e.writer, "busy_timeout", "2000"},
		{e.readers, "query_only", "1"}, {e.readers, "trusted_schema", "0"}, {e.readers, "busy_timeout", "2000"},
	} {
		var got string
		if err := c.on.QueryRow("pragma " + c.pragma).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s is %s, %v; want %s", c.pragma, got, err, c.want)
		}
	}
	if _, err := e.readers.Exec(`delete from meta`); err == nil {
		t.Error("a reading connection wrote")
	}
}
