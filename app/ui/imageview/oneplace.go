package imageview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/icons"
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// arrangement is how images are compared.
type arrangement int

const (
	apart    arrangement = iota // beside each other
	split                       // two in one place, with a line between them that moves
	blinking                    // in one place, one after the other
)

const (
	lineStep  float32 = 0.05                   // how far a key moves the line, of the width
	blinkTime         = 700 * time.Millisecond // ticks come about once a second
)

// onePlace arranges compared images in one place.
type onePlace struct {
	c     *Compare
	how   arrangement
	layer *fyne.Container // the line, over the images
	line  *divider

	at          float32 // of the line, from 0 to 1
	left, right int     // indexes of the images beside the line
	going       bool    // the images take turns by themselves
	turnedAt    time.Time

	splitTool, blinkTool *widgets.IconButton
}

func newOnePlace(c *Compare) *onePlace {
	o := &onePlace{c: c, at: 0.5}
	o.line = newDivider(func(x float32) {
		o.moveTo(x / max(o.layer.Size().Width, 1))
	})
	o.layer = container.New(lineLayout{o}, o.line)
	o.layer.Hide()
	return o
}

func splitTool(v *view, press func()) fyne.CanvasObject {
	o := v.stage.(*Compare).one
	o.splitTool = widgets.NewIconButton(icons.Icon("split"), message.T("imageview.compare.split"), press)
	return o.splitTool
}

func blinkTool(v *view, press func()) fyne.CanvasObject {
	o := v.stage.(*Compare).one
	o.blinkTool = widgets.NewIconButton(theme.VisibilityIcon(), message.T("imageview.compare.blink"), press)
	return o.blinkTool
}

// toggle changes to an arrangement, or back to images beside each other. Images in one place show the same part.
func (o *onePlace) toggle(how arrangement) {
	if o.how == how {
		how = apart
	}
	if !o.c.linked {
		o.c.toggleLink()
	}
	o.how, o.at = how, 0.5
	o.going = how == blinking && fyne.CurrentApp().Settings().ShowAnimations()
	o.turnedAt = o.c.p.Now()
	arrange.Enable(o.c.link, how == apart)
	o.splitTool.SetOn(how == split)
	o.blinkTool.SetOn(how == blinking)
	o.arrange()
	o.c.Focus()
}

// leave puts images beside each other again.
func (o *onePlace) leave() {
	if o.how != apart {
		o.toggle(o.how)
	}
}

// turned follows a change of the current image.
func (o *onePlace) turned() {
	if o.how == blinking || o.how == split && o.c.active != o.left && o.c.active != o.right || o.squeezed() {
		o.arrange()
	}
}

// squeezed reports whether the line leaves the current image no room.
func (o *onePlace) squeezed() bool {
	return o.how == split && (o.at == 0 && o.c.active == o.left || o.at == 1 && o.c.active == o.right)
}

// arrange shows the images that belong into the place.
func (o *onePlace) arrange() {
	n := len(o.c.images)
	if n == 0 {
		return
	}
	if o.left == o.right || o.right >= n || o.c.active != o.left && o.c.active != o.right {
		o.left, o.right = o.c.active, (o.c.active+1)%n
		if o.left > o.right {
			o.left, o.right = o.right, o.left
		}
	}
	if o.squeezed() {
		o.at = 0.5 // the current image is seen
	}
	for i, cell := range o.c.cells[:n] {
		cell.photo.image.SetFill(o.how != apart)
		arrange.Show(cell, o.how == apart || o.how == blinking && i == o.c.active || o.how == split && (i == o.left || i == o.right))
	}
	o.share()
	arrange.Show(o.layer, o.how == split)
	o.c.table.Refresh()
	o.layer.Refresh()
}

// share divides the place between the images beside the line.
func (o *onePlace) share() {
	for i, cell := range o.c.cells {
		switch {
		case o.how == split && i == o.left:
			cell.share(0, o.at)
		case o.how == split && i == o.right:
			cell.share(o.at, 1)
		default:
			cell.share(0, 1)
		}
	}
}

// lay is the layout of images in one place; false: they are not.
func (o *onePlace) lay(cells []fyne.CanvasObject, size fyne.Size) bool {
	if o.how == apart {
		return false
	}
	for _, cell := range cells {
		cell.Move(fyne.NewPos(0, 0))
		cell.Resize(size)
	}
	return true
}

// step goes to the image before or after the current one; with a line between two, it moves the line.
func (o *onePlace) step(by int) {
	if o.how == split {
		o.moveTo(o.at + float32(by)*lineStep)
		return
	}
	o.going = false // a person chooses which one to see
	o.c.neighbour(by)
}

// moveTo moves the line to a place between 0 and 1.
func (o *onePlace) moveTo(at float32) {
	if o.how != split {
		return
	}
	o.at = min(max(at, 0), 1)
	o.share()
	o.layer.Layout.Layout(o.layer.Objects, o.layer.Size())
	if o.squeezed() { // the keys act on the one that is seen
		o.c.activate(o.left + o.right - o.c.active)
		o.c.Focus()
	}
}

// toggleGoing lets blinking images take turns by themselves, or stops them.
func (o *onePlace) toggleGoing() {
	if o.how == blinking {
		o.going, o.turnedAt = !o.going, o.c.p.Now()
	}
}

// tick shows the next image when it is time, unless a person is doing something else, for example writes a tag.
func (o *onePlace) tick(now time.Time) {
	if !o.c.opened || !o.going || now.Sub(o.turnedAt) < blinkTime {
		return
	}
	if focused := o.c.p.Canvas().Focused(); focused != nil && focused != o.c.keyboard() {
		return
	}
	o.turnedAt = now
	o.c.neighbour(1)
}

// lineLayout puts the line where it is.
type lineLayout struct{ o *onePlace }

func (lineLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l lineLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	width := parts[0].MinSize().Width
	parts[0].Move(fyne.NewPos(l.o.at*size.Width-width/2, 0))
	parts[0].Resize(fyne.NewSize(width, max(size.Height-caption, 0)))
}
