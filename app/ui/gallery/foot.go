package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/icons"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/access"
)

// footHeight is the height of the line below the pictures, in Fyne's pixels.
// The line is always visible, so that a selection moves nothing.
const footHeight float32 = 36

// mostMarks bounds the selection whose marks are compared.
const mostMarks = 500

// foot is the line below the pictures: their number or the selection, its
// actions, and the view's controls.
type foot struct {
	params    *Params
	pictures  *Pictures
	content   fyne.CanvasObject
	count     *widgets.Label
	typed     string // replaces the count while typing
	words     string // the count
	favourite *widgets.Favourite
	stars     *widgets.Stars
	tools     []tool              // for the selection, in order
	more      *widgets.IconButton // opens the menu of the selection
	sections  *widgets.IconButton
	slider    *widgets.Slider
	track     fyne.CanvasObject
	chosen    int
}

// tool is a part of the foot that is visible while pictures are selected. If
// there is not enough room, tools of the highest rank are hidden first.
type tool struct {
	object fyne.CanvasObject
	rank   int
}

// newFoot makes the foot. resize is called by the slider, arrange by the button for order and headings.
func newFoot(params *Params, pictures *Pictures, resize func(edge float32), arrange func()) *foot {
	f := &foot{params: params, pictures: pictures, count: widgets.NewQuietLabel("")}
	f.slider = widgets.NewSlider(float64(SmallestCell), float64(LargestCell))
	f.slider.Step = cellStep
	f.slider.OnChanged = func(v float64) { resize(float32(v)) }
	f.track = container.New(&trackLayout{widest}, access.Named(message.T("access.size"), widgets.NewTrack(f.slider)))
	f.sections = widgets.NewIconButton(icons.Icon("sections"), "", arrange)
	f.makeTools()
	line := container.New(footLayout{f}, f.objects()...)
	f.content = container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewHairline(), line)
	f.tellChosen()
	return f
}

// makeTools makes the buttons that act on the selection.
func (f *foot) makeTools() {
	a := f.params.Actions
	f.favourite = widgets.NewFavourite(false, func(on bool) { call(a.Favourite, on) })
	f.favourite.SetTips(message.T("gallery.favourite"), message.T("gallery.favourite.off"))
	f.stars = widgets.NewStars(0, func(rating int) { call(a.Rate, rating) })
	button := func(icon fyne.Resource, tip string, do func(), rank int) tool {
		b := widgets.NewIconButton(icon, tip, do)
		if do == nil {
			b.Disable()
		}
		return tool{b, rank}
	}
	f.more = widgets.NewIconButton(theme.MoreHorizontalIcon(), message.T("gallery.more"), f.offerMore)
	f.tools = []tool{
		{f.favourite, 1},
		{f.stars, 5},
		button(icons.Icon("tag"), message.T("gallery.tag"), a.Tag, 3),
		button(icons.Icon("export"), message.T("gallery.export"), a.Export, 2),
		button(theme.ContentCopyIcon(), message.T("gallery.copy"), a.Copy, 7),
		button(theme.FolderOpenIcon(), message.T("gallery.folder"), a.ShowInFolder, 6),
		button(theme.DeleteIcon(), message.T("gallery.trash"), a.Trash, 1),
		{f.more, 0},
		button(theme.CancelIcon(), message.T("gallery.clear"), f.pictures.ClearSelection, 0),
	}
}

func call[T any](f func(T), value T) {
	if f != nil {
		f(value)
	}
}

func (f *foot) objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{f.count}
	for _, t := range f.tools {
		objects = append(objects, t.object)
	}
	return append(objects, f.sections, f.track)
}

// sayCount shows the number of pictures.
func (f *foot) sayCount(words string) {
	f.words = words
	f.say()
}

// sayTyped shows what is being typed instead; "": typing has ended.
func (f *foot) sayTyped(words string) {
	f.typed = words
	f.say()
}

// say shows the most important text.
func (f *foot) say() {
	words := f.words
	switch {
	case f.typed != "":
		words = f.typed
	case f.chosen > 0:
		words = message.N("gallery.selected", f.chosen)
	}
	if words != f.count.Text() {
		f.count.SetText(words)
		f.content.Refresh()
	}
}

// tellSize shows the size of the cells.
func (f *foot) tellSize(edge float32) {
	f.slider.Value = float64(edge)
	f.slider.Refresh()
}

// larger moves the slider.
func (f *foot) larger(by float64) { f.slider.SetValue(f.slider.Value + by) }

// tellChosen shows the selection and its marks.
func (f *foot) tellChosen() {
	n := f.pictures.SelectionLen()
	changed := n != f.chosen
	f.chosen = n
	if n > 0 {
		f.tellMarks(n)
	}
	if changed || n == 0 {
		f.say()
		f.content.Refresh()
	}
}

// tellMarks shows the marks that all selected pictures have.
func (f *foot) tellMarks(n int) {
	favourite, rating := false, 0
	if n <= mostMarks {
		for i, img := range f.pictures.Selection() {
			marks := img.Marks
			if i == 0 {
				favourite, rating = marks.Favourite, marks.Rating
			}
			favourite = favourite && marks.Favourite
			if marks.Rating != rating {
				rating = 0
			}
		}
	}
	f.favourite.SetOn(favourite)
	f.stars.SetRating(rating)
}

// tellArrangement says how the pictures are ordered and parted; "": there is no
// choice.
func (f *foot) tellArrangement(words string) {
	f.sections.SetTip(words)
	enable(f.sections, words != "")
}

// offerMore opens the menu of the selection.
func (f *foot) offerMore() {
	if f.params.Menu != nil && f.chosen > 0 {
		f.popUpOver(f.more, f.params.Menu())
	}
}

// popUpOver opens a menu above a button, because there is no room below.
func (f *foot) popUpOver(button fyne.CanvasObject, menu *fyne.Menu) {
	c := f.params.Canvas()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
	popUp := widget.NewPopUpMenu(menu, c)
	size := popUp.MinSize()
	popUp.ShowAtPosition(fyne.NewPos(max(min(at.X, c.Size().Width-size.Width), 0), max(at.Y-size.Height, 0)))
}
