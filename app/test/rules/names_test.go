package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// usual maps our former private names to the usual terms.
var usual = map[string]string{
	"before":     "earlierJobs, or what came before",
	"board":      "status",
	"brief":      "index entry",
	"chores":     "serial queue",
	"closeup":    "image view",
	"deeds":      "undo stack",
	"desk":       "desktop",
	"doorbell":   "instance listener",
	"feed":       "paged list",
	"guide":      "navigator",
	"hearers":    "subscribers",
	"houserules": "architecture rules",
	"knock":      "notify running",
	"mend":       "fix",
	"rack":       "index",
	"sieve":      "matcher",
	"standing":   "progress",
	"teller":     "encoder",
	"thrift":     "memory trimmer",
	"told":       "reported, description, metadata",
	"twin":       "distinct id",
}

// Types, functions and packages have names that a newcomer knows.
func TestNamesAreTheFieldsOwn(t *testing.T) {
	for _, name := range files(t) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(top(t), name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{file.Name.Name}
		for _, declared := range file.Decls {
			switch declared := declared.(type) {
			case *ast.FuncDecl:
				names = append(names, declared.Name.Name)
			case *ast.GenDecl:
				for _, spec := range declared.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						names = append(names, spec.Name.Name)
					}
				}
			}
		}
		for _, private := range names {
			if instead := usual[strings.ToLower(private)]; instead != "" {
				t.Errorf("%s declares %s, a name that only we know: say %s", name, private, instead)
			}
		}
	}
}
