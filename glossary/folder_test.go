package glossary

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const lanePage = "---\nid: till/lane\nterm: lane\nsystem: till\nplain: one cash desk\nstatus: approved\n---\n"

func TestAFolderIsReadAgainWhenItChanges(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "lane.md")
	write(t, file, []byte(lanePage))
	write(t, filepath.Join(dir, ".git", "x.md"), []byte("no entry"))
	f := &Folder{Path: dir}
	first, err := f.Entries()
	if err != nil || len(first) != 1 {
		t.Fatal(first, err)
	}
	write(t, filepath.Join(dir, "desk.md"), []byte("---\nterm: desk\n---\n"))
	if now, err := f.Entries(); err != nil || len(now) != 2 {
		t.Errorf("after a new file: %v, %v", now, err)
	}
	write(t, file, []byte(lanePage[:len(lanePage)-len("---\n")]+"owner: olga\n---\n"))
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(file, later, later); err != nil {
		t.Fatal(err)
	}
	now, err := f.Entries()
	if e, _ := New(now).Entry("till/lane"); err != nil || e.Owner != "olga" {
		t.Errorf("after a change: %v, %v", now, err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if kept, err := f.Entries(); err == nil || len(kept) != 2 {
		t.Errorf("after the folder went: %v, %v; want an error and what was there", kept, err)
	}
}

func TestAPatchIsWhatGitApplies(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not here")
	}
	for name, before := range map[string]string{"changed": lanePage, "new": "", "without a last line end": lanePage + "# more"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var old []byte
			if before != "" {
				old = []byte(before)
				write(t, filepath.Join(dir, "till", "lane.md"), old)
			}
			e := Entry{ID: "till/lane", Term: "lane", System: "till", Plain: "one cash desk with its belt", Status: Approved, Importance: Common}
			patch, err := Patch("till/lane.md", old, e)
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "edit.patch"), patch)
			apply := exec.Command(git, "apply", "edit.patch")
			apply.Dir = dir
			if out, err := apply.CombinedOutput(); err != nil {
				t.Fatalf("%v %s\n%s", err, out, patch)
			}
			if err := os.Remove(filepath.Join(dir, "edit.patch")); err != nil {
				t.Fatal(err)
			}
			got, faults, err := Load(dir)
			if err != nil || len(faults) > 0 || len(got) != 1 || got[0].Plain != e.Plain {
				t.Errorf("after the patch: %+v, %v, %v", got, faults, err)
			}
		})
	}
}
