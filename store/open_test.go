package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gloss-tutor/gloss/store/storetest"
)

func TestOpenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(folder, "foreign.db")
	execute(t, foreign, `create table visits (n integer)`)

	for _, c := range []struct{ address, want string }{
		{"", "DATABASE_URL is empty"},
		{":memory:", "would lose questions"},
		{"sqlite::memory:", "would lose questions"},
		{"file:gloss.db?mode=memory", "plain path"},
		{"mysql://root:hunter2@db/gloss", "neither a file nor PostgreSQL"},
		{folder, "choose another with DATABASE_URL"},
		{filepath.Join(folder, "missing", "gloss.db"), "choose another with DATABASE_URL"},
		{write("notes.db", "hello"), "not a SQLite database"},
		{write("long.db", strings.Repeat("hello\n", 5000)), "not a SQLite database"},
		{foreign, "belongs to another program"},
		{"postgres://ann:hunter2@127.0.0.1:1/gloss", "PostgreSQL at 127.0.0.1:1"},
		{"postgresql://ann:hunter2@127.0.0.1:1/gloss", "does not let us in (connection refused); check that it runs"},
		{"postgres://ann:hunter2@nowhere.invalid/gloss", "PostgreSQL at nowhere.invalid:5432 does not let us in (there is no such host)"},
		{"postgres://ann:hun ter2%zz@db/gloss", "no valid PostgreSQL address"},
		{"postgres://ann:hunter2@db:port/gloss", "no valid PostgreSQL address"},
	} {
		before, _ := os.ReadFile(c.address)
		s, err := Open(t.Context(), c.address)
		if err == nil {
			t.Errorf("%q was opened", c.address)
			s.Close()
			continue
		}
		if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "open the database: ") {
			t.Errorf("%q: %v; want %q in it", c.address, err, c.want)
		}
		if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "ter2") {
			t.Errorf("%q: the password is in: %v", c.address, err)
		}
		if after, _ := os.ReadFile(c.address); !bytes.Equal(before, after) {
			t.Errorf("%q: the file was changed", c.address)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: not one sentence: %v", c.address, err)
		}
		if beside, _ := filepath.Glob(c.address + "?*"); len(beside) > 0 && c.address != "" {
			t.Errorf("%q: %v was left beside it", c.address, beside)
		}
	}
}

// execute runs statements on a SQLite file that no Store has open.
func execute(t *testing.T, path string, statements ...string) {
	t.Helper()
	db := connect(path, "mode=rwc")
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPasswordIsTakenOutOfErrors(t *testing.T) {
	const address = "postgres://ann:hunt%40er%202@db/gloss"
	for _, text := range []string{"dial " + address, "refused hunt@er 2", "hunt%40er%202 is wrong"} {
		got := withoutPassword(errors.New(text), address, "hunt@er 2").Error()
		if strings.Contains(got, "hunt") || strings.Contains(got, "er 2") {
			t.Errorf("%q became %q", text, got)
		}
	}
	fault := errors.New("the server is away")
	for _, address := range []string{address, "postgres://db/gloss", "postgres://ann@db/gloss"} {
		if got := withoutPassword(fault, address, ""); got != fault {
			t.Errorf("%s: an error without the password became %v", address, got)
		}
	}
}

func TestOddPathsAreFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b.db", "q?mode=memory&x=1.db", "100%25#1.db", "ü.db", "sqlite:plain.db"} {
		folder := t.TempDir()
		address := filepath.Join(folder, name)
		if rest, ok := strings.CutPrefix(name, "sqlite:"); ok {
			address, name = "sqlite:"+filepath.Join(folder, rest), rest
		}
		s := open(t, address)
		put(t, s, "q1", "U1")
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: others may read it: %v", name, info.Mode())
		}
	}
}

func TestSecondProcessOnOneFileIsTurnedAway(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	first := open(t, path)
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, link} {
		_, err := Open(t.Context(), name)
		if err == nil || !strings.Contains(err.Error(), "is in use by process ") || !strings.Contains(err.Error(), "stop that process") {
			t.Errorf("%s: %v", name, err)
		}
	}
	put(t, first, "q1", "U1")
}

func TestDamagedFileIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gloss.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
		if err := s.Record(t.Context(), lesson("T1/U1", id, 0, "a/slo", "a/pod")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// All but the first page becomes noise.
	for i := 4096; i < len(content); i++ {
		content[i] ^= 0x5a
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), path)
	if err == nil || !strings.Contains(err.Error(), "put a backup in its place") {
		t.Errorf("open: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(after, content) {
		t.Error("the file was changed")
	}
}

func TestDatabaseOfANewerVersionIsLeftAlone(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		s, err := Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		err = s.write(t.Context(), func(tx tx) error {
			if _, err := tx.exec(`insert into goose_db_version (version_id, is_applied) values (999, true)`); err != nil {
				return err
			}
			_, err := tx.exec(`insert into schema_writer (version, program) values (999, 'v9.9.0')`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = Open(t.Context(), address)
		if err == nil || !strings.Contains(err.Error(), "newer version of gloss, v9.9.0,") || !strings.Contains(err.Error(), "run that one") {
			t.Errorf("open: %v", err)
		}
	})
}

func TestProcessesMayStartTogetherOnPostgreSQL(t *testing.T) {
	t.Parallel()
	for range 3 {
		address := storetest.PostgresAddress(t)
		var starting sync.WaitGroup
		for range 4 {
			starting.Go(func() {
				s, err := Open(t.Context(), address)
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		starting.Wait()
	}
}

func TestReopenedDatabaseHasItsData(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		for i, id := range []string{"q1", "q2", "q3"} {
			s, err := Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Record(t.Context(), lesson("T1/U1", id, i)); err != nil {
				t.Error(err)
			}
			lessons, err := s.Lessons(t.Context(), "T1/U1", 0)
			if err != nil || len(lessons) != i+1 {
				t.Errorf("%d lessons after start %d, %v", len(lessons), i+1, err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestClosingTwiceIsNoTrouble(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "gloss.db"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
