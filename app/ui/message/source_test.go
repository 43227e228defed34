package message_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shown are the folders with texts that a person reads.
var shown = []string{"../../ui", "../../command", "../../../widgets"}

// notShown are texts that look like sentences for a person and aren't, each
// with its reason.
var notShown = map[string]string{
	"Lookbook":  "the name of the program",
	"About":     "the toolkit finds an item of macOS's own menu by it, in every language",
	"Settings…": "the same",
	"Help":      "the same, for the last menu",
}

// readsAsWords matches texts for a person: two words, a capitalised word, or a
// word beside a parameter.
var readsAsWords = regexp.MustCompile(`\p{L}{2,}[,.:;!?…’]* \p{L}|^\p{Lu}\p{Ll}{2,}|%[a-z] \p{L}{2,}|\p{L}{2,} %[a-z]`)

// onKeys matches names of keys, which the window shows as its desktop does.
var onKeys = regexp.MustCompile(`^(Ctrl\+.*|Enter|Delete)$`)

// unread are calls whose texts only the log or a developer reads.
var unread = []string{"Debug", "Info", "Warn", "Error", "Errorf", "Fatalf", "Go", "Guard", "LogError", "MustCompile", "forSupport", "logError", "errors.New", "panic"}

// file is a parsed source file.
type file struct {
	name string
	ast  *ast.File
	set  *token.FileSet
}

func sources(t *testing.T, roots ...string) []file {
	t.Helper()
	top, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	var found []file
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			full, err := filepath.Abs(path)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(top, full)
			found = append(found, file{filepath.ToSlash(name), parsed, set})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// Every sentence for a person is in this package, so that a language is one
// file.
func TestNoWordsOutsideOfTheMessages(t *testing.T) {
	for _, f := range sources(t, shown...) {
		dir := filepath.ToSlash(filepath.Dir(f.name))
		if dir == "app/ui/message" {
			continue
		}
		for _, stray := range strayWords(f) {
			t.Errorf("%s: %s is read by a person: give it a key in app/ui/message/en.json and show it with message.T or message.N", f.name, stray)
		}
	}
}

func strayWords(f file) (stray []string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			n.Tag = nil
		case *ast.CompositeLit:
			if name, ok := n.Type.(*ast.SelectorExpr); ok && name.Sel.Name == "With" {
				for _, element := range n.Elts {
					if pair, ok := element.(*ast.KeyValueExpr); ok {
						pair.Key = ast.NewIdent("_") // the name of a parameter
					}
				}
			}
		case *ast.IndexExpr:
			n.Index = ast.NewIdent("_") // so is this, or a key of some map
		case *ast.CallExpr:
			return !slices.Contains(unread, called(n))
		case *ast.BasicLit:
			words, err := strconv.Unquote(n.Value)
			if n.Kind != token.STRING || err != nil {
				return true
			}
			if _, known := notShown[words]; !known && !strings.HasPrefix(words, "<") && readsAsWords.MatchString(words) && !onKeys.MatchString(words) {
				stray = append(stray, fmt.Sprintf("line %d: %q", f.set.Position(n.Pos()).Line, words))
			}
		}
		return true
	})
	return stray
}

// called returns the name of the called function, without its package unless
// that is errors: many functions are called New.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.Ident); ok && of.Name == "errors" {
			return "errors." + f.Sel.Name
		}
		return f.Sel.Name
	}
	return ""
}

// use is a call that looks up a key.
type use struct {
	at     string
	key    string   // the whole key, or its start if the rest is computed
	whole  bool     // no part of the key is computed
	plural bool     // looked up with a count
	with   []string // the names of its parameters; nil: unknown
}

// uses finds every lookup in the window. Keys that are first stored in a
// variable are found as texts that are keys.
func uses(t *testing.T, keys map[string]any) (found []use, named map[string]bool) {
	t.Helper()
	named = map[string]bool{}
	for _, parsed := range sources(t, "../..", "../../../widgets", "../../../api") {
		ast.Inspect(parsed.ast, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil && keys[text] != nil {
					named[text] = true
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			looksUp := ""
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				if of, ok := f.X.(*ast.Ident); ok && of.Name == "message" {
					looksUp = f.Sel.Name
				}
			case *ast.Ident: // this package itself
				if filepath.Dir(parsed.name) == "app/ui/message" {
					looksUp = f.Name
				}
			}
			if (looksUp != "T" && looksUp != "N") || len(call.Args) == 0 {
				return true
			}
			u := use{at: fmt.Sprintf("%s:%d", parsed.name, parsed.set.Position(n.Pos()).Line), plural: looksUp == "N"}
			u.key, u.whole = text(call.Args[0])
			u.with = parameters(call.Args[len(call.Args)-1])
			found = append(found, u)
			return true
		})
	}
	return found, named
}

// text returns a constant text, or the constant start of a computed one.
func text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		s, _ := text(e.X)
		return s, false
	}
	return "", false
}

// parameters returns the names in a message.With literal.
func parameters(e ast.Expr) (names []string) {
	literal, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			name, _ := text(pair.Key)
			names = append(names, name)
		}
	}
	return names
}

// parameter matches a parameter in a sentence.
var parameter = regexp.MustCompile(`\{\{[^}]*?\.(\w+)`)

// Every key that is looked up has a sentence with the given parameters, and
// every sentence is looked up.
func TestKeysAndSentencesFitEachOther(t *testing.T) {
	keys := english(t)
	found, named := uses(t, keys)
	var beginnings []string
	for _, u := range found {
		if !u.whole {
			if u.key != "" {
				beginnings = append(beginnings, u.key)
			}
			continue
		}
		sentence, ok := keys[u.key]
		if !ok {
			t.Errorf("%s: there is no sentence for %q: add it to en.json", u.at, u.key)
			continue
		}
		for _, match := range parameter.FindAllStringSubmatch(fmt.Sprint(sentence), -1) {
			if name := match[1]; u.with != nil && !slices.Contains(u.with, name) && (!u.plural || name != "Count") {
				t.Errorf("%s: the sentence of %q needs %q", u.at, u.key, name)
			}
		}
	}
	for key := range keys {
		if named[key] || named[strings.TrimSuffix(key, ".of")] || strings.HasPrefix(key, "time.") || strings.HasPrefix(key, "toolkit.") || strings.HasPrefix(key, "field.") || strings.HasPrefix(key, "wrong.") || strings.HasPrefix(key, "cause.") || strings.HasPrefix(key, "curl.") || strings.HasPrefix(key, "recall.note.") {
			continue
		}
		if !slices.ContainsFunc(beginnings, func(beginning string) bool { return strings.HasPrefix(key, beginning) }) {
			t.Errorf("nothing shows the sentence of %q: remove it", key)
		}
	}
}

// english returns the English sentences by key: a string, or a map of plural
// forms.
func english(t *testing.T) map[string]any { return sentencesOf(t, "en") }
