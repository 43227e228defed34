package message_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// details are folders whose clauses are details of the bytes, the network or the
// database: they stand in the log, and at most in brackets behind a sentence of
// this package. A whole sentence has no place there either.
var details = []string{"api", "api/outline", "app/library", "app/media", "app/media/infotext", "app/media/naming", "app/media/xmp", "app/servicecheck", "app/support"}

// below are texts below the window that stay in English, each with its reason.
var below = map[string]string{
	"Lookbook knows this folder by this file, so that it does not save pictures to another disk in its place.\n": "stands in a file",
	"You can delete it: Lookbook then goes by the pictures that are here.\n":                                     "stands in a file",
	"Lookbook %s on %s/%s: how the service works\n":                                                              "a report for others, in one language",
	"Shapes of answers only: no values, ids, prompts, addresses or keys.\n":                                      "a report for others, in one language",
	"The end of the log, without keys, prompts, names of files and addresses:\n":                                 "a report for others, in one language",
	" (not always)": "a report for others, in one language",
	"org.freedesktop.secrets was not provided":    "what the desktop says",
	"dreamlook.ai API key":                        "the keychain's name of the entry",
	"photo of ukj person":                         "a prompt of the demo",
	"__fish_seen_subcommand_from ":                "a function of a shell",
	"POSIX path of (choose application as alias)": "AppleScript",
	"High-resolution fix":                         "a name in the table of fields; its words are field.enable_hrf",
}

var (
	word     = regexp.MustCompile(`\p{L}{2,}`)
	sentence = regexp.MustCompile(`^\p{Lu}`)
	typeset  = regexp.MustCompile(`· \p{L}{2}|“\p{L}|\p{L} …|^ \(\p{L}`) // formatting around words for a person
	// code matches texts that aren't English: SQL, scripts, XML, patterns,
	// headers, options.
	code = regexp.MustCompile(`<>|[=<>]\s?\?|^\s*(SELECT|INSERT|UPDATE|DELETE|PRAGMA|FROM|WHERE|AND|IN|ON|ORDER|e\.id|i\.id) |IN \(SELECT|^[a-z] ?[.=]|^i?state |\$\.|<\?|<\/|rdf:|xpacket|^\s+-[A-Z-]|--|\{\w+\}|\\d|\|`)
)

// A package below the window returns errors with a cause and codes with data.
// This package turns them into sentences.
func TestNoSentencesBelowTheWindow(t *testing.T) {
	met := map[string]bool{}
	for _, f := range sources(t, "../..", "../../../api") {
		dir := filepath.ToSlash(filepath.Dir(f.name))
		if strings.HasPrefix(dir, "app/ui") || strings.HasPrefix(dir, "app/test") || strings.HasPrefix(dir, "api/apitest") {
			continue
		}
		most := 4
		if slices.Contains(details, dir) {
			most = 1 << 10
		}
		for _, stray := range longTexts(f, most, met) {
			t.Errorf("%s: %s reads like a sentence for a person: give it a code in app/cause, or a type with the error's data that app/problem knows, and its words in app/ui/message/en.json", f.name, stray)
		}
	}
	for text := range below {
		if !met[text] {
			t.Errorf("%q is not there any more: take it out of the list", text)
		}
	}
}

// longTexts lists the texts of a file that look like a sentence of three words
// or more, or have at least most words.
func longTexts(f file, most int, met map[string]bool) (stray []string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			n.Tag = nil
		case *ast.FuncDecl:
			return n.Name.Name != "Error" && n.Name.Name != "String" // for the log
		case *ast.ValueSpec:
			return !strings.HasPrefix(n.Names[0].Name, "doing") // what was being done, for the log and for support
		case *ast.CallExpr:
			return !slices.Contains(unread, called(n))
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			words := len(word.FindAllString(text, -1))
			if n.Kind != token.STRING || err != nil {
				return true
			}
			if !typeset.MatchString(text) && (words > 60 || words < 3 || words < most && !sentence.MatchString(text) || !strings.Contains(text, " ") || code.MatchString(text)) {
				return true
			}
			if met[text] = true; below[text] == "" {
				stray = append(stray, fmt.Sprintf("line %d: %q", f.set.Position(n.Pos()).Line, text))
			}
		}
		return true
	})
	return stray
}
