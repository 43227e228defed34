package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// pop is a window of 400 × 300 with a button, and a popover of two buttons that belongs to it.
type pop struct {
	*Popover
	c               fyne.Canvas
	button          *QuietButton
	first, last     *QuietButton
	closed, escapes int
}

func newPop(t *testing.T, buttonAt fyne.Position) *pop {
	prepare(t)
	p := &pop{button: NewQuietButton("open", nil), first: NewQuietButton("first", nil), last: NewQuietButton("last", nil)}
	p.Popover = NewPopover(container.NewVBox(p.first, p.last))
	p.OnClosed = func() { p.closed++ }
	p.c = stage(t, NewTipLayer(container.NewWithoutLayout(p.button)), 400, 300)
	put(p.button, buttonAt.X, buttonAt.Y, 80, 28)
	p.c.SetOnTypedKey(func(*fyne.KeyEvent) { p.escapes++ })
	p.c.Focus(p.button)
	p.Show(p.button)
	return p
}

func (p *pop) panel() (fyne.Position, fyne.Size) {
	return p.cover.panel.Position(), p.cover.panel.Size()
}

func TestPopoverKeepsTheKeyboard(t *testing.T) {
	p := newPop(t, fyne.NewPos(20, 20))
	if p.c.Focused() != fyne.Focusable(p.first) {
		t.Fatal("the focus is not on the first widget in it")
	}
	for _, want := range []fyne.Focusable{p.last, p.first, p.last} {
		if p.c.FocusNext(); p.c.Focused() != want {
			t.Error("Tab leads elsewhere")
		}
	}
	press1(p.c.Focused(), fyne.KeyF5)
	if p.escapes != 0 {
		t.Error("a key goes to the window beneath")
	}
	press1(p.c.Focused(), fyne.KeyEscape)
	if p.Shown() || p.closed != 1 {
		t.Error("Escape does not close it")
	}
	if p.c.Focused() != fyne.Focusable(p.button) {
		t.Error("the focus does not return")
	}
	press1(p.c.Focused(), fyne.KeyEscape)
	if p.escapes != 1 {
		t.Error("the window does not get its keys back")
	}
}

func TestPopoverClosesForAClickOutside(t *testing.T) {
	p := newPop(t, fyne.NewPos(20, 20))
	at, size := p.panel()
	test.TapCanvas(p.c, at.AddXY(3, 3))
	if !p.Shown() {
		t.Fatal("a click between its widgets closes it")
	}
	pressed := 0
	p.button.OnTapped = func() { pressed++ }
	test.TapCanvas(p.c, p.button.Position().AddXY(5, 5))
	if p.Shown() || pressed != 0 {
		t.Errorf("a click outside: shown %v, pressed what lies beneath %d times", p.Shown(), pressed)
	}
	p.Show(p.button)
	p.Show(p.button)
	test.TapCanvas(p.c, at.AddXY(size.Width+20, size.Height+20))
	if p.Shown() || p.c.Overlays().Top() != nil || p.closed != 2 {
		t.Errorf("opened twice and closed once: shown %v, closed %d times", p.Shown(), p.closed)
	}
	p.Hide()
	if p.closed != 2 {
		t.Error("closed though it was")
	}
}

func TestPopoverFindsItsPlace(t *testing.T) {
	for _, c := range []struct {
		what   string
		button fyne.Position
		check  func(at fyne.Position, size fyne.Size) bool
	}{
		{"below", fyne.NewPos(20, 20), func(at fyne.Position, _ fyne.Size) bool { return at == fyne.NewPos(20, 52) }},
		{"above where there is no room below", fyne.NewPos(20, 260), func(at fyne.Position, size fyne.Size) bool { return at.Y+size.Height == 256 }},
		{"inside at the right", fyne.NewPos(360, 20), func(at fyne.Position, size fyne.Size) bool { return at.X+size.Width == 392 }},
		{"inside at the left", fyne.NewPos(-40, 20), func(at fyne.Position, _ fyne.Size) bool { return at.X == 8 }},
	} {
		p := newPop(t, c.button)
		if at, size := p.panel(); !c.check(at, size) {
			t.Errorf("%s: %v at %v", c.what, size, at)
		}
		p.Hide()
	}
}

