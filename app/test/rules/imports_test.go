package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "lookbook"

// fyne is the window library. Packages below the window may not depend on it, not even indirectly.
const fyne = "fyne.io/fyne/v2"

// rule says what the packages in a folder may import of Lookbook.
type rule struct {
	folder   string
	mayUse   []string // folders; packages at or under them
	fyne     bool     // may depend on fyne
	onlyFyne bool     // may import only the standard library, fyne and mayUse
}

// shared are the small packages that all parts of the engine may import.
var shared = []string{"api", "app/backoff", "app/cause", "app/cost", "app/library", "app/platform/atomicfile", "app/problem", "app/signal", "app/status", "app/supervisor"}

// parts are the packages that the engine connects. They don't import each other: each declares the
// methods that it needs as an interface.
var parts = []string{"app/download", "app/files", "app/jobsync", "app/sidecars", "app/submit", "app/thumbs"}

// belowTheWindow are the packages that the window and the commands share.
var belowTheWindow = []string{
	"api", "app/backup", "app/cause", "app/cost", "app/download", "app/edit", "app/engine", "app/files", "app/folder", "app/jobsync", "app/library", "app/logging",
	"app/media", "app/platform", "app/problem", "app/promptfile", "app/request", "app/search", "app/secrets", "app/servicecheck", "app/session", "app/settings", "app/snapshots", "app/submit",
	"app/supervisor", "app/support", "app/task",
}

// rules are checked in order: the first whose folder contains a package applies, so special folders
// come first.
var rules = []rule{
	{folder: "api/apitest", mayUse: []string{"api"}},
	{folder: "api", mayUse: []string{"api"}},
	{folder: "app/cost", mayUse: []string{"api", "app/cause", "app/request"}},
	{folder: "app/library", mayUse: []string{"api", "app/cause", "app/cost", "app/library", "app/request", "app/search"}},
	{folder: "app/search"},
	{folder: "app/media", mayUse: []string{"api", "app/media", "app/request"}},
	{folder: "app/secrets", mayUse: []string{"api", "app/cause", "app/platform/atomicfile", "app/secrets"}},
	{folder: "app/settings", mayUse: []string{"app/cause", "app/platform/atomicfile", "app/settings"}},
	{folder: "app/request", mayUse: []string{"api", "app/cause", "app/request"}},
	{folder: "app/promptfile", mayUse: []string{"api", "app/request"}},
	{folder: "app/folder", mayUse: []string{"app/cause", "app/library", "app/media"}},
	{folder: "app/platform/atomicfile"},
	{folder: "app/platform/trash", mayUse: []string{"app/cause", "app/platform/trash", "app/media/naming"}},
	{folder: "app/platform/clipboard", mayUse: []string{"app/cause", "app/platform/clipboard", "app/media"}},
	{folder: "app/platform/launch"},
	{folder: "app/platform/reveal", mayUse: []string{"app/platform/launch"}},
	{folder: "app/platform/openwith", mayUse: []string{"app/platform/launch"}},
	{folder: "app/platform/notify", mayUse: []string{"app/platform/sessionbus"}},
	{folder: "app/platform/tray", mayUse: []string{"app/platform/sessionbus"}},
	{folder: "app/platform/sessionbus"},
	{folder: "app/platform/screen"},
	{folder: "app/platform/signals"},
	{folder: "app/supervisor"},
	{folder: "app/signal"},
	{folder: "app/backoff"},
	{folder: "app/status"},
	{folder: "app/version"},
	{folder: "app/cause"},
	{folder: "app/problem", mayUse: []string{"api", "app/cause", "app/folder", "app/library", "app/media", "app/supervisor"}},
	{folder: "app/submit", mayUse: shared},
	{folder: "app/jobsync", mayUse: shared},
	{folder: "app/thumbs", mayUse: append(slices.Clone(shared), "app/media")},
	{folder: "app/download", mayUse: append(slices.Clone(shared), "app/folder", "app/media")},
	{folder: "app/files", mayUse: append(slices.Clone(shared), "app/folder", "app/media", "app/platform/trash", "app/proof")},
	{folder: "app/proof"},
	{folder: "app/modelfile", mayUse: append(slices.Clone(shared), "app/folder", "app/media")},
	{folder: "app/servicecheck", mayUse: []string{"api", "app/folder", "app/secrets"}},
	{folder: "app/backup", mayUse: []string{"api", "app/folder", "app/library"}},
	{folder: "app/support", mayUse: []string{"api", "app/library", "app/settings"}},
	{folder: "app/updates"},
	{folder: "app/edit", mayUse: []string{"app/cost", "app/library", "app/request", "app/search"}},
	{folder: "app/sidecars", mayUse: append(slices.Clone(shared), "app/folder", "app/media")},
	{folder: "app/snapshots", mayUse: []string{"app/folder", "app/library", "app/platform/atomicfile"}},
	{folder: "app/engine", mayUse: slices.Concat(shared, parts, []string{"app/engine", "app/folder", "app/media"})},
	{folder: "app/ui/message", mayUse: []string{"api", "app"}}, // read by the commands too
	{folder: "app/task", mayUse: belowTheWindow},
	{folder: "app/command", mayUse: append(slices.Clone(belowTheWindow), "app/ui/message")},
	{folder: "app/test/bench", mayUse: []string{"api", "app", "widgets", "assets"}, fyne: true}, // it measures everything
	{folder: "app/test/bare", fyne: true},
	{folder: "app/test/faults", mayUse: []string{"api", "app"}},
	{folder: "app/test/e2e", mayUse: []string{"app/test/desktop"}}, // it tests the program from outside
	{folder: "app/test/desktop"},
	{folder: "app/test/harness", mayUse: []string{"app"}},
	{folder: "app/test/rules", mayUse: []string{"app/version"}},
	{folder: "app/ui", mayUse: []string{"api", "app", "widgets", "assets"}, fyne: true},
	{folder: "widgets", mayUse: []string{"widgets"}, fyne: true, onlyFyne: true},
	{folder: "assets"},
	{folder: "", mayUse: []string{"api", "app", "assets"}, fyne: true},
}

