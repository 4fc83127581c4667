// Package storetest gives tests a PostgreSQL database of their own. It does
// not open a store: package store's own tests use it, too.
package storetest

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// PostgresAddress returns the address of a new schema in the database that
// GLOSS_TEST_POSTGRES names; it is dropped at the end of the test. Without that
// variable the test is skipped.
func PostgresAddress(t testing.TB) string {
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
