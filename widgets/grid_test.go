package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestGridMakesOnlyCellsInSight(t *testing.T) {
	s := newGridStage(t, 160000)
	if s.Columns() != 4 {
		t.Fatalf("%d columns", s.Columns())
	}
	for range 500 {
		s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -333)})
	}
	s.check(t)
	if s.created > 24 {
		t.Errorf("%d cells were made for 5 rows of 4", s.created)
	}
	s.binds = 0
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -1)})
	if s.binds > 4 {
		t.Errorf("%d binds for a pixel", s.binds)
	}
	press1(s, fyne.KeyEnd)
	s.check(t)
	if first, last := s.VisibleRange(); last != 159999 || first < 159980 {
		t.Errorf("at the end %d to %d are in sight", first, last)
	}
}

func TestGridTellsWhatIsInSight(t *testing.T) {
	s := newGridStage(t, 100)
	var told [][2]int
	s.OnVisible = func(first, last int) { told = append(told, [2]int{first, last}) }
	s.scrollTo(108)
	s.scrollTo(109)
	s.source.ids = nil
	s.ItemsChanged()
	want := [][2]int{{4, 23}, {-1, -1}}
	if !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestGridClicks(t *testing.T) {
	s := newGridStage(t, 50)
	told := 0
	s.OnSelected = func() { told++ }
	at := func(index int) fyne.Position {
		x, y := s.view.geo.place(index)
		return fyne.NewPos(float32(x)+50, float32(y-s.view.offset)+50)
	}
	steps := []struct {
		what     string
		index    int
		modifier fyne.KeyModifier
		want     []int64
	}{
		{"a click selects one", 1, 0, []int64{1001}},
		{"another click another", 5, 0, []int64{1005}},
		{"Ctrl adds", 2, fyne.KeyModifierShortcutDefault, []int64{1002, 1005}},
		{"Ctrl takes away", 5, fyne.KeyModifierShortcutDefault, []int64{1002}},
		{"Shift makes a range from the last one clicked", 8, fyne.KeyModifierShift, []int64{1005, 1006, 1007, 1008}},
		{"Shift again from the same one", 3, fyne.KeyModifierShift, []int64{1003, 1004, 1005}},
		{"Ctrl and Shift add a range", 6, fyne.KeyModifierShift | fyne.KeyModifierShortcutDefault, []int64{1003, 1004, 1005, 1006}},
		{"a click ends it all", 0, 0, []int64{1000}},
	}
	for i, step := range steps {
		click(s, at(step.index), desktop.MouseButtonPrimary, step.modifier)
		if got := s.Selection(); !slices.Equal(got, step.want) {
			t.Errorf("%s: %v, want %v", step.what, got, step.want)
		}
		if told != i+1 {
			t.Errorf("%s: told %d times, want %d", step.what, told, i+1)
		}
		s.check(t)
	}
	click(s, fyne.NewPos(2, 2), desktop.MouseButtonPrimary, 0)
	if s.SelectionLen() != 0 {
		t.Error("a click beside the items leaves a selection")
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c.Focused() != fyne.Focusable(s.Grid) {
		t.Error("a click does not give the focus")
	}
}

func TestGridRightClick(t *testing.T) {
	s := newGridStage(t, 50)
	var got []int
	var selected [][]int64
	s.OnSecondary = func(index int, _ *fyne.PointEvent) {
		got, selected = append(got, index), append(selected, s.Selection())
	}
	click(s, fyne.NewPos(50, 50), desktop.MouseButtonSecondary, 0)
	s.Select(1000, 1001)
	click(s, fyne.NewPos(150, 50), desktop.MouseButtonSecondary, 0)
	click(s, fyne.NewPos(50, 150), desktop.MouseButtonSecondary, 0)
	click(s, fyne.NewPos(2, 2), desktop.MouseButtonSecondary, 0)
	if !slices.Equal(got, []int{0, 1, 4, -1}) {
		t.Errorf("on %v", got)
	}
	if len(selected[0]) != 1 || len(selected[1]) != 2 || len(selected[2]) != 1 {
		t.Errorf("selected then: %v; an item of the selection keeps it, another one takes its place", selected)
	}
}

func TestGridDoubleClick(t *testing.T) {
	s := newGridStage(t, 50)
	var opened []int
	s.OnOpened = func(index int) { opened = append(opened, index) }
	twice := func(a, b fyne.Position) {
		click(s, a, desktop.MouseButtonPrimary, 0)
		click(s, b, desktop.MouseButtonPrimary, 0)
		s.DoubleTapped(&fyne.PointEvent{Position: b})
	}
	twice(fyne.NewPos(50, 50), fyne.NewPos(52, 50))
	twice(fyne.NewPos(50, 50), fyne.NewPos(150, 50))
	if !slices.Equal(opened, []int{0}) {
		t.Errorf("opened %v; two quick clicks on two items open none", opened)
	}
	press1(s, fyne.KeyReturn)
	if !slices.Equal(opened, []int{0, 1}) {
		t.Errorf("Enter: opened %v", opened)
	}
}

func TestGridKeys(t *testing.T) {
	s := newGridStage(t, 50) // 12 rows of 4, and 2
	shift := false
	s.modifiers = func() fyne.KeyModifier {
		if shift {
			return fyne.KeyModifierShift
		}
		return 0
	}
	steps := []struct {
		key   fyne.KeyName
		shift bool
		at    int
		count int
	}{
		{fyne.KeyDown, false, 0, 1}, // the focus enters the grid
		{fyne.KeyDown, false, 4, 1},
		{fyne.KeyRight, false, 5, 1},
		{fyne.KeyDown, true, 9, 5},
		{fyne.KeyLeft, true, 8, 4},
		{fyne.KeyUp, true, 4, 2}, // past the anchor
		{fyne.KeyUp, false, 0, 1},
		{fyne.KeyUp, false, 0, 1},
		{fyne.KeyLeft, false, 0, 1},
		{fyne.KeyEnd, true, 49, 50},
		{fyne.KeyUp, false, 45, 1},
		{fyne.KeyRight, false, 46, 1},
		{fyne.KeyDown, false, 49, 1}, // the last row is incomplete
		{fyne.KeyRight, false, 49, 1},
		{fyne.KeyPageUp, false, 37, 1},
		{fyne.KeyPageDown, false, 49, 1},
		{fyne.KeyHome, false, 0, 1},
	}
	for i, step := range steps {
		shift = step.shift
		press1(s, step.key)
		if s.Current() != step.at || s.SelectionLen() != step.count {
			t.Errorf("step %d, %s: at %d with %d selected, want %d with %d", i, step.key, s.Current(), s.SelectionLen(), step.at, step.count)
		}
		first, last := s.view.geo.span(s.view.offset, s.view.offset+s.view.page())
		if s.Current() < first || s.Current() > last {
			t.Errorf("step %d: %d is out of sight, %d to %d are in it", i, s.Current(), first, last)
		}
		s.check(t)
	}
	press1(s, fyne.KeySpace)
	if s.SelectionLen() != 0 {
		t.Error("Space does not take away")
	}
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
	if s.SelectionLen() != 50 {
		t.Errorf("all are %d", s.SelectionLen())
	}
	press1(s, fyne.KeyEscape)
	if s.SelectionLen() != 0 {
		t.Error("Esc does not end the selection")
	}
}

func TestGridAsksOnKeyFirst(t *testing.T) {
	s := newGridStage(t, 50)
	s.OnKey = func(key *fyne.KeyEvent) bool { return key.Name == fyne.KeyDown }
	press1(s, fyne.KeyDown)
	if s.Current() != -1 {
		t.Error("moved though the caller used the key")
	}
	press1(s, fyne.KeyEnd)
	if s.Current() != 49 {
		t.Error("other keys don't work")
	}
}

func TestGridOfNothing(t *testing.T) {
	s := newGridStage(t, 0)
	press1(s, fyne.KeyDown, fyne.KeyUp, fyne.KeyEnd, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyReturn, fyne.KeySpace, fyne.KeyEscape)
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
	click(s, fyne.NewPos(50, 50), desktop.MouseButtonPrimary, 0)
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)})
	s.ScrollTo(3)
	s.SetCurrent(0)
	s.ItemsChanged()
	if s.SelectionLen() != 0 || len(s.cells.shown) != 0 {
		t.Error("something came out of nothing")
	}
}
