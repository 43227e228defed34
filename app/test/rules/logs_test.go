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
	"slices"
	"testing"
)

// The report for support shows the log's messages, so they hold nothing that a person wrote: they are
// constants. What varies is a field, which the report leaves out unless it is known to be harmless.
func TestMessagesOfTheLogAreConstants(t *testing.T) {
	exports := map[string]string{}
	var ours []listed
	for _, p := range goList(t, "-deps", "-export", "./...") {
		exports[p.ImportPath] = p.Export
		if name, is := folder(p.ImportPath); is && !within(name, "app/test") && !within(name, "api/apitest") {
			ours = append(ours, p)
		}
	}
	ours = slices.DeleteFunc(ours, func(p listed) bool { return !slices.Contains(p.Imports, "log/slog") || len(p.CgoFiles) > 0 })
	eachParsed(t, ours, exports, varying)
}

// varying finds messages of the log that are no constants.
func varying(t *testing.T, positions *token.FileSet, imports types.Importer, path string, parsed []*ast.File) (faults []string) {
	t.Helper()
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	if _, err := (&types.Config{Importer: imports}).Check(path, positions, parsed, info); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, file := range parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			logs := called(info, call)
			if logs && len(call.Args) > 0 && info.Types[call.Args[0]].Value == nil {
				faults = append(faults, fmt.Sprintf("%s: the message of the log varies. Make it a constant, and give what varies a field", positions.Position(call.Pos())))
			}
			return true
		})
	}
	return faults
}

// called reports whether a call is one of the logger's methods that take a message first.
func called(info *types.Info, call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains([]string{"Debug", "Info", "Warn", "Error"}, method.Sel.Name) {
		return false
	}
	f, ok := info.Uses[method.Sel].(*types.Func)
	return ok && f.Pkg() != nil && f.Pkg().Path() == "log/slog"
}

// The rule must find violations.
func TestVaryingMessagesAreCaught(t *testing.T) {
	exports := map[string]string{}
	for _, p := range goList(t, "-deps", "-export", "log/slog", "context") {
		exports[p.ImportPath] = p.Export
	}
	const body = `package made
import "log/slog"
const said = "saving"
func made(log *slog.Logger, prompt string) {
	%s
}`
	for code, broken := range map[string]bool{
		`log.Info("saving", "prompt", prompt)`: false,
		`log.Warn(said + " it")`:               false,
		`log.Info(prompt)`:                     true,
		`slog.Error("saving " + prompt)`:       true,
	} {
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, "made.go", fmt.Sprintf(body, code), parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		imports := importer.ForCompiler(positions, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
		if faults := varying(t, positions, imports, "made", []*ast.File{file}); (len(faults) > 0) != broken {
			t.Errorf("%s: found %q, want broken=%v", code, faults, broken)
		}
	}
}
