package bench

import (
	"fmt"
	"os"
	"strings"
)

// What is between these two lines of a Markdown file is replaced by the table.
const (
	quoteBegin = "<!-- make bench BENCH_README=1 writes from here -->"
	quoteEnd   = "<!-- to here -->"
)

// Quote puts the table into a Markdown file, in place of the one that is there.
func Quote(path, table string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), quoteBegin)
	_, after, closed := strings.Cut(rest, quoteEnd)
	if !found || !closed {
		return fmt.Errorf("%s has no place for the table: two lines %q and %q", path, quoteBegin, quoteEnd)
	}
	return os.WriteFile(path, []byte(before+quoteBegin+"\n"+table+quoteEnd+after), 0o644)
}
