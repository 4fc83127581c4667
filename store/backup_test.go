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
	kept := filepath.Join(folder, "gloss.db")
	s := open(t, kept)
	live(t, s, "Ann")
	copied := filepath.Join(folder, "it's a copy.db")
	if err := Backup(t.Context(), kept, copied); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the backup: %v, %v", info.Mode(), err)
	}
	before, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	if err := Backup(t.Context(), kept, copied); err == nil || !strings.Contains(err.Error(), "exists already") {
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
	kept := filepath.Join(folder, "gloss.db")
	open(t, kept)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, file := range []string{filepath.Join(folder, "copy.db"), filepath.Join(folder, "missing", "copy.db")} {
		if err := Backup(ctx, kept, file); err == nil {
			t.Errorf("%s: no error", file)
		}
		if _, err := os.Stat(file); !os.IsNotExist(err) {
			t.Errorf("%s is left behind: %v", file, err)
		}
	}
}

func TestBackupOfPostgreSQLNamesTheTool(t *testing.T) {
	t.Parallel()
	if err := Backup(t.Context(), "postgres://localhost/gloss", filepath.Join(t.TempDir(), "copy")); err == nil || !strings.Contains(err.Error(), "pg_dump") {
		t.Errorf("backup: %v", err)
	}
}

func TestBackupReadsWhatNobodyHasOpen(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	kept, copied := filepath.Join(folder, "gloss.db"), filepath.Join(folder, "copy.db")
	s := open(t, kept)
	live(t, s, "Ann")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Backup(t.Context(), "sqlite:"+kept, copied); err != nil {
		t.Fatal(err)
	}
	if lessons, err := open(t, copied).Lessons(t.Context(), "T1/Ann", 0); err != nil || len(lessons) != 60 {
		t.Errorf("%d lessons in the copy, %v", len(lessons), err)
	}
	if err := Backup(t.Context(), filepath.Join(folder, "none.db"), filepath.Join(folder, "other.db")); err == nil {
		t.Error("a database that is not there was copied")
	}
}
