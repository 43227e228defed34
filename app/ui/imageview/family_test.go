package imageview

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lookbook/api"
	"lookbook/app/library"
)

// withFamily gives picture 2 a parent, picture 1, and a child, picture 3.
func withFamily(t *testing.T) (b *viewerBench, visited *[]int64, asked *int) {
	b = newViewerBench(t, pictures(5)...)
	visited, asked = new([]int64), new(int)
	relative := func(id int64, steps int) library.Relative {
		c := base()
		c.NumInferenceSteps = steps
		return library.Relative{Entry: library.Entry{ID: id, Job: api.Job{Config: c}}, Image: saved(id)}
	}
	b.bench.p.Family = func(_ context.Context, id int64) (library.Family, error) {
		*asked++
		f := library.Family{Self: relative(id, 20)}
		switch id {
		case 2:
			f.Ancestors, f.Children = []library.Relative{relative(1, 10)}, []library.Relative{relative(3, 30)}
		case 4:
			f.Lost, f.Children, f.More = library.Origin{JobID: "ig_elsewhere"}, []library.Relative{relative(5, 40)}, 3
		case 3:
			for range mostRelatives + 4 {
				f.Ancestors, f.Children = append(f.Ancestors, relative(1, 10)), append(f.Children, relative(2, 10))
			}
		case 5:
			return library.Family{}, errors.New("the disk is gone")
		}
		return f, nil
	}
	b.bench.p.Visit = func(r library.Relative) { *visited = append(*visited, r.Image.ID) }
	b.bench.p.Failed = func(err error) { b.acts = append(b.acts, err.Error()) }
	return b, visited, asked
}

func TestTheViewerShowsWhereAPictureCameFrom(t *testing.T) {
	b, visited, asked := withFamily(t)
	b.Open(0)
	b.drain()
	if b.details.family.rows.Visible() {
		t.Error("a picture without a family has one")
	}
	b.press(fyne.KeyRight)
	words := says(b.details)
	for _, want := range []string{"Where it came from", "Steps: 10 → 20", "Made from it", "Steps: 20 → 30"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in %q", want, words)
		}
	}
	b.press(fyne.KeyO)
	row := b.details.family.rows.Objects[3].(*fyne.Container) // of the child
	test.Tap(row.Objects[0].(*tile))
	test.Tap(linkIn(t, row))
	if !slices.Equal(*visited, []int64{1, 3, 3}) {
		t.Errorf("visited %v", *visited)
	}
	before := *asked
	b.ImageChanged(saved(2)) // marked, for example
	b.drain()
	if *asked != before {
		t.Error("reads the family again for each mark")
	}
	b.press(fyne.KeyRight)
	if words := says(b.details); strings.Count(words, "and 4 more") != 2 || len(b.details.family.slots) != 2*mostRelatives {
		t.Errorf("a large family: %q", words)
	}
	b.press(fyne.KeyRight)
	if words := says(b.details); !strings.Contains(words, "not in this library") || !strings.Contains(words, "and 3 more") {
		t.Errorf("%q", words)
	}
	b.press(fyne.KeyHome)
	if b.details.family.rows.Visible() {
		t.Error("the family of the picture before is still shown")
	}
	b.acts = nil
	b.press(fyne.KeyO, fyne.KeyEnd, fyne.KeyO)
	if !slices.Equal(b.acts, []string{"Nothing is known of where this picture came from.", "the disk is gone"}) {
		t.Errorf("%q", b.acts)
	}
}
