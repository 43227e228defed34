// Package arrange has the layouts of the window's forms. Their distances follow
// the theme's grid instead of one padding for everything, and hidden objects
// take no space. UI goroutine only.
package arrange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Stack puts objects below each other, gap apart, each with its minimum height.
func Stack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(stack(gap), objects...)
}

type stack float32

func (s stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	shown := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		size.Height += least.Height
		size.Width = max(size.Width, least.Width)
		shown++
	}
	size.Height += float32(s) * float32(max(0, shown-1))
	return size
}

func (s stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		fitWidth(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		y += o.Size().Height + float32(s)
	}
}

// Inset puts margins around an object.
func Inset(sides, top, bottom float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{sides, top, bottom}, object)
}

type inset struct{ sides, top, bottom float32 }

func (i *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*i.sides, i.top+i.bottom)
}

func (i *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(i.sides, i.top))
	objects[0].Resize(size.SubtractWidthHeight(2*i.sides, i.top+i.bottom).Max(fyne.Size{}))
}

// Columns puts objects side by side with equal widths, gap apart, at the top
// and with their minimum heights.
func Columns(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(columns(gap), objects...)
}

type columns float32

func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	n := float32(len(objects))
	size.Width = size.Width*n + float32(c)*(n-1)
	return size
}

func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(objects))
	width := (size.Width - float32(c)*(n-1)) / n
	for i, o := range objects {
		fitWidth(o, width)
		o.Move(fyne.NewPos(float32(i)*(width+float32(c)), 0))
	}
}

// Beside puts small objects to the right of one that takes the remaining width.
// They start drop below the top, beside a control and not beside its label.
func Beside(gap, drop float32, first fyne.CanvasObject, rest ...fyne.CanvasObject) *fyne.Container {
	return container.New(&beside{gap, drop}, append([]fyne.CanvasObject{first}, rest...)...)
}

type beside struct{ gap, drop float32 }

func (b *beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	for _, o := range objects[1:] {
		if o.Visible() {
			least := o.MinSize()
			size.Width += least.Width + b.gap
			size.Height = max(size.Height, least.Height+b.drop)
		}
	}
	return size
}

func (b *beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(objects) - 1; i > 0; i-- {
		if o := objects[i]; o.Visible() {
			least := o.MinSize()
			x -= least.Width
			o.Move(fyne.NewPos(x, b.drop))
			o.Resize(least)
			x -= b.gap
		}
	}
	fitWidth(objects[0], x)
	objects[0].Move(fyne.NewPos(0, 0))
}

// Line puts small objects to the right of one that takes the remaining width,
// all vertically centred.
func Line(gap float32, first fyne.CanvasObject, rest ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{beside{gap: gap}}, append([]fyne.CanvasObject{first}, rest...)...)
}

type line struct{ beside }

func (l *line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.beside.Layout(objects, size)
	for _, o := range objects {
		o.Move(fyne.NewPos(o.Position().X, (size.Height-o.Size().Height)/2))
	}
}

// fitWidth gives an object a width and the height that it then needs: wrapped
// text knows its height only when it knows its width.
func fitWidth(o fyne.CanvasObject, width float32) {
	o.Resize(fyne.NewSize(width, o.Size().Height))
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
}

// Wide gives an object this width, whatever its minimum.
func Wide(width float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(wide(width), object)
}

type wide float32

func (w wide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), objects[0].MinSize().Height)
}

func (wide) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// Capped gives an object at most this width, centred.
func Capped(width float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(capped(width), object)
}

type capped float32

func (c capped) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (c capped) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	o := objects[0]
	fitWidth(o, min(size.Width, float32(c)))
	o.Move(fyne.NewPos((size.Width-o.Size().Width)/2, max(0, (size.Height-o.Size().Height)/2)))
}

// Corner puts a small object over the upper right corner of another, drop below
// the upper edge. It takes no space.
func Corner(drop float32, object, small fyne.CanvasObject) *fyne.Container {
	return container.New(corner(drop), object, small)
}

type corner float32

func (c corner) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (c corner) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	fitWidth(objects[0], size.Width)
	objects[0].Move(fyne.NewPos(0, 0))
	least := objects[1].MinSize()
	objects[1].Resize(least)
	objects[1].Move(fyne.NewPos(size.Width-least.Width, float32(c)))
}

// NewWrap is a layout that puts small objects side by side, gap apart, on as many lines as the current width needs.
// width is the width before the first layout.
func NewWrap(gap, width float32) fyne.Layout { return &wrap{gap, width} }

type wrap struct{ gap, width float32 }

func (w *wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, w.run(objects, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

func (w *wrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w.width = size.Width
	w.run(objects, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// run places the objects and returns their total height.
func (w *wrap) run(objects []fyne.CanvasObject, put func(o fyne.CanvasObject, at fyne.Position, size fyne.Size)) float32 {
	var x, y, line float32
	for _, o := range objects {
		size := o.MinSize()
		if w.width > 0 {
			size.Width = min(size.Width, w.width)
		}
		if x > 0 && x+size.Width > w.width {
			x, y, line = 0, y+line+w.gap, 0
		}
		line = max(line, size.Height)
		put(o, fyne.NewPos(x, y), size)
		x += size.Width + w.gap
	}
	return y + line
}
