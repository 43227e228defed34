package bench

import (
	"fmt"
	"strings"
)

// Outcome is what a row said.
type Outcome struct {
	Row   Row
	Told  []Told
	Error string // why it has no figures; empty when it ran to its end
}

// Missed are the targets of all outcomes that were not met, or not measured.
func Missed(outcomes []Outcome) []string {
	var missed []string
	for _, o := range outcomes {
		for _, t := range o.Row.Targets {
			if _, met, _ := t.Met(o.Told); !met {
				missed = append(missed, t.Name)
			}
		}
	}
	return missed
}

// Table is the Markdown table of the outcomes, with the machine below it.
func Table(outcomes []Outcome, m Machine) string {
	var b strings.Builder
	b.WriteString("| name | what is measured | target | measured | met |\n|---|---|---|---|---|\n")
	for _, o := range outcomes {
		for _, t := range o.Row.Targets {
			value, met, known := t.Met(o.Told)
			measured, verdict := strings.TrimSpace(number(value.Value)+" "+value.Unit), "yes"
			switch {
			case !known:
				measured, verdict = "–", "not measured"
			case t.Most == 0:
				verdict = "–"
			case !met:
				verdict = "**no**"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", t.Name, t.What, t.aim(value.Unit), measured, verdict)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", m)
	return b.String()
}
