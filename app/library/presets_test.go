package library

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPresetsAreKeptRenamedAndDeleted(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	save := func(p Preset) {
		t.Helper()
		if err := s.Presets.Save(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	save(Preset{"portraits", "Portraits", []byte("1")})
	save(Preset{"größe", "Größe", []byte("2")})
	save(Preset{"portraits", "PORTRAITS", []byte("3")})
	s.reopen()
	want := []Preset{{"größe", "Größe", []byte("2")}, {"portraits", "PORTRAITS", []byte("3")}}
	if diff := cmp.Diff(want, must(s.Presets.All(ctx))(t)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if err := s.Presets.Rename(ctx, "portraits", Preset{"größe", "GRÖSSE", nil}); !errors.Is(err, ErrTaken) {
		t.Errorf("a taken name: %v", err)
	}
	if err := s.Presets.Rename(ctx, "nothing", Preset{"new", "New", []byte("4")}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a preset that is not there: %v", err)
	}
	if err := s.Presets.Rename(ctx, "portraits", Preset{"portraits", "Portraits", []byte("3")}); err != nil {
		t.Errorf("other letters: %v", err)
	}
	if err := s.Presets.Rename(ctx, "portraits", Preset{"faces", "Faces", []byte("5")}); err != nil {
		t.Error(err)
	}
	if err := s.Presets.Delete(ctx, "größe"); err != nil {
		t.Error(err)
	}
	if err := s.Presets.Delete(ctx, "größe"); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	if diff := cmp.Diff([]Preset{{"faces", "Faces", []byte("5")}}, must(s.Presets.All(ctx))(t)); diff != "" {
		t.Errorf("at last, -want +got:\n%s", diff)
	}
	if told := s.takeEvents(); len(told) > 0 {
		t.Errorf("presets are announced: %v", told)
	}
}
