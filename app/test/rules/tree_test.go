package rules

import (
	"bytes"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// top returns the folder of go.mod.
func top(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(path, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return path
}

// files lists the tree's files: those tracked by git, and new ones that aren't ignored.
func files(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = top(t)
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	names := strings.Split(strings.TrimSuffix(string(output), "\x00"), "\x00")
	// A deleted file is listed as long as git tracks it.
	names = slices.DeleteFunc(names, func(name string) bool {
		_, err := os.Lstat(filepath.Join(top(t), name))
		return err != nil
	})
	if len(names) < 10 {
		t.Fatalf("git lists %d files: that can't be the tree", len(names))
	}
	return names
}

// The top level shows the program's structure. New things go into one of these.
func TestTopLevel(t *testing.T) {
	allowed := []string{
		".ci", ".gitattributes", ".github", ".gitignore", "CONTRIBUTING.md", "FyneApp.toml", "LICENSE", "Makefile", "README.md", "go.mod", "go.sum", "main.go",
		"api", "app", "assets", "widgets",
	}
	for _, name := range files(t) {
		entry, _, _ := strings.Cut(name, "/")
		if !slices.Contains(allowed, entry) {
			t.Errorf("%s: %s is new at the top level. Put it beneath one of %v; CONTRIBUTING.md says what each is for", name, entry, allowed)
		}
	}
}

// A key is a password. No file may contain anything that looks like one, even if it is made up,
// because nobody could tell the difference. Tests make their keys at run time.
func TestNoKeys(t *testing.T) {
	for _, name := range files(t) {
		data, err := os.ReadFile(filepath.Join(top(t), name))
		if err != nil {
			t.Fatal(err)
		}
		if where := key.FindIndex(data); where != nil {
			line := 1 + bytes.Count(data[:where[0]], []byte("\n"))
			t.Errorf("%s:%d holds what looks like an API key. Let the test put it together when it runs", name, line)
		}
	}
}

var key = regexp.MustCompile(`(?i)dl-[0-9a-f]{32}`)

func TestNoKeysCatches(t *testing.T) {
	if made := "x=dl-" + strings.Repeat("0aF9", 8); !key.MatchString(made) {
		t.Errorf("%q passes", made)
	}
}

// Every package comment says what the package is for and from which goroutine it may be called.
func TestPackageComments(t *testing.T) {
	for _, p := range goList(t, "./...") {
		comment := ""
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Errorf("%s: %v", p.ImportPath, err)
				continue
			}
			comment += file.Doc.Text()
		}
		start := "Package " + p.Name + " "
		if p.Name == "main" {
			start = "" // a command's comment starts with its name
		}
		if len(comment) < 40 || !strings.HasPrefix(comment, start) {
			t.Errorf("%s: package comment is %q; say what the package is for", p.ImportPath, comment)
		}
		if !contract.MatchString(comment) {
			t.Errorf("%s: the package comment doesn't say which goroutine may call what. Say it, and who closes what is opened; a package that has nothing to call says that", p.ImportPath)
		}
	}
}

// contract matches the statement of a package comment about goroutines, or that they don't matter.
var contract = regexp.MustCompile(`(?i)goroutine|safe for concurrent use|\bpure\b|no code to call`)

// Code reaches the UI goroutine through app/ui's dispatcher only, so that tests can drain it. Tests
// may use Fyne's queue directly.
func TestOneWayOntoTheWindowsGoroutine(t *testing.T) {
	call := regexp.MustCompile(`\bfyne\.Do(AndWait)?\b`)
	for _, name := range files(t) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || filepath.Dir(name) == "app/ui" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(top(t), name))
		if err != nil {
			t.Fatal(err)
		}
		for number, line := range bytes.Split(data, []byte("\n")) {
			code, _, _ := bytes.Cut(line, []byte("//"))
			if call.Match(code) {
				t.Errorf("%s:%d calls %s; only app/ui may, as the dispatcher that it hands to its panes", name, number+1, call.Find(code))
			}
		}
	}
}

// longest is the largest number of lines of a Go file, so that it can be read in one go.
const longest = 420

func TestFilesAreShort(t *testing.T) {
	for _, name := range files(t) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(top(t), name))
		if err != nil {
			t.Fatal(err)
		}
		if lines := bytes.Count(data, []byte("\n")); lines > longest {
			t.Errorf("%s has %d lines, at most %d are read in one go: part it by subject", name, lines, longest)
		}
	}
}