func TestPopoverInTheMiddle(t *testing.T) {
	p := newPop(t, fyne.NewPos(20, 20))
	p.Hide()
	p.SetSize(fyne.NewSize(200, 100))
	p.ShowMiddle(p.c)
	if p.c.Focused() != fyne.Focusable(p.first) {
		t.Error("the focus is not on the first widget in it")
	}
	at, size := p.panel()
	if middle := at.AddXY(size.Width/2, size.Height/2); middle != fyne.NewPos(200, 150) || size.Width < 200 || size.Height < 100 {
		t.Errorf("%v at %v", size, at)
	}
	p.SetSize(fyne.NewSize(2000, 1000)) // more than the window
	at, size = p.panel()
	if at != fyne.NewPos(popoverMargin, popoverMargin) || size != fyne.NewSize(400-2*popoverMargin, 300-2*popoverMargin) {
		t.Errorf("%v at %v", size, at)
	}
	press1(p.c.Focused(), fyne.KeyEscape)
	if p.Shown() || p.c.Focused() != fyne.Focusable(p.button) {
		t.Error("it did not close, or the focus does not return")
	}
}

func TestPopoverGrowsWithItsContent(t *testing.T) {
	p := newPop(t, fyne.NewPos(20, 20))
	_, before := p.panel()
	p.SetSize(fyne.NewSize(200, 150))
	if _, size := p.panel(); size != fyne.NewSize(224, 174) {
		t.Errorf("asked for 200 × 150, it is %v", size)
	}
	p.SetSize(fyne.NewSize(0, 0))
	if _, size := p.panel(); size != before {
		t.Errorf("at its smallest it is %v, was %v", size, before)
	}
	p.SetSize(fyne.NewSize(2000, 2000))
	if at, size := p.panel(); at.X+size.Width > 400 || at.Y+size.Height > 300 || at.Y < 52 {
		t.Errorf("in a window that is too small it is %v at %v", size, at)
	}
}

func TestPopoverOnAPopover(t *testing.T) {
	p := newPop(t, fyne.NewPos(20, 20))
	inner := NewQuietButton("inner", nil)
	second := NewPopover(inner)
	open := func() {
		p.Show(p.button)
		second.Show(p.first)
		if p.c.Focused() != fyne.Focusable(inner) {
			t.Fatal("the second one has no focus")
		}
	}
	open()
	press1(p.c.Focused(), fyne.KeyEscape)
	if second.Shown() || !p.Shown() || p.c.Focused() != fyne.Focusable(p.first) {
		t.Error("Escape does not close the second one alone")
	}
	open()
	p.Hide()
	if second.Shown() || p.c.Overlays().Top() != nil || p.c.Focused() != fyne.Focusable(p.button) {
		t.Error("the second one outlives the first")
	}
	press1(p.c.Focused(), fyne.KeyEscape)
	if p.escapes != 1 {
		t.Error("the window does not get its keys back")
	}
	p.Show(p.button)
	over := NewLabel("a dialog")
	p.c.Overlays().Add(over)
	p.c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !p.Shown() || p.escapes != 2 {
		t.Error("Escape in a dialog over it closes the popover")
	}
}

// The popover follows its widget when that moves with the window, and closes
// when it is removed.
func TestPopoverFollows(t *testing.T) {
	p := newPop(t, fyne.NewPos(20, 20))
	w := fyne.CurrentApp().Driver().AllWindows()
	p.button.Move(fyne.NewPos(120, 60))
	w[len(w)-1].Resize(fyne.NewSize(500, 400))
	if at, _ := p.panel(); at != fyne.NewPos(120, 92) {
		t.Errorf("after the window's size changed it is at %v", at)
	}
	p.button.Hide()
	p.Refresh()
	if at, _ := p.panel(); at != fyne.NewPos(120, 92) {
		t.Errorf("when the button is hidden it is at %v", at)
	}
}

func TestTipsAppearInPopovers(t *testing.T) {
	p := newPop(t, fyne.NewPos(20, 20))
	icon := NewIconButton(nil, "what it does", nil)
	p.Hide()
	p.Popover = NewPopover(icon)
	p.Show(p.button)
	icon.MouseIn(&desktop.MouseEvent{})
	if !p.cover.tips.bubble.Visible() || p.c.Content().(*TipLayer).bubble.Visible() {
		t.Error("the tip is not over the popover")
	}
}
