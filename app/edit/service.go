package edit

import (
	"context"

	"lookbook/app/library"
)

// Service makes a person's changes in one library. A session has one.
type Service struct {
	Marks    *Marks
	Presets  *Presets
	Searches *Searches
	Reviews  *Reviews
	Draft    *Draft
	Accounts *Accounts
	Duels    *Duels
	Costs    *Costs
	Held     *Held
}

// New makes the service of a library.
func New(lib *library.Library) *Service {
	return &Service{
		Marks:    &Marks{table: lib.Marks},
		Presets:  &Presets{table: lib.Presets},
		Searches: &Searches{table: lib.Searches},
		Reviews:  &Reviews{table: lib.Reviews},
		Draft:    &Draft{kept: document{lib.Drafts, "panel"}},
		Accounts: &Accounts{table: lib.Accounts},
		Duels:    &Duels{document{lib.Drafts, "duels"}},
		Costs:    &Costs{table: lib.Costs},
		Held:     &Held{table: lib.Held},
	}
}

// Undo undoes a change. It waits for the disk.
type Undo func(ctx context.Context) error

// Change is what undoes a change, and what makes it again after that.
type Change struct{ Undo, Redo Undo }