// panes are the parts of the window that app/ui connects and that must not know each other.
var panes = []string{"params", "jobs", "gallery", "imageview", "preferences", "welcome", "searchbar", "tagbox", "exportbox", "servicecheck", "modelfiles", "palette", "spending", "keybindings"}

// helpers are modules that do one small thing with text or pixels. Widgets may use them.
var helpers = []string{"github.com/dustin/go-humanize", "github.com/go-text/typesetting", "github.com/rivo/uniseg", "golang.org/x/image", "golang.org/x/text"}

// listed is a package in the output of `go list -json`.
type listed struct {
	ImportPath   string
	Dir          string
	Name         string
	Export       string // the compiler's export file, with -export
	Standard     bool
	Imports      []string
	Deps         []string
	GoFiles      []string
	CgoFiles     []string
	TestImports  []string
	XTestImports []string
}

func goList(t *testing.T, args ...string) []listed {
	t.Helper()
	fields := "-json=ImportPath,Dir,Name,Export,Standard,Imports,Deps,GoFiles,CgoFiles,TestImports,XTestImports"
	args = append([]string{"list", "-tags", "migrated_fynedo", fields}, args...)
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = top(t)
	var trouble bytes.Buffer
	cmd.Stderr = &trouble
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, &trouble)
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}

