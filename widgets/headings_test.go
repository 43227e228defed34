package widgets

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// newDaysStage shows days of 30 items in rows of four: each is 8 rows and a heading, 880 pixels.
func newDaysStage(t *testing.T) *gridStage {
	s := newGridStage(t, 300)
	s.SetSource(days{s.source, 30})
	return s
}

func TestHeadingStaysAtTheUpperEdge(t *testing.T) {
	s := newDaysStage(t)
	height := s.headings.height()
	second := s.view.geo.blocks[1]
	for _, c := range []struct {
		what   string
		offset float64
		title  string
		y      float32
		stuck  bool
	}{
		{"at the top it is where it belongs", 0, "Day 0", 44 - height, false},
		{"just touching the edge", 44 - float64(height), "Day 0", 0, false},
		{"scrolled away it stays", 300, "Day 0", 0, true},
		{"the next one comes near", second.body - 60, "Day 0", 60 - float32(s.view.rules.header) - float32(s.view.rules.gap) - height, true},
		{"the next one takes its place", second.body, "Day 1", 0, true},
	} {
		s.scrollTo(c.offset)
		at := float32(0)
		var h *heading
		for i, head := range s.headings.shown {
			if s.view.geo.blocks[head.block].title == c.title {
				h, at = s.headings.strips[i], head.y
			}
		}
		if h == nil || at > c.y+0.01 || at < c.y-0.01 || h.stuck != c.stuck {
			t.Errorf("%s: %q at %v, want %v", c.what, c.title, at, c.y)
		}
	}
}

func TestWhatIsUnderAHeadingIsNotClicked(t *testing.T) {
	s := newDaysStage(t)
	s.scrollTo(300)
	click(s, fyne.NewPos(50, 10), desktop.MouseButtonPrimary, 0)
	if s.SelectionLen() != 0 || s.Current() != -1 {
		t.Errorf("selected %v", s.Selection())
	}
	click(s, fyne.NewPos(50, s.headings.height()+2), desktop.MouseButtonPrimary, 0)
	if s.SelectionLen() != 1 {
		t.Error("beneath the heading nothing is selected")
	}
}

func TestWhatIsGoneToIsNotUnderAHeading(t *testing.T) {
	s := newDaysStage(t)
	rapid.Check(t, func(rt *rapid.T) {
		s.scrollTo(rapid.Float64Range(0, s.view.geo.height).Draw(rt, "from"))
		index := rapid.IntRange(0, 299).Draw(rt, "to")
		s.ScrollTo(index)
		_, y := s.view.geo.place(index)
		top := y - s.view.offset
		for _, head := range s.headings.shown {
			if float64(head.y+s.headings.height()) > top+0.01 && head.y < float32(top+s.view.geo.cellH) && float64(head.y) <= top {
				rt.Fatalf("item %d is at %v, a heading ends at %v", index, top, head.y+s.headings.height())
			}
		}
		if top < -0.01 || top+s.view.geo.cellH > s.view.page()+0.01 {
			rt.Fatalf("item %d is at %v", index, top)
		}
	})
}

func TestBarShowsTheSectionWhileDragged(t *testing.T) {
	s := newDaysStage(t)
	shown := func() bool {
		return s.headings.bubble != nil && slices.Contains(s.objects, fyne.CanvasObject(s.headings.bubble))
	}
	s.scrollTo(100)
	if shown() {
		t.Error("shown though nobody drags")
	}
	drag := func(y float32) {
		s.bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(5, y)}, Dragged: fyne.NewDelta(0, 1)})
	}
	drag(20)
	drag(210)
	if !shown() || s.headings.bubble.words.text != s.view.geo.blocks[s.headings.shown[0].block].title || s.headings.bubble.words.text == "Day 0" {
		t.Fatalf("in the middle: shown %v", shown())
	}
	drag(1e6)
	if y := s.headings.bubble.Position().Y; y < 0 || y+s.headings.bubble.Size().Height > s.Size().Height {
		t.Errorf("at the end it is at %v", y)
	}
	s.bar.DragEnd()
	if shown() {
		t.Error("shown when let go")
	}
}

func TestHeadingsTellThatTheyCanBeClicked(t *testing.T) {
	s := newDaysStage(t)
	over := func(y float32) bool {
		event := &desktop.MouseEvent{}
		event.Position = fyne.NewPos(50, y)
		s.sensor.MouseMoved(event)
		return s.headings.strips[0].hovered
	}
	if over(20) {
		t.Error("a heading that is only to be read looks as if it did something")
	}
	over(100)
	s.OnSection = func(int, int) {}
	if !over(20) || over(100) {
		t.Error("does not follow the pointer")
	}
	over(20)
	s.sensor.MouseOut()
	if s.headings.strips[0].hovered {
		t.Error("stays when the pointer is gone")
	}
}

func TestFromSectionToSection(t *testing.T) {
	s := newDaysStage(t)
	jump := func(key fyne.KeyName) {
		s.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
	}
	s.SetCurrent(45)
	for i, step := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyDown, 60},
		{fyne.KeyUp, 30},
		{fyne.KeyRight, 30}, // the grid ignores it
		{fyne.KeyUp, 0},
		{fyne.KeyUp, 0},
		{fyne.KeyDown, 30},
	} {
		if jump(step.key); s.Current() != step.want || i != 2 && !s.Selected(s.source.ids[step.want]) {
			t.Errorf("step %d: at %d, want %d", i, s.Current(), step.want)
		}
	}
	s.SetCurrent(299)
	if jump(fyne.KeyDown); s.Current() != 299 {
		t.Errorf("after the last one comes %d", s.Current())
	}
	s.SetCurrent(30)
	s.Select(1030)
	s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
	if s.Current() != 60 || s.SelectionLen() != 31 {
		t.Errorf("with Shift %d are selected, at %d", s.SelectionLen(), s.Current())
	}
	s.SetSource(numbered(1, 10))
	asked := false
	s.OnShortcut = func(fyne.Shortcut) bool {
		asked = true
		return true
	}
	if jump(fyne.KeyDown); !asked {
		t.Error("without sections the shortcut is kept")
	}
}
