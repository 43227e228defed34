package edit

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request/presets"
)

func service(t *testing.T) *Service {
	t.Helper()
	lib, err := library.Open(t.Context(), filepath.Join(t.TempDir(), "library.db"), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lib.Close(); err != nil {
			t.Error(err)
		}
	})
	return New(lib)
}

func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestASavedSearchComesBackAsItWas(t *testing.T) {
	s, ctx := service(t).Searches, t.Context()
	kept := func() map[string]string {
		all := map[string]string{}
		for _, one := range must[[]library.SavedSearch](t)(s.All(ctx)) {
			all[one.Name] = one.Query
		}
		return all
	}
	undo := must[Undo](t)
	created := undo(s.Save(ctx, "Reds", "red"))
	replaced := undo(s.Save(ctx, "REDS", "crimson"))
	deleted := undo(s.Delete(ctx, "reds"))
	for _, step := range []struct {
		undo Undo
		want map[string]string
	}{
		{deleted, map[string]string{"REDS": "crimson"}},
		{replaced, map[string]string{"Reds": "red"}},
		{created, map[string]string{}},
	} {
		if err := step.undo(ctx); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, kept()); diff != "" {
			t.Errorf("-want +kept:\n%s", diff)
		}
	}
	if _, err := s.Delete(ctx, "Blues"); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("one that is not there is deleted: %v", err)
	}
}

func TestPresetsKeepTheRulesOfTheirStore(t *testing.T) {
	s, ctx := service(t).Presets, t.Context()
	for _, name := range []string{"Coats", "Hats"} {
		p := must[presets.Preset](t)(presets.New(name, api.Config{Prompt: name}))
		if err := s.Save(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	var taken *presets.TakenError
	if err := s.Rename(ctx, "Coats", "HATS"); !errors.As(err, &taken) {
		t.Errorf("a name that is taken: %v", err)
	}
	var missing *presets.NotFoundError
	if err := errors.Join(s.Rename(ctx, "Coats", "coats"), s.Delete(ctx, "hats")); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, "Hats"); !errors.As(err, &missing) {
		t.Errorf("deleted twice: %v", err)
	}
	list := must[[]presets.Preset](t)(s.List(ctx))
	if len(list) != 1 || list[0].Name != "coats" || list[0].Config.Prompt != "Coats" {
		t.Errorf("kept: %+v", list)
	}
}

// disk is a table of drafts that can be full.
type disk struct {
	full   error
	stored string
	writes int
}

func (d *disk) Save(_ context.Context, _ string, content []byte) error {
	if d.full != nil {
		return d.full
	}
	d.writes++
	d.stored = string(content)
	return nil
}

func (d *disk) Load(context.Context, string) ([]byte, error) { return nil, library.ErrNotFound }

func TestADraftStaysPendingUntilItIsStored(t *testing.T) {
	table := &disk{full: library.ErrFull}
	d := &Draft{kept: document{table, "panel"}}
	told := 0
	d.Change("one", func() { told++ })
	if err := d.Store(t.Context()); !errors.Is(err, library.ErrFull) || !d.Pending() || told != 0 {
		t.Fatalf("on a full disk: %v, pending %v, told %d times", err, d.Pending(), told)
	}
	d.Change("two", func() { told++ })
	table.full = nil
	for range 2 { // the second time there is nothing to do
		if err := d.Store(t.Context()); err != nil || d.Pending() {
			t.Fatalf("%v, pending %v", err, d.Pending())
		}
	}
	if table.stored != `"two"` || table.writes != 1 || told != 1 {
		t.Errorf("stored %s in %d writes, told %d times", table.stored, table.writes, told)
	}
	if content, err := d.Load(t.Context()); content != nil || err != nil {
		t.Errorf("loaded %q, %v of an empty table", content, err)
	}
}
