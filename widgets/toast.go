package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

const (
	toastTime   = 8 * time.Second // long enough to read a line and reach for Undo
	toastWidest = float32(560)
	toastLeast  = float32(200) // width for the words beside which actions are still placed
	toastLines  = 3
)

// Toast shows what was done, with up to two actions (Undo), on a raised plate over the lower edge of a pane. Put its
// Object last into a Stack over the pane: outside the plate it takes no events. Tab reaches its actions like any other.
//
// It disappears eight seconds after the first Tick that saw it, but not while the pointer is on it or an action has the
// focus.
type Toast struct {
	// OnHidden is called when the toast disappears, by itself, by its close button or by Hide.
	OnHidden func()

	layer *toastLayer
	plate *toastPlate
	since time.Time // first Tick that saw it
}

// NewToast returns a hidden toast.
func NewToast() *Toast {
	t := &Toast{}
	t.plate = newToastPlate(t)
	t.plate.Hidden = true
	t.layer = newToastLayer(t.plate)
	return t
}

// Object returns what to put over the pane.
func (t *Toast) Object() fyne.CanvasObject { return t.layer }

// Show shows words with at most two actions; others are left out. It replaces the previous words. An action hides the
// toast, then runs.
func (t *Toast) Show(text string, actions ...Action) {
	t.since = time.Time{}
	t.plate.fill(text, actions[:min(len(actions), 2)])
	t.plate.Show()
	t.layer.Refresh()
}

// Hide hides the toast.
func (t *Toast) Hide() {
	if !t.Shown() {
		return
	}
	t.plate.letGo()
	t.plate.Hide()
	if t.OnHidden != nil {
		t.OnHidden()
	}
}

// Shown reports whether the toast is visible.
func (t *Toast) Shown() bool { return t.plate.Visible() }

// Text returns the shown words; "": hidden.
func (t *Toast) Text() string {
	if !t.Shown() {
		return ""
	}
	return t.plate.words.text
}

// SetCloseTip sets the tip of the close button.
func (t *Toast) SetCloseTip(tip string) { t.plate.close.SetTip(tip) }

// Tick gives the time, about once a second. The toast has no clock of its own.
func (t *Toast) Tick(now time.Time) {
	switch {
	case !t.Shown():
	case t.since.IsZero() || t.plate.busy():
		t.since = now
	case now.Sub(t.since) >= toastTime:
		t.Hide()
	}
}

// toastLayer has the pane's size and puts the plate over its lower edge.
type toastLayer struct {
	widget.BaseWidget
	plate *toastPlate
}

func newToastLayer(plate *toastPlate) *toastLayer {
	l := &toastLayer{plate: plate}
	l.ExtendBaseWidget(l)
	return l
}

func (l *toastLayer) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(drawing{
		owner: l, objects: []fyne.CanvasObject{l.plate}, paint: func() { l.plate.Refresh() },
		place: func(size fyne.Size) {
			want := l.plate.wanted(min(toastWidest, size.Width-2*darkroom.Space16))
			put(l.plate, (size.Width-want.Width)/2, max(size.Height-want.Height-darkroom.Space16, 0), want.Width, want.Height)
		},
		min: func() fyne.Size { return fyne.NewSize(0, 0) },
	})
}

// toastPlate is the visible part of a toast. It notices the pointer, and takes clicks from what is under it.
type toastPlate struct {
	widget.BaseWidget
	t       *Toast
	words   *textBlock
	actions []*LinkButton
	close   *IconButton
	hovered bool
	under   bool // the actions are below the words, because there is no room beside them
}

func newToastPlate(t *Toast) *toastPlate {
	p := &toastPlate{t: t, words: bodyText("")}
	p.words.minimum = 0
	p.close = NewIconButton(theme.CancelIcon(), "", t.Hide)
	p.ExtendBaseWidget(p)
	return p
}

func (p *toastPlate) fill(text string, actions []Action) {
	p.letGo()
	p.words.text = text
	p.actions, p.under = nil, false // until its place is known
	for _, action := range actions {
		p.actions = append(p.actions, NewLinkButton(action.Text, func() {
			p.t.Hide()
			if action.Run != nil {
				action.Run()
			}
		}))
	}
}

// letGo releases the focus of an action that is no longer visible.
func (p *toastPlate) letGo() {
	p.hovered = false
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil && p.focused() {
		c.Unfocus()
	}
}

