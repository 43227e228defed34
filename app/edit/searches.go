package edit

import (
	"context"
	"slices"

	"lookbook/app/library"
	"lookbook/app/search"
)

// Searches stores searches by name. Names that differ only in case are the
// same.
type Searches struct{ table *library.SearchTable }

// All returns all saved searches, sorted by name.
func (s *Searches) All(ctx context.Context) ([]library.SavedSearch, error) { return s.table.All(ctx) }

// Save stores a query under a name and replaces the one with that name. Undo
// restores the replaced one, or deletes the new one if there was none.
func (s *Searches) Save(ctx context.Context, name, query string) (Undo, error) {
	undo, err := s.wayBack(ctx, name)
	if err != nil {
		return nil, err
	}
	return undo, s.table.Save(ctx, name, query)
}

// Rename renames a saved search. Errors: library.ErrNotFound; library.ErrTaken
// when another one has the name.
func (s *Searches) Rename(ctx context.Context, from, to string) error {
	return s.table.Rename(ctx, from, to)
}

// Delete removes a saved search. Error: library.ErrNotFound.
func (s *Searches) Delete(ctx context.Context, name string) (Undo, error) {
	undo, err := s.wayBack(ctx, name)
	if err != nil {
		return nil, err
	}
	return undo, s.table.Delete(ctx, name)
}

// wayBack returns an Undo that restores what a name stands for now.
func (s *Searches) wayBack(ctx context.Context, name string) (Undo, error) {
	list, err := s.table.All(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(one library.SavedSearch) bool {
		return search.TagKey(one.Name) == search.TagKey(name)
	})
	if at < 0 {
		return func(ctx context.Context) error { return s.table.Delete(ctx, name) }, nil
	}
	was := list[at]
	return func(ctx context.Context) error { return s.table.Save(ctx, was.Name, was.Query) }, nil
}
