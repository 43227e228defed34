package library

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
)

// WriteCSV writes groups as CSV, with a first line of names that stay as they are in every language:
// scripts read them. What is not known is counted as a job without a price, and never written as 0.
func WriteCSV(w io.Writer, by SpendingBy, groups []SpendingGroup, currencies []string) error {
	out := csv.NewWriter(w)
	head := []string{string(by), "jobs", "jobs_without_price", "pictures", "kept"}
	for _, unit := range slices.Concat([]string{"tokens"}, currencies) {
		head = append(head, unit, unit+"_failed", unit+"_answer_lost", unit+"_per_kept")
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, g := range groups {
		line := []string{inert(g.Key), strconv.Itoa(g.Jobs), strconv.Itoa(g.Unpriced), strconv.Itoa(g.Pictures), strconv.Itoa(g.Kept)}
		for _, currency := range slices.Concat([]string{""}, currencies) {
			each := ""
			if amount, ok := g.PerKept(currency); ok {
				each = amount.String()
			}
			if g.Unpriced == g.Jobs {
				line = append(line, "", "", "", each)
				continue
			}
			line = append(line, g.Done.In(currency).String(), g.Failed.In(currency).String(), g.Unsure.In(currency).String(), each)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// inert keeps a spreadsheet from taking a name for a formula.
func inert(name string) string {
	if name != "" && strings.ContainsRune("=+-@\t\r", rune(name[0])) {
		return "'" + name
	}
	return name
}
