package widgets

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestProgressStaysInRange(t *testing.T) {
	prepare(t)
	p := NewProgress()
	for _, c := range []struct{ in, want float64 }{{0.5, 0.5}, {-1, 0}, {2, 1}, {math.NaN(), 0}, {math.Inf(1), 1}} {
		p.SetValue(c.in)
		if p.Value() != c.want {
			t.Errorf("%v became %v, want %v", c.in, p.Value(), c.want)
		}
	}
}

func TestHiddenProgressDoesNotMove(t *testing.T) {
	prepare(t)
	p := NewProgress()
	p.SetIndeterminate(true)
	if p.motion == nil {
		t.Fatal("does not move")
	}
	p.Hide()
	if p.motion != nil {
		t.Error("moves behind the scenes")
	}
	p.Show()
	if p.motion == nil {
		t.Error("does not move again")
	}
	p.SetIndeterminate(false)
	if p.motion != nil {
		t.Error("moves though it is known how far it is")
	}
}

func TestBannerActionsAndDismissal(t *testing.T) {
	prepare(t)
	retried, dismissed := 0, 0
	b := NewBanner(BannerFailed, "Out of memory", Action{"Retry", func() { retried++ }})
	b.SetOnDismissed("Hide", func() { dismissed++ })
	stage(t, b, 400, 60)
	test.Tap(b.actions[0])
	test.Tap(b.close)
	if retried != 1 || dismissed != 1 {
		t.Errorf("retried %d, dismissed %d", retried, dismissed)
	}
	b.SetContent(BannerInfo, "Well again")
	if b.Text() != "Well again" || len(b.actions) != 0 {
		t.Error("old content stays")
	}
}

func TestBannerGrowsWhereItIsNarrow(t *testing.T) {
	prepare(t)
	b := NewBanner(BannerWarning, "The answer to this submission was lost. It may have been charged.", Action{Text: "Ask now"})
	stage(t, b, 900, 60)
	wide := b.MinSize().Height
	b.Resize(fyne.NewSize(220, 60))
	narrow := b.MinSize().Height
	if narrow <= wide {
		t.Errorf("height %v at 900 and %v at 220", wide, narrow)
	}
	b.Resize(fyne.NewSize(220, narrow))
	if end := b.actions[0].Position().Y + b.actions[0].Size().Height; end > narrow {
		t.Errorf("the action ends at %v in %v", end, narrow)
	}
}

func TestEmptyStateOffersItsAction(t *testing.T) {
	prepare(t)
	pressed := 0
	e := NewEmptyState("Nothing here.", &Action{"Do something", func() { pressed++ }})
	c := stage(t, e, 400, 300)
	test.TapCanvas(c, e.button.Position().AddXY(5, 5))
	if pressed != 1 {
		t.Error("the action was not run")
	}
	e.SetContent("Nothing found.", nil)
	if e.button.Visible() || e.Sentence() != "Nothing found." {
		t.Error("the old action stays")
	}
}

func TestFieldErrorDoesNotMoveTheControl(t *testing.T) {
	prepare(t)
	control := NewQuietButton("control", nil)
	f := NewField("Label", control)
	stage(t, container.NewVBox(f), 300, 200)
	at, size, height := control.Position(), control.Size(), f.MinSize().Height
	f.SetError("Something is wrong")
	if control.Position() != at || control.Size() != size {
		t.Error("the control moved")
	}
	if f.MinSize().Height <= height || !f.words.Visible() {
		t.Error("the error has no place")
	}
	f.SetError("")
	if f.MinSize().Height != height {
		t.Error("the error's place stays")
	}
}

func TestPaneTitleGivesWayToControls(t *testing.T) {
	prepare(t)
	title := NewTitle("A title that is much too long for this pane")
	button := NewQuietButton("Control", nil)
	stage(t, NewPaneTitle(title, button), 200, 40)
	if !title.Cut() || title.Position().X+title.Size().Width > button.Position().X {
		t.Errorf("title ends at %v, button begins at %v", title.Position().X+title.Size().Width, button.Position().X)
	}
}

func TestPanes(t *testing.T) {
	prepare(t)
	left, middle, right := NewSurface("", nil), NewSurface("", nil), NewSurface("", nil)
	p := NewPanes(left, middle, right)
	p.SetMinWidths(200, 150, 300)
	p.SetWidths(300, 350)
	stage(t, p, 1200, 600)
	widths := func() [3]float32 {
		return [3]float32{left.Size().Width, middle.Size().Width, right.Size().Width}
	}
	if got := widths(); got != [3]float32{300, 350, 548} {
		t.Errorf("at 1200: %v", got)
	}
	p.Resize(fyne.NewSize(1600, 600))
	if got := widths(); got != [3]float32{300, 350, 948} {
		t.Errorf("at 1600 the right pane gets the room: %v", got)
	}
	p.Resize(fyne.NewSize(852, 600))
	if got := widths(); got != [3]float32{300, 250, 300} {
		t.Errorf("at 852 the middle gives way: %v", got)
	}
	p.Resize(fyne.NewSize(700, 600))
	if got := widths(); got != [3]float32{248, 150, 300} {
		t.Errorf("at 700 the left gives way too: %v", got)
	}
	p.Resize(fyne.NewSize(1200, 600))
	if got := widths(); got != [3]float32{300, 350, 548} {
		t.Errorf("at 1200 again all have their widths back: %v", got)
	}
	middle.Hide()
	p.Refresh()
	if got := widths(); got[0] != 300 || got[2] != 899 || p.dividers[1].Visible() {
		t.Errorf("without the middle: %v", got)
	}
}

func TestPanesAreDragged(t *testing.T) {
	prepare(t)
	p := NewPanes(NewSurface("", nil), NewSurface("", nil), NewSurface("", nil))
	p.SetMinWidths(200, 150, 300)
	p.SetWidths(300, 350)
	c := stage(t, p, 1200, 600)
	var told [][2]float32
	p.OnChanged = func(left, middle float32) { told = append(told, [2]float32{left, middle}) }
	test.Drag(c, fyne.NewPos(300, 50), 40, 0)
	if l, m := p.Widths(); l != 340 || m != 350 {
		t.Errorf("first divider by 40: %v %v", l, m)
	}
	test.Drag(c, fyne.NewPos(691, 50), -100, 0)
	if l, m := p.Widths(); l != 340 || m != 250 {
		t.Errorf("second divider by -100: %v %v", l, m)
	}
	test.Drag(c, fyne.NewPos(340, 50), -1000, 0)
	if l, _ := p.Widths(); l != 200 {
		t.Errorf("the left pane got as narrow as %v", l)
	}
	test.Drag(c, fyne.NewPos(200, 50), 2000, 0)
	if l, m := p.Widths(); l+m+2 > 900 {
		t.Errorf("the right pane was pushed out: %v %v", l, m)
	}
	if len(told) != 4 {
		t.Errorf("told %d times, want once a drag", len(told))
	}
}