// folder returns the package's folder in the tree, "" for the top; ok is false for other modules.
func folder(importPath string) (name string, ok bool) {
	if importPath == module {
		return "", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// within reports whether a folder is parent or inside it.
func within(name, parent string) bool {
	return name == parent || parent == "" || strings.HasPrefix(name, parent+"/")
}

func ruleFor(name string) rule {
	for _, r := range rules {
		if within(name, r.folder) {
			return r
		}
	}
	panic("the last rule fits every folder")
}

func TestImports(t *testing.T) {
	all := goList(t, "-deps", "./...")
	standard := map[string]bool{}
	for _, p := range all {
		standard[p.ImportPath] = p.Standard
	}
	for _, p := range all {
		name, ours := folder(p.ImportPath)
		if !ours {
			continue
		}
		for _, problem := range breaches(name, p, standard) {
			t.Errorf("%s %s", p.ImportPath, problem)
		}
	}
}

// breaches lists the rules that the imports of a package break.
func breaches(name string, p listed, standard map[string]bool) []string {
	r := ruleFor(name)
	var problems []string
	for _, imported := range p.Imports {
		other, ours := folder(imported)
		switch {
		case ours && !mayUse(r, name, other):
			problems = append(problems, "imports "+imported+"; "+r.folder+" may not. "+instead(name, other))
		case ours && pane(name) != "" && pane(other) != "" && pane(name) != pane(other):
			problems = append(problems, "imports "+imported+"; panes don't know each other. Give the pane's Params a function, and let app/ui connect it")
		case !ours && r.onlyFyne && !standard[imported] && !within(imported, fyne) && !anyWithin(imported, helpers):
			problems = append(problems, "imports "+imported+"; "+r.folder+" may use fyne only. Let app/ui do it and give the widget what came of it")
		}
	}
	if r.fyne {
		return problems
	}
	for _, dependency := range p.Deps {
		if within(dependency, fyne) {
			return append(problems, "depends on "+dependency+"; nothing below the window may. Return a value or take a function, and let app/ui or widgets show it")
		}
	}
	return problems
}

// instead says what to do in place of a forbidden import.
func instead(name, other string) string {
	switch {
	case anyWithin(name, parts) && anyWithin(other, parts):
		return "Declare the methods that you need as an interface of your own, as files.Downloads, and let app/engine pass the other part"
	case within(other, "app/ui"):
		return "Return a value or an error with a type, and let app/ui find the words or the picture for it"
	case within(other, "app/engine"), anyWithin(other, parts):
		return "Take what you need as a parameter or an interface of your own"
	}
	return "Take what you need as a parameter, move what both need into a package below both, or, if the order of things has changed, change the rule"
}

func mayUse(r rule, name, other string) bool {
	if within(name, other) && r.folder == "" && name == "" {
		return false // nothing may import the program itself
	}
	return other != "" && anyWithin(other, r.mayUse)
}

func anyWithin(name string, parents []string) bool {
	for _, parent := range parents {
		if within(name, parent) {
			return true
		}
	}
	return false
}

// pane returns the pane that a folder belongs to; "": none.
func pane(name string) string {
	for _, pane := range panes {
		if within(name, path.Join("app/ui", pane)) {
			return pane
		}
	}
	return ""
}

// The rules must find violations.
func TestImportRulesCatch(t *testing.T) {
	standard := map[string]bool{"os": true}
	tests := []struct {
		name, folder string
		imports      []string
		deps         []string
		broken       bool
	}{
		{"the library uses the vocabulary", "app/library", []string{"os", "lookbook/api", "modernc.org/sqlite"}, nil, false},
		{"the library calls the engine", "app/library", []string{"lookbook/app/engine"}, nil, true},
		{"the api opens the library", "api", []string{"lookbook/app/library"}, nil, true},
		{"the engine imports fyne through another", "app/engine", nil, []string{"fyne.io/fyne/v2/canvas"}, true},
		{"a part of the engine uses another part", "app/files", []string{"lookbook/app/thumbs"}, nil, true},
		{"the engine uses the media", "app/engine", []string{"lookbook/app/media/infotext"}, nil, false},
		{"a pane uses another pane", "app/ui/jobs", []string{"lookbook/app/ui/gallery"}, nil, true},
		{"a pane uses a shared part", "app/ui/jobs", []string{"lookbook/app/ui/pagedlist"}, []string{"fyne.io/fyne/v2"}, false},
		{"the window connects the panes", "app/ui", []string{"lookbook/app/ui/jobs"}, nil, false},
		{"a widget knows jobs", "widgets", []string{"lookbook/api"}, nil, true},
		{"a widget uses a foreign module", "widgets/darkroom", []string{"github.com/google/uuid"}, nil, true},
		{"a widget uses fyne", "widgets/darkroom", []string{"os", "fyne.io/fyne/v2", "lookbook/widgets"}, []string{"fyne.io/fyne/v2"}, false},
		{"the program puts it together", "", []string{"lookbook/app/ui", "fyne.io/fyne/v2/app"}, []string{"fyne.io/fyne/v2"}, false},
		{"a command shows a picture in a window", "app/command", nil, []string{"fyne.io/fyne/v2/canvas"}, true},
		{"a command uses the window", "app/command", []string{"lookbook/app/ui"}, nil, true},
		{"a command uses the window's words", "app/command", []string{"lookbook/app/ui/message"}, nil, false},
		{"something imports the program", "app/ui", []string{"lookbook"}, nil, true},
		{"a test from outside looks inside", "app/test/e2e", []string{"lookbook/app/library"}, nil, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			problems := breaches(test.folder, listed{Imports: test.imports, Deps: test.deps}, standard)
			if (len(problems) > 0) != test.broken {
				t.Errorf("found %q, want broken=%v", problems, test.broken)
			}
		})
	}
}
