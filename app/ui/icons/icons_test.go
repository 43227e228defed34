package icons

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every icon that is asked for is there, and every icon is asked for.
func TestIconsAreThereAndUsed(t *testing.T) {
	have, err := filepath.Glob("*.svg")
	if err != nil || len(have) == 0 {
		t.Fatalf("%d icons (%v)", len(have), err)
	}
	sources, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	use := regexp.MustCompile(`icons\.Icon\("(\w+)"\)`)
	used := map[string]bool{}
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range use.FindAllStringSubmatch(string(text), -1) {
			used[match[1]+".svg"] = true
			if !slices.Contains(have, match[1]+".svg") {
				t.Errorf("%s: there is no icon %q", name, match[1])
			}
		}
	}
	for _, name := range have {
		if !used[name] {
			t.Errorf("nothing shows %s", name)
		}
		Icon(strings.TrimSuffix(name, ".svg"))
	}
}
