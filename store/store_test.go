package store

import (
	"path/filepath"
	"testing"

	"github.com/gloss-tutor/gloss/store/storetest"
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
		test(t, storetest.PostgresAddress(t))
	})
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