func (p *toastPlate) focused() bool {
	focused := p.close.focused
	for _, action := range p.actions {
		focused = focused || action.focused
	}
	return focused
}

// busy reports whether somebody is about to use the toast.
func (p *toastPlate) busy() bool {
	busy := p.hovered || p.close.hovered || p.focused()
	for _, action := range p.actions {
		busy = busy || action.hovered
	}
	return busy
}

// buttons is the width of the actions side by side.
func (p *toastPlate) buttons() float32 {
	width := float32(0)
	for _, action := range p.actions {
		width += action.MinSize().Width + darkroom.Space4
	}
	return width
}

// wanted returns the plate's size for a maximum width, and breaks the lines.
func (p *toastPlate) wanted(widest float32) fyne.Size {
	around := darkroom.Space16 + darkroom.Space12 + controlHeight + darkroom.Space4
	whole := p.words.measure(p.words.text)
	p.under = len(p.actions) > 0 && widest-around-p.buttons() < min(whole, toastLeast)
	if !p.under {
		around += p.buttons()
	}
	cutter := breaker{width: max(widest-around, 1), max: toastLines, measure: p.words.measure}
	lines, _ := cutter.lines(p.words.text)
	width := float32(0)
	for _, line := range lines {
		width = max(width, p.words.measure(line))
	}
	p.words.lines = max(len(lines), 1)
	height := max(float32(p.words.lines)*p.words.lineHeight(), controlHeight-darkroom.Space8) + 2*darkroom.Space12
	if p.under {
		width = max(width, p.buttons())
		height += p.actions[0].MinSize().Height
	}
	return fyne.NewSize(width+1+around, height)
}

// Tapped is Fyne's.
func (p *toastPlate) Tapped(*fyne.PointEvent) {}

// MouseIn is Fyne's.
func (p *toastPlate) MouseIn(*desktop.MouseEvent) { p.hovered = true }

// MouseMoved is Fyne's.
func (p *toastPlate) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (p *toastPlate) MouseOut() { p.hovered = false }

func (p *toastPlate) CreateRenderer() fyne.WidgetRenderer {
	r := &toastRenderer{p: p, box: canvas.NewRectangle(nil)}
	r.paint()
	if size := p.Size(); !size.IsZero() {
		r.Layout(size)
	}
	return r
}

// toastRenderer has the buttons of the toast.
type toastRenderer struct {
	p       *toastPlate
	box     *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *toastRenderer) Destroy()                     {}
func (r *toastRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *toastRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, 0) }

func (r *toastRenderer) paint() {
	paintRaised(r.p, r.box)
	r.objects = []fyne.CanvasObject{r.box, r.p.words}
	for _, action := range r.p.actions {
		r.objects = append(r.objects, action)
	}
	r.objects = append(r.objects, r.p.close)
}

func (r *toastRenderer) Refresh() {
	r.paint()
	r.p.words.Refresh()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *toastRenderer) Layout(size fyne.Size) {
	p := r.p
	put(r.box, 0, 0, size.Width, size.Height)
	middle, right := size.Height/2, size.Width-controlHeight-darkroom.Space8
	if p.under {
		middle = (size.Height - p.actions[0].MinSize().Height) / 2
	}
	put(p.close, right, middle-controlHeight/2, controlHeight, controlHeight)
	x := darkroom.Space16 - darkroom.Space4 // the words of a link align with those above
	if !p.under {
		x = right - p.buttons()
		right = x
	}
	for _, action := range p.actions {
		min := action.MinSize()
		y := middle - min.Height/2
		if p.under {
			y = size.Height - darkroom.Space8 - min.Height
		}
		put(action, x, y, min.Width, min.Height)
		x += min.Width + darkroom.Space4
	}
	height := float32(p.words.lines) * p.words.lineHeight()
	put(p.words, darkroom.Space16, middle-height/2, max(right-darkroom.Space16-darkroom.Space4, 0), height)
}

// paintRaised paints the box of a floating object.
func paintRaised(w fyne.Widget, box *canvas.Rectangle) {
	box.FillColor, box.StrokeColor = colorOf(w, darkroom.ColorNameRaised), colorOf(w, darkroom.ColorNameHairline)
	box.StrokeWidth, box.CornerRadius = 1, sizeOf(w, darkroom.SizeNameRadius)
	box.Shadow = canvas.Shadow{Color: colorOf(w, theme.ColorNameShadow), BlurRadius: 12, Offset: fyne.NewPos(0, 3)}
}
