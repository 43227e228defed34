package imageview

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/imageview/facts"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// lettersWidth is the width for the letters of the images that share a value, in Fyne's pixels.
const lettersWidth float32 = 44

// differences shows what differs between the pictures and, on request, what doesn't.
type differences struct {
	widget.BaseWidget
	column  *fyne.Container
	scroll  *container.Scroll
	differ  []facts.Row
	same    []facts.Row
	trouble error
	all     bool            // equal parameters are shown too
	whole   map[string]bool // by name: texts that are shown completely
	// acted is called after a button was pressed, which took the focus.
	acted func()
}

func newDifferences(acted func()) *differences {
	d := &differences{column: arrange.Stack(darkroom.Space12), whole: map[string]bool{}, acted: acted}
	d.scroll = container.NewVScroll(arrange.Inset(darkroom.Space16, darkroom.Space16, darkroom.Space16, d.column))
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer is Fyne's.
func (d *differences) CreateRenderer() fyne.WidgetRenderer {
	edge := container.NewBorder(nil, nil, widgets.NewVerticalHairline(), nil)
	return renderer(d, widgets.NewSurface(darkroom.ColorNamePane, container.NewStack(d.scroll, edge)))
}

// tell shows different and equal parameters. trouble: some could not be read.
func (d *differences) tell(differ, same []facts.Row, trouble error) {
	d.differ, d.same, d.trouble = differ, same, trouble
	d.fill()
}

// clear removes everything.
func (d *differences) clear() {
	d.differ, d.same, d.trouble = nil, nil, nil
	d.all, d.whole = false, map[string]bool{}
	d.column.RemoveAll()
	d.scroll.ScrollToTop()
}

func (d *differences) fill() {
	d.column.RemoveAll()
	d.column.Add(heading(d.differ))
	if d.trouble != nil {
		words := widgets.NewLabel(message.T("imageview.differences.unread", message.With{"Why": message.Error(d.trouble)}))
		words.SetLines(0)
		words.SetTone(widgets.ToneFailed)
		d.column.Add(words)
	}
	for _, row := range d.differ {
		d.column.Add(d.block(row))
	}
	if len(d.same) > 0 {
		d.column.Add(widgets.NewHairline())
		d.column.Add(d.sameLink())
		if d.all {
			d.column.Add(d.sameList())
		}
	}
	d.scroll.Content.Refresh()
	d.scroll.Refresh() // its height is known only now, with its width
}

func heading(differ []facts.Row) fyne.CanvasObject {
	if len(differ) == 0 {
		return widgets.NewTitle(message.T("imageview.differences.none"))
	}
	return widgets.NewTitle(message.N("imageview.differences.count", len(differ)))
}

// block shows a parameter that differs: each value with the letters of its pictures.
func (d *differences) block(row facts.Row) fyne.CanvasObject {
	name := widgets.NewLabel("≠ " + row.Name)
	name.SetBold(true)
	parts := []fyne.CanvasObject{name}
	cut := false
	for _, g := range row.Groups() {
		if facts.Scattered(g.Value, g.Marks) {
			g.Marks = nil
		}
		letters := widgets.NewQuietLabel(lettersOf(g.Of))
		letters.SetBold(true)
		value := widgets.NewSelectText("")
		switch {
		case g.Value == "":
			value = widgets.NewQuietSelectText(message.T("imageview.differences.untold"))
		case row.Long && !d.whole[row.Name]:
			short, marks, left := facts.Excerpt(g.Value, g.Marks)
			cut = cut || left
			value.SetText(short, marks...)
		default:
			value.SetText(g.Value, g.Marks...)
		}
		parts = append(parts, container.New(named(lettersWidth), letters, value))
	}
	if cut {
		parts = append(parts, d.wholeLink(row))
	}
	return arrange.Stack(darkroom.Space4, parts...)
}

// wholeLink expands the texts of a parameter.
func (d *differences) wholeLink(row facts.Row) fyne.CanvasObject {
	return newLink(message.T("imageview.show.all"), func() {
		d.whole[row.Name] = true
		d.fill()
		d.acted()
	})
}

func lettersOf(places []int) string {
	letters := make([]string, len(places))
	for i, p := range places {
		letters[i] = letterOf(p)
	}
	return strings.Join(letters, " ")
}

// sameLink expands or folds the equal parameters.
func (d *differences) sameLink() fyne.CanvasObject {
	words := message.N("imageview.differences.same", len(d.same))
	if d.all {
		words = message.T("imageview.differences.same.hide")
	}
	return newLink(words, func() {
		d.all = !d.all
		d.fill()
		d.acted()
	})
}

func (d *differences) sameList() fyne.CanvasObject {
	list := arrange.Stack(darkroom.Space8)
	for _, row := range d.same {
		text, whole := row.Values[0], fyne.CanvasObject(nil)
		if short := facts.Cut(text); row.Long && short != text && !d.whole[row.Name] {
			text, whole = short, d.wholeLink(row)
		}
		list.Add(factRow(row.Name, widgets.NewSelectText(text), row.Long, whole))
	}
	return list
}
