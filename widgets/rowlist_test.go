package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// lineItem is a row with a button.
type lineItem struct {
	tile
	button *IconButton
	body   fyne.CanvasObject
}

func (r *lineItem) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }
func (r *lineItem) HoverParts() []fyne.CanvasObject     { return []fyne.CanvasObject{r.button} }

type listStage struct {
	*RowList
	source  *items
	pressed int
	c       fyne.Canvas
}

// newListStage shows 1000 rows of height 50 in a window of 300 × 230.
func newListStage(t *testing.T) *listStage {
	prepare(t)
	s := &listStage{source: numbered(1000, 1000)}
	s.RowList = NewRowList(s.source, 50, func() fyne.CanvasObject {
		r := &lineItem{}
		r.button = NewIconButton(theme.ViewRefreshIcon(), "Retry", func() { s.pressed++ })
		r.body = container.NewBorder(nil, nil, r.button, nil)
		r.ExtendBaseWidget(r)
		return r
	}, func(row fyne.CanvasObject, index int) {
		row.(*lineItem).index, row.(*lineItem).id = index, s.source.ids[index]
	})
	s.c = stage(t, s.RowList, 300, 230)
	return s
}

func TestListSelection(t *testing.T) {
	s := newListStage(t)
	var told []int64
	s.OnSelected = func(id int64) { told = append(told, id) }
	click(s, fyne.NewPos(100, 75), desktop.MouseButtonPrimary, 0)
	click(s, fyne.NewPos(100, 80), desktop.MouseButtonPrimary, 0)
	click(s, fyne.NewPos(100, 125), desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	press1(s, fyne.KeyDown, fyne.KeyDown)
	if s.Selected() != 1004 || !slices.Equal(told, []int64{1001, 1002, 1003, 1004}) {
		t.Errorf("selected %d, told %v", s.Selected(), told)
	}
	before := s.view.offset
	s.Select(0)
	s.Select(1500)
	if s.Selected() != 1500 || !slices.Equal(told[4:], []int64{0, 1500}) {
		t.Errorf("selected %d, told %v", s.Selected(), told)
	}
	if s.view.offset != before {
		t.Error("selecting scrolled")
	}
	press1(s, fyne.KeyUp)
	if s.Selected() != 1499 {
		t.Errorf("up from 1500 is %d", s.Selected())
	}
	if row, ok := s.Row(1499); !ok || !row.(*lineItem).selected || !row.(*lineItem).current == s.focused {
		t.Error("the row does not know")
	}
}

func TestListSelectionStaysWithItsRow(t *testing.T) {
	s := newListStage(t)
	s.Select(1002)
	told := 0
	s.OnSelected = func(int64) { told++ }
	s.source.ids = append([]int64{1, 2}, s.source.ids...)
	s.ItemsChanged()
	if s.Selected() != 1002 || s.Current() != 4 || told != 0 {
		t.Errorf("selected %d at %d, told %d times", s.Selected(), s.Current(), told)
	}
	if row, ok := s.Row(1002); !ok {
		t.Error("out of sight")
	} else if row.(*lineItem).index != 4 || !row.(*lineItem).selected {
		t.Errorf("row %d, selected %v", row.(*lineItem).index, row.(*lineItem).selected)
	}
	s.source.ids = slices.Delete(s.source.ids, 4, 5)
	s.ItemsChanged()
	if s.Selected() != 0 || told != 1 {
		t.Errorf("its row is gone: selected %d, told %d times", s.Selected(), told)
	}
}

func TestListKeepsItsPlace(t *testing.T) {
	s := newListStage(t)
	s.scrollTo(1010)
	s.source.ids = append([]int64{1, 2, 3}, s.source.ids...)
	s.ItemsChanged()
	if s.view.offset != 1160 {
		t.Errorf("three rows came in above: offset %v, want 1160", s.view.offset)
	}
	s.scrollTo(0)
	if s.view.offset != 0 {
		t.Error("not at the top")
	}
}

func TestListButtonsArePressedAndHovered(t *testing.T) {
	s := newListStage(t)
	row, _ := s.Row(1001)
	r := row.(*lineItem)
	on := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.button).AddXY(10, 10)
	test.TapCanvas(s.c, on)
	if s.pressed != 1 {
		t.Error("the button under the list's sensor was not pressed")
	}
	test.MoveMouse(s.c, on)
	if !r.button.hovered || !r.hovered {
		t.Errorf("on the button: button %v, row %v; both are hovered", r.button.hovered, r.hovered)
	}
	test.MoveMouse(s.c, on.AddXY(100, 0))
	if r.button.hovered || !r.hovered {
		t.Errorf("beside the button: button %v, row %v", r.button.hovered, r.hovered)
	}
	test.MoveMouse(s.c, on.AddXY(100, 50))
	if r.hovered {
		t.Error("on another row this one is hovered")
	}
	test.MoveMouse(s.c, on)
	s.sensor.MouseOut()
	if r.button.hovered || r.hovered {
		t.Error("pointer gone, still hovered")
	}
}

func TestListRowsHaveTheWholeWidth(t *testing.T) {
	s := newListStage(t)
	if row, _ := s.Row(1000); row.Size() != fyne.NewSize(300, 50) {
		t.Errorf("a row is %v", row.Size())
	}
}
