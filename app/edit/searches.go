package edit

import (
	"context"
	"slices"

	"lookbook/app/library"
	"lookbook/app/search"
)

// Searches keeps searches under names. Names that differ in case alone are the
// same name.
type Searches struct{ table *library.SearchTable }

// All are all of them by name.
func (s *Searches) All(ctx context.Context) ([]library.SavedSearch, error) { return s.table.All(ctx) }

// Save keeps a query under a name, in place of the one that has it. Undo brings
// that one back; where there was none, it deletes the new one.
func (s *Searches) Save(ctx context.Context, name, query string) (Undo, error) {
	undo, err := s.wayBack(ctx, name)
	if err != nil {
		return nil, err
	}
	return undo, s.table.Save(ctx, name, query)
}

// Rename gives a saved search another name. Errors: library.ErrNotFound;
// library.ErrTaken when another one has the name.
func (s *Searches) Rename(ctx context.Context, from, to string) error {
	return s.table.Rename(ctx, from, to)
}

// Delete forgets a saved search. Error: library.ErrNotFound.
func (s *Searches) Delete(ctx context.Context, name string) (Undo, error) {
	undo, err := s.wayBack(ctx, name)
	if err != nil {
		return nil, err
	}
	return undo, s.table.Delete(ctx, name)
}

// wayBack leaves a name as it is now.
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
