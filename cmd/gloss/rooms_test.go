package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path that all rooms share.
const module = "github.com/gloss-tutor/gloss/"

// mayImport says which rooms a room may know; a room that is missing here must
// be placed before it is built. cmd/gloss may know everything.
var mayImport = map[string][]string{
	"thread":                      {},
	"safety":                      {"thread"},
	"safety/oracle":               {"safety"},
	"glossary":                    {"thread"},
	"prompts":                     {"thread", "glossary"},
	"model":                       {"prompts", "thread", "glossary"},
	"tutor":                       {"thread", "glossary", "prompts", "safety", "tutor/fsrs"},
	"tutor/fsrs":                  {},
	"bot":                         {"tutor", "thread", "glossary", "prompts", "safety", "bot/socket", "bot/inbox"},
	"bot/socket":                  {},
	"bot/inbox":                   {},
	"bot/inbox/inboxtest":         {"bot/inbox"},
	"bot/fakeslack":               {},
	"bot/fakeslack/cmd/fakeslack": {"bot/fakeslack"},
	"bot/fakeslack/browsertest":   {},
	"store":                       {"tutor", "model", "glossary", "prompts", "bot/inbox"},
	"store/storetest":             {},
	"eval":                        {"thread", "prompts"},
	"cmd/gloss":                   nil,
}

// files parses every Go file of the module that is no test, with its folder.
func files(t *testing.T, visit func(room, name string, file *ast.File)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".." && path != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		room, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(room), entry.Name(), file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRoomsImportOneWay(t *testing.T) {
	seen := make(map[string]bool)
	files(t, func(room, name string, file *ast.File) {
		seen[room] = true
		allowed, placed := mayImport[room]
		if !placed {
			t.Errorf("room %s has no place in the table of who may import whom", room)
			return
		}
		if room == "cmd/gloss" {
			return
		}
		for _, imported := range file.Imports {
			path, _ := strconv.Unquote(imported.Path.Value)
			ours, is := strings.CutPrefix(path, module)
			if is && !slices.Contains(allowed, ours) {
				t.Errorf("%s/%s imports %s; %s may import %v", room, name, ours, room, allowed)
			}
		}
	})
	for room := range mayImport {
		if !seen[room] {
			t.Errorf("room %s is in the table and not in the tree", room)
		}
	}
}

func TestEverythingExportedIsDocumented(t *testing.T) {
	documented := make(map[string]bool)
	files(t, func(room, name string, file *ast.File) {
		documented[room] = documented[room] || file.Doc != nil
		for _, d := range file.Decls {
			for _, missing := range undocumented(d) {
				t.Errorf("%s/%s: %s has no doc comment", room, name, missing)
			}
		}
	})
	for room, has := range documented {
		if !has {
			t.Errorf("package %s has no doc comment", room)
		}
	}
}

// undocumented returns the exported names of a declaration without a comment.
// A group of constants or variables may share one.
func undocumented(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
					names = append(names, spec.Name.Name)
				}
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					if name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}

// exportedReceiver reports whether a function has no receiver or one that
// others can name.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	named := d.Recv.List[0].Type
	if star, is := named.(*ast.StarExpr); is {
		named = star.X
	}
	if generic, is := named.(*ast.IndexExpr); is {
		named = generic.X
	}
	name, is := named.(*ast.Ident)
	return is && name.IsExported()
}
