package rules

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reading lists the methods of the library's tables that only read. A new
// method counts as writing until it is listed here.
var reading = []string{"All", "ImagesAt", "KeptPrompts", "Load", "Recent", "Spending", "Spent", "Tags"}

const writesInstead = "the window reads the library and writes through app/edit. Add a method there, and call it off the UI goroutine with background.Do"

// The window writes to the library only through app/edit, so that every change has one owner, an
// undo, and one way of reporting its errors.
func TestTheWindowWritesThroughOneService(t *testing.T) {
	exports := map[string]string{}
	var windows []listed
	for _, p := range goList(t, "-deps", "-export", "./app/ui/...") {
		exports[p.ImportPath] = p.Export
		if name, ours := folder(p.ImportPath); ours && within(name, "app/ui") {
			windows = append(windows, p)
		}
	}
	eachParsed(t, windows, exports, writes)
}

// eachParsed parses packages and reports the faults that find finds in them. exports are the files
// with the compiled packages that they import.
func eachParsed(t *testing.T, packages []listed, exports map[string]string,
	find func(t *testing.T, positions *token.FileSet, imports types.Importer, path string, parsed []*ast.File) (faults []string),
) {
	t.Helper()
	positions := token.NewFileSet()
	imports := importer.ForCompiler(positions, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
	for _, p := range packages {
		var parsed []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(positions, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
		for _, fault := range find(t, positions, imports, p.ImportPath, parsed) {
			t.Error(fault)
		}
	}
}

// writes finds where a package calls a writing method of a table, or passes a table on.
func writes(t *testing.T, positions *token.FileSet, imports types.Importer, path string, parsed []*ast.File) (faults []string) {
	t.Helper()
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	if _, err := (&types.Config{Importer: imports}).Check(path, positions, parsed, info); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	read := map[ast.Expr]bool{} // tables used to call a reading method
	for _, file := range parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && slices.Contains(reading, call.Sel.Name) {
				read[call.X] = true
			}
			if e, ok := n.(ast.Expr); ok && isTable(info.Types[e]) && !read[e] {
				faults = append(faults, fmt.Sprintf("%s uses a table of the library: %s", positions.Position(e.Pos()), writesInstead))
			}
			return true
		})
	}
	return faults
}

// isTable reports whether a value is one of the library's tables.
func isTable(e types.TypeAndValue) bool {
	if !e.IsValue() {
		return false
	}
	pointer, ok := e.Type.(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := pointer.Elem().(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == module+"/app/library" && strings.HasSuffix(named.Obj().Name(), "Table")
}

// The rule must find violations.
func TestWritesAreCaught(t *testing.T) {
	exports := map[string]string{}
	for _, p := range goList(t, "-deps", "-export", "./app/library") {
		exports[p.ImportPath] = p.Export
	}
	const body = `package made
import ("context"; "lookbook/app/library")
type saver interface { Save(ctx context.Context, name, query string) error }
func made(ctx context.Context, l *library.Library) {
	%s
}`
	for code, broken := range map[string]bool{
		`l.Searches.Save(ctx, "a", "b")`:           true,
		`save := l.Drafts.Save; _ = save`:          true,
		`var s saver = l.Searches; _ = s`:          true,
		`t := l.Marks; _ = t`:                      true,
		`l.Searches.All(ctx); l.Marks.Tags(ctx)`:   false,
		`l.Totals(ctx); read := l.Entry; _ = read`: false,
	} {
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, "made.go", fmt.Sprintf(body, code), parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		imports := importer.ForCompiler(positions, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
		if faults := writes(t, positions, imports, "made", []*ast.File{file}); (len(faults) > 0) != broken {
			t.Errorf("%s: found %q, want broken=%v", code, faults, broken)
		}
	}
}
