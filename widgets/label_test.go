package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestLabelIsAsWideAsItsText(t *testing.T) {
	prepare(t)
	short, long := NewLabel("Jobs"), NewLabel("Jobs and more jobs")
	if short.MinSize().Width >= long.MinSize().Width {
		t.Errorf("short %v, long %v", short.MinSize(), long.MinSize())
	}
	long.SetMinWidth(20)
	if got := long.MinSize().Width; got != 20 {
		t.Errorf("smallest width %v, want 20", got)
	}
	long.Resize(fyne.NewSize(60, 20))
	if !long.Cut() {
		t.Error("not cut at 60")
	}
	long.Resize(fyne.NewSize(400, 20))
	if long.Cut() {
		t.Error("cut at 400")
	}
	long.Resize(fyne.NewSize(long.measure(long.Text()), 20))
	if long.Cut() {
		t.Error("cut at its own width")
	}
}

func TestLabelKeepsItsHeight(t *testing.T) {
	prepare(t)
	l := NewLabel("one")
	l.SetLines(2)
	l.Resize(fyne.NewSize(120, 100))
	before := l.MinSize()
	l.SetText(strings.Repeat("many words ", 50))
	if got := l.MinSize(); got != before {
		t.Errorf("smallest size went from %v to %v", before, got)
	}
	if len(l.shown) != 2 {
		t.Errorf("%d lines are drawn, want 2", len(l.shown))
	}
}

func TestLabelGrowsWithItsLines(t *testing.T) {
	prepare(t)
	l := NewLabel("some words that take several lines when there is little room")
	l.SetLines(0)
	l.Resize(fyne.NewSize(600, 20))
	one := l.MinSize().Height
	l.Resize(fyne.NewSize(120, 20))
	if got := l.MinSize().Height; got < 3*one {
		t.Errorf("height %v at 120, %v at 600", got, one)
	}
}

func TestFiguresDontMoveTheirNeighbours(t *testing.T) {
	prepare(t)
	f := NewFigures("1 %", "100 %")
	before := f.MinSize()
	for _, text := range []string{"7 %", "62 %", "100 %"} {
		f.SetText(text)
		if got := f.MinSize(); got != before {
			t.Errorf("%q makes it %v, was %v", text, got, before)
		}
	}
}

func TestTipShowsWhatIsCut(t *testing.T) {
	prepare(t)
	whole, cut := NewLabel("short"), NewLabel("a text that is too long for its place")
	cut.SetMinWidth(0)
	layer := NewTipLayer(container.NewVBox(whole, cut))
	c := stage(t, layer, 100, 200)
	over := func(l *Label) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
		test.MoveMouse(c, at.AddXY(5, 5))
	}
	over(whole)
	if layer.bubble.Visible() {
		t.Error("a tip for a text that is not cut")
	}
	over(cut)
	if !layer.bubble.Visible() || layer.bubble.words.text != cut.Text() {
		t.Errorf("tip visible %v, says %q", layer.bubble.Visible(), layer.bubble.words.text)
	}
	if size := layer.Size(); layer.bubble.Position().X < 0 || layer.bubble.Position().X+layer.bubble.Size().Width > size.Width {
		t.Errorf("tip at %v, %v wide, leaves the window of %v", layer.bubble.Position(), layer.bubble.Size(), size)
	}
	over(whole)
	if layer.bubble.Visible() {
		t.Error("the tip stays after the pointer left")
	}
	whole.SetTip("because")
	test.MoveMouse(c, fyne.NewPos(50, 190))
	over(whole)
	if !layer.bubble.Visible() || layer.bubble.words.text != "because" {
		t.Error("a tip of its own is not shown")
	}
}

func TestTipTakesNothingFromWhatIsUnderIt(t *testing.T) {
	prepare(t)
	pressed := 0
	button := NewQuietButton("Press", func() { pressed++ })
	layer := NewTipLayer(container.NewVBox(button))
	c := stage(t, layer, 200, 100)
	layer.show("a tip", fyne.NewPos(0, -10)) // right over the button
	test.TapCanvas(c, fyne.NewPos(20, 15))
	if pressed != 1 {
		t.Error("the tip took the click")
	}
	if c.Overlays().Top() != nil {
		t.Error("the tip is an overlay, which takes the keys")
	}
}
