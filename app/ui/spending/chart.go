package spending

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/cost"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	rowHeight float32 = 40
	nameRoom  float32 = 150
	sumRoom   float32 = 130
	barHeight float32 = 14
	hatchStep float32 = 5
	leastBar  float32 = 2 // of what is not nothing
)

// bar is a line of the chart: a name, a bar and the sum. What was spent for sure is filled, what failed
// is hatched, and what may have been charged is outlined, so that no colour is needed to read it.
type bar struct {
	done, failed, unsure cost.Amount
	most                 cost.Amount // the longest bar of the chart
}

// chartRow is a row of the list that shows a bar.
type chartRow struct {
	widget.BaseWidget
	name, sum *widgets.Label
	drawing   *drawing
	face      *widgets.RowFace
}

func newChartRow() *chartRow {
	r := &chartRow{name: widgets.NewLabel(""), sum: widgets.NewLabel(""), drawing: newDrawing()}
	r.name.SetMinWidth(0)
	r.sum.SetMinWidth(0)
	r.sum.SetAlign(fyne.TextAlignTrailing)
	r.face = widgets.NewRowFace(&fyne.Container{Layout: rowLayout{}, Objects: []fyne.CanvasObject{r.name, r.drawing, r.sum}})
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer is Fyne's.
func (r *chartRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.face) }

// SetSelected marks the row that is read out below the chart.
func (r *chartRow) SetSelected(on bool) { r.face.SetSelected(on) }

// SetHovered marks the row under the pointer.
func (r *chartRow) SetHovered(on bool) { r.face.SetHovered(on) }

func (r *chartRow) bind(l line) {
	r.name.SetText(l.name)
	r.sum.SetText(l.sum)
	r.drawing.show(l.bar)
}

// rowLayout gives the bar what name and sum leave, and a part of a narrow row.
type rowLayout struct{}

func (rowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, rowHeight) }

func (rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	names, sums := min(nameRoom, size.Width*0.3), min(sumRoom, size.Width*0.3)
	put := func(o fyne.CanvasObject, x, width, height float32) {
		o.Move(fyne.NewPos(x, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
	}
	put(objects[0], darkroom.Space8, names-darkroom.Space8, objects[0].MinSize().Height)
	put(objects[1], names+darkroom.Space8, size.Width-names-sums-2*darkroom.Space8, barHeight)
	put(objects[2], size.Width-sums, sums-darkroom.Space8, objects[2].MinSize().Height)
}

// drawing draws a bar.
type drawing struct {
	widget.BaseWidget
	bar bar
}

func newDrawing() *drawing {
	d := &drawing{}
	d.ExtendBaseWidget(d)
	return d
}

func (d *drawing) show(b bar) {
	d.bar = b
	d.Refresh()
}

// MinSize is Fyne's.
func (d *drawing) MinSize() fyne.Size { return fyne.NewSize(0, barHeight) }

// CreateRenderer is Fyne's.
func (d *drawing) CreateRenderer() fyne.WidgetRenderer { return &drawer{d: d} }

// drawer lays the parts of a bar side by side.
type drawer struct {
	d       *drawing
	size    fyne.Size
	objects []fyne.CanvasObject
}

func (r *drawer) Layout(size fyne.Size) {
	if size != r.size {
		r.size = size
		r.draw()
	}
}

func (r *drawer) MinSize() fyne.Size           { return fyne.NewSize(0, barHeight) }
func (r *drawer) Objects() []fyne.CanvasObject { return r.objects }
func (r *drawer) Destroy()                     {}

func (r *drawer) Refresh() {
	r.draw()
	canvas.Refresh(r.d)
}

func (r *drawer) draw() {
	r.objects = nil
	b := r.d.bar
	if b.most <= 0 || r.size.Width <= 0 {
		return
	}
	accent := r.d.Theme().Color(darkroom.ColorNameAccent, fyne.CurrentApp().Settings().ThemeVariant())
	x := float32(0)
	for i, part := range []cost.Amount{b.done, b.failed, b.unsure} {
		if part <= 0 {
			continue
		}
		width := max(float32(float64(part)/float64(b.most))*r.size.Width, leastBar)
		r.part(i, x, width, accent)
		x += width
	}
}

// part draws the first part filled, the second hatched and the third outlined.
func (r *drawer) part(kind int, x, width float32, ink color.Color) {
	face := canvas.NewRectangle(color.Transparent)
	if kind == 0 {
		face.FillColor = ink
	} else {
		face.StrokeColor, face.StrokeWidth = ink, 1
	}
	face.CornerRadius = 2
	face.Move(fyne.NewPos(x, 0))
	face.Resize(fyne.NewSize(width, r.size.Height))
	r.objects = append(r.objects, face)
	for from := hatchStep; kind == 1 && from < width+r.size.Height; from += hatchStep {
		// From the upper edge down to the left, cut at both ends.
		stroke := canvas.NewLine(ink)
		right, left := min(from, width), max(from-r.size.Height, 0)
		stroke.Position1 = fyne.NewPos(x+right, from-right)
		stroke.Position2 = fyne.NewPos(x+left, from-left)
		r.objects = append(r.objects, stroke)
	}
}

// legend shows a part as the chart draws it, before its words.
func legend(kind int, words string) fyne.CanvasObject {
	d := newDrawing()
	d.bar = bar{most: 1}
	*[]*cost.Amount{&d.bar.done, &d.bar.failed, &d.bar.unsure}[kind] = 1
	sample := &fyne.Container{Layout: sampleLayout{}, Objects: []fyne.CanvasObject{d}}
	text := widgets.NewQuietLabel(words)
	return &fyne.Container{Layout: widgets.NewLine(theme.Padding()), Objects: []fyne.CanvasObject{sample, text}}
}

// sampleLayout gives a legend's sample its size.
type sampleLayout struct{}

func (sampleLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(28, barHeight) }

func (sampleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, (size.Height-barHeight)/2))
	objects[0].Resize(fyne.NewSize(size.Width, barHeight))
}
