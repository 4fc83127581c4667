package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBackupIsAWholeDatabase(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "gloss.db"))
	live(t, s, "Ann")
	copied := filepath.Join(folder, "it's a copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the backup: %v, %v", info.Mode(), err)
	}
	before, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), copied); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("a second backup under one name: %v", err)
	}
	if after, _ := os.ReadFile(copied); string(after) != string(before) {
		t.Error("the first backup was changed")
	}
	put(t, s, "later", "T1/Ann")

	restored := open(t, copied)
	lessons, err := restored.Lessons(t.Context(), "T1/Ann", 0)
	if err != nil || len(lessons) != 60 {
		t.Errorf("%d lessons in the copy, %v", len(lessons), err)
	}
}

func TestBackupThatBreaksOffLeavesNoFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := open(t, filepath.Join(folder, "gloss.db"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, file := range []string{filepath.Join(folder, "copy.db"), filepath.Join(folder, "missing", "copy.db")} {
		if err := s.Backup(ctx, file); err == nil {
			t.Errorf("%s: no error", file)
		}
		if _, err := os.Stat(file); !os.IsNotExist(err) {
			t.Errorf("%s is left behind: %v", file, err)
		}
	}
}

func TestBackupOfPostgreSQLNamesTheTool(t *testing.T) {
	t.Parallel()
	s := open(t, postgresAddress(t))
	if err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "copy")); err == nil || !strings.Contains(err.Error(), "pg_dump") {
		t.Errorf("backup: %v", err)
	}
}
