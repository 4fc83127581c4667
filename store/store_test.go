package store

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// onEach runs a test on SQLite, and on PostgreSQL where there is one. The test
// is given the address of an empty database.
func onEach(t *testing.T, test func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, filepath.Join(t.TempDir(), "gloss.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, postgresAddress(t))
	})
}

// postgresAddress returns the address of a new schema, which is dropped at the
// end of the test.
func postgresAddress(t testing.TB) string {
	t.Helper()
	server := os.Getenv("GLOSS_TEST_POSTGRES")
	if server == "" {
		t.Skip("not run on PostgreSQL: set GLOSS_TEST_POSTGRES to the URL of a database")
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	schema := "gloss_" + strings.ToLower(rand.Text())
	if _, err := db.Exec(`create schema ` + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec(`drop schema ` + schema + ` cascade`); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return address.String()
}

// open opens a database for the length of the test.
func open(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
