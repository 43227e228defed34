package segments_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/app/ui/segments"
	"lookbook/widgets/darkroom"
)

func TestPicking(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	var picked []int
	row := segments.New([]string{"one", "two", "three"}, func(index int) { picked = append(picked, index) })
	row.Resize(fyne.NewSize(300, 28))
	if row.Chosen() != -1 {
		t.Fatalf("starts with %d", row.Chosen())
	}
	row.Set(1)
	test.TapAt(row, fyne.NewPos(150, 5)) // the one that is chosen
	test.TapAt(row, fyne.NewPos(299.9, 5))
	test.TapAt(row, fyne.NewPos(300, 5)) // the edge belongs to the last
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if want := []int{2, 1, 0}; !slices.Equal(picked, want) || row.Chosen() != 0 {
		t.Errorf("picked %v, want %v; chosen %d", picked, want, row.Chosen())
	}
}

// A row without room is painted without a fault: Fyne's software painter can't draw a box of a negative size.
func TestARowWithoutRoom(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(darkroom.New(darkroom.Dark))
	row := segments.New([]string{"one", "two"}, func(int) {})
	w := test.NewTempWindow(t, container.NewWithoutLayout(row))
	w.Resize(fyne.NewSize(100, 100))
	row.Set(0)
	for _, size := range []fyne.Size{fyne.NewSize(0, 28), fyne.NewSize(2, 28), fyne.NewSize(28, 0)} {
		row.Resize(size)
		w.Canvas().Capture()
	}
}
