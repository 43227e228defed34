package servicecheck

import (
	"fmt"
	"runtime"
	"strings"

	"lookbook/api/redact"
)

// Report returns the results as text that can be shown to anybody: codes, and
// the shapes of answers.
func Report(version string, results []Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Lookbook %s on %s/%s: how the service works\n", version, runtime.GOOS, runtime.GOARCH)
	b.WriteString("Shapes of answers only: no values, ids, prompts, addresses or keys.\n")
	for _, r := range results {
		fmt.Fprintf(&b, "\n%s: %s", r.Line, r.State)
		if r.Code != "" {
			b.WriteString(" (" + r.Code + ")")
		}
		if r.Facts.Spelling != "" {
			b.WriteString(", " + r.Facts.Spelling)
		}
		b.WriteByte('\n')
		for _, line := range r.report {
			b.WriteString("  " + line + "\n")
		}
	}
	return redact.Text(b.String())
}
