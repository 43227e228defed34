package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// newToastStage shows a toast over a pane that a button fills.
func newToastStage(t *testing.T) (toast *Toast, c fyne.Canvas, under *int) {
	prepare(t)
	under = new(int)
	toast = NewToast()
	button := NewQuietButton("pane", func() { *under++ })
	return toast, stage(t, container.NewStack(button, toast.Object()), 600, 400), under
}

func (t *Toast) middle() fyne.Position {
	p := t.plate
	return p.Position().AddXY(20, p.Size().Height/2)
}

func TestToastOffersToUndo(t *testing.T) {
	toast, c, under := newToastStage(t)
	undone, hidden := 0, 0
	toast.OnHidden = func() { hidden++ }
	toast.Show("16 pictures moved to the trash", Action{"Undo", func() {
		undone++
		if toast.Shown() {
			t.Error("is still shown while its action runs")
		}
	}}, Action{"Show", nil}, Action{"Third", nil})
	if !toast.Shown() || toast.Text() != "16 pictures moved to the trash" || len(toast.plate.actions) != 2 {
		t.Errorf("says %q with %d actions", toast.Text(), len(toast.plate.actions))
	}
	test.TapCanvas(c, toast.middle())
	if *under != 0 {
		t.Error("a click on the toast reaches the pane")
	}
	test.TapCanvas(c, fyne.NewPos(20, 20))
	if *under != 1 {
		t.Error("a click beside the toast does not reach the pane")
	}
	test.Tap(toast.plate.actions[0])
	if undone != 1 || hidden != 1 || toast.Shown() || toast.Text() != "" {
		t.Errorf("undone %d times, hidden %d times", undone, hidden)
	}
	toast.Hide()
	if hidden != 1 {
		t.Error("hidden twice")
	}
}

// Words without actions may follow words whose actions had no room beside them.
func TestToastInANarrowPaneIsReplaced(t *testing.T) {
	prepare(t)
	toast := NewToast()
	stage(t, toast.Object(), 240, 400)
	toast.Show("Sixteen pictures moved to the trash", Action{"Bring them back", nil}, Action{"Show the trash", nil})
	if !toast.plate.under {
		t.Fatal("there is room beside the words")
	}
	toast.Show("Copied")
	if toast.plate.under || toast.Text() != "Copied" {
		t.Errorf("says %q", toast.Text())
	}
}

func TestToastGoesByItself(t *testing.T) {
	now := time.Unix(0, 0)
	for _, c := range []struct {
		what string
		busy func(toast *Toast, c fyne.Canvas)
		idle func(toast *Toast, c fyne.Canvas)
	}{
		{"left alone", func(*Toast, fyne.Canvas) {}, nil},
		{
			"hovered",
			func(toast *Toast, c fyne.Canvas) { test.MoveMouse(c, toast.middle()) },
			func(_ *Toast, c fyne.Canvas) { test.MoveMouse(c, fyne.NewPos(5, 5)) },
		},
		{
			"its action hovered",
			func(toast *Toast, c fyne.Canvas) {
				a := toast.plate.actions[0]
				test.MoveMouse(c, toast.plate.Position().Add(a.Position()).AddXY(5, 5))
			},
			func(_ *Toast, c fyne.Canvas) { test.MoveMouse(c, fyne.NewPos(5, 5)) },
		},
		{
			"its action focused",
			func(toast *Toast, c fyne.Canvas) { c.Focus(toast.plate.actions[0]) },
			func(_ *Toast, c fyne.Canvas) { c.Unfocus() },
		},
	} {
		toast, canvas, _ := newToastStage(t)
		toast.Tick(now) // nothing is shown yet
		toast.Show("done", Action{"Undo", nil})
		toast.Tick(now.Add(time.Hour))
		c.busy(toast, canvas)
		toast.Tick(now.Add(time.Hour + 7*time.Second))
		if !toast.Shown() {
			t.Errorf("%s: gone after 7 s", c.what)
		}
		toast.Tick(now.Add(time.Hour + 9*time.Second))
		if toast.Shown() != (c.idle != nil) {
			t.Errorf("%s: after 9 s it is shown: %v", c.what, toast.Shown())
		}
		if c.idle == nil {
			continue
		}
		c.idle(toast, canvas)
		toast.Tick(now.Add(time.Hour + 18*time.Second))
		if toast.Shown() {
			t.Errorf("%s and left: still there", c.what)
		}
	}
}

func TestToastWaitsAnewForNewWords(t *testing.T) {
	toast, c, _ := newToastStage(t)
	now := time.Unix(0, 0)
	toast.Show("first", Action{"Undo", nil})
	toast.Tick(now)
	c.Focus(toast.plate.actions[0])
	toast.Show("second")
	if c.Focused() != nil {
		t.Error("the focus is on what is gone")
	}
	toast.Tick(now.Add(9 * time.Second))
	if toast.Text() != "second" {
		t.Errorf("says %q", toast.Text())
	}
}

func TestToastStaysInsideThePane(t *testing.T) {
	toast, _, _ := newToastStage(t)
	toast.Show("3 pictures could not be moved to the trash because they are on a disk that has none, and nobody knows why that is so, "+
		"but it is not for this program to judge", Action{"Undo", nil}, Action{"Show them", nil})
	for _, width := range []float32{600, 300, 200} {
		toast.layer.Resize(fyne.NewSize(width, 400))
		p := toast.plate
		if p.Position().X < 0 || p.Position().X+p.Size().Width > width || p.Position().Y+p.Size().Height > 400 {
			t.Errorf("at %v it is %v at %v", width, p.Size(), p.Position())
		}
		words := p.words
		below := words.Position().Y+words.Size().Height <= p.actions[0].Position().Y
		if !below && words.Position().X+words.Size().Width > p.actions[0].Position().X {
			t.Errorf("at %v the words end at %v, the action begins at %v", width, words.Position().X+words.Size().Width, p.actions[0].Position().X)
		}
	}
}
