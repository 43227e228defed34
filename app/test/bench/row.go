package bench

import (
	"context"
	"fmt"
)

// Row is one thing that is measured.
type Row struct {
	Name string
	// Targets are what the table tells of the row, in this order.
	Targets []Target
	// Alone: its figures are worth nothing while another row runs beside it.
	// Those of the others wait for the clock more than for the processor.
	Alone bool
	Run   func(ctx context.Context, s *Stage) error
}

// Target is a figure or a ratio that stands in the table.
type Target struct {
	Name  string  // as it was told to Figure or Ratio
	Ratio bool    // told to Ratio
	What  string  // what is measured, in the words of the table
	Most  float64 // the largest value that meets the target; 0: the figure is stated, no more
}

// Find returns the rows of these names, in the fixed order; no names are all.
func Find(names []string) ([]Row, error) {
	all := Rows()
	if len(names) == 0 {
		return all, nil
	}
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[name] = true
	}
	var found []Row
	for _, row := range all {
		if wanted[row.Name] {
			found = append(found, row)
			delete(wanted, row.Name)
		}
	}
	for name := range wanted {
		return nil, fmt.Errorf("there is no row %q", name)
	}
	return found, nil
}
