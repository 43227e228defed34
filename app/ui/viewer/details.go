package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/rivo/uniseg"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// sideWidth is the width of the parameters beside the picture, in Fyne's
// pixels.
const sideWidth float32 = 300

// Actions are what can be done with a picture. Each is called on the UI
// goroutine.
type Actions struct {
	ShowInFolder func(library.Image)
	CopyPrompt   func(library.Image)
	CopySeed     func(library.Image)
	UseSeed      func(library.Image)
	UseAll       func(library.Image) // take all of its parameters into the panel
}

// foldAfter is how many characters of a long text are shown before a person
// asks for all of it: about ten lines, so that what follows stays in sight.
const foldAfter = 400

// nameWidth is the room for the names of short facts, in Fyne's pixels.
const nameWidth float32 = 104

// details are the parameters beside the picture, as text that can be selected.
type details struct {
	widget.BaseWidget
	actions Actions
	facts   *fyne.Container
	scroll  *container.Scroll
	shown   []fact
	open    bool // long texts are shown whole, until another job's picture comes
	img     library.Image
	job     *library.Entry
	// acted is called after every action, which may have taken the keyboard.
	acted func()

	seed, copySeed, folder *widgets.QuietButton
	buttons                *fyne.Container
}

func newDetails(actions Actions, acted func()) *details {
	d := &details{actions: actions, acted: acted, facts: arrange.Stack(darkroom.Space8)}
	button := func(text string, do func(library.Image)) *widgets.QuietButton {
		return widgets.NewQuietButton(text, func() {
			do(d.img)
			d.acted()
		})
	}
	d.seed = button("Use this seed", actions.UseSeed)
	d.copySeed = button("Copy seed", actions.CopySeed)
	d.folder = button("Show in folder", actions.ShowInFolder)
	d.buttons = arrange.Stack(darkroom.Space4,
		d.seed,
		button("Use these parameters", actions.UseAll),
		arrange.Columns(darkroom.Space4, button("Copy prompt", actions.CopyPrompt), d.copySeed),
		d.folder)
	d.scroll = container.NewVScroll(arrange.Inset(darkroom.Space16, darkroom.Space16, darkroom.Space16, d.facts))
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer puts the parts together.
func (d *details) CreateRenderer() fyne.WidgetRenderer {
	inset := layout.NewCustomPaddedLayout(darkroom.Space16, darkroom.Space16, darkroom.Space16, darkroom.Space16)
	foot := container.New(layout.NewCustomPaddedVBoxLayout(0), widgets.NewHairline(), container.New(inset, d.buttons))
	edge := container.NewBorder(nil, nil, widgets.NewVerticalHairline(), nil)
	body := container.NewStack(container.New(layout.NewBorderLayout(nil, foot, nil, nil), foot, d.scroll), edge)
	return widget.NewSimpleRenderer(widgets.NewSurface(darkroom.ColorNamePane, body))
}

// image takes another picture, or new values of the same. The parameters of
// another job follow with entry; until then, a moment later, what is shown
// stays, so that nothing flickers.
func (d *details) image(img library.Image) {
	if d.img.EntryID != img.EntryID {
		d.job, d.open = nil, false
		d.scroll.ScrollToTop()
	}
	d.img = img
	enable(d.seed, img.Generated.Seed != nil)
	enable(d.copySeed, img.Generated.Seed != nil)
	enable(d.folder, img.Path != "" && img.State != library.ImageGone)
	if d.job != nil {
		d.fill()
	}
}

func enable(b *widgets.QuietButton, on bool) {
	if on {
		b.Enable()
		return
	}
	b.Disable()
}

// entry takes the job of the picture; nil: it could not be read.
func (d *details) entry(e *library.Entry) {
	d.job = e
	d.fill()
}

func (d *details) fill() {
	d.shown = factsOf(d.img, d.job)
	d.facts.RemoveAll()
	for _, f := range d.shown {
		if f.long {
			d.facts.Add(d.longFact(f))
			continue
		}
		d.facts.Add(container.New(factLayout{}, widgets.NewQuietLabel(f.name), value(f.value)))
	}
	d.facts.Refresh()
	d.scroll.Refresh() // it is as high as it is now that its width is known
}

// longFact is a text beneath its name, folded where it would push everything
// else out of sight.
func (d *details) longFact(f fact) fyne.CanvasObject {
	words, folded := f.value, false
	if !d.open {
		words, folded = fold(f.value, foldAfter)
	}
	parts := []fyne.CanvasObject{widgets.NewQuietLabel(f.name), value(words)}
	if folded {
		whole := widgets.NewLinkButton("Show all of it", func() {
			d.open = true
			d.fill()
			d.acted()
		})
		// The link's words, not its edge, stand under the text.
		parts = append(parts, container.New(layout.NewCustomPaddedLayout(0, 0, -darkroom.Space4, 0), container.NewHBox(whole)))
	}
	return arrange.Stack(0, parts...)
}

// fold cuts a text behind so many graphemes.
func fold(text string, graphemes int) (head string, cut bool) {
	rest, state := text, -1
	for range graphemes {
		_, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if rest == "" {
			return text, false
		}
	}
	return text[:len(text)-len(rest)] + "…", true
}

// selectable is how many bytes of text can be selected with the pointer: what
// Fyne's labels need for it grows with the square of the length.
const selectable = 4000

// value is a text that can be selected, without the padding that Fyne's labels
// bring along.
func value(text string) fyne.CanvasObject {
	if len(text) > selectable {
		l := widgets.NewLabel(text)
		l.SetLines(0)
		return l
	}
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	l.Selectable = true
	return container.New(flush{}, l)
}

// flush takes the padding away, so that values stand under their names.
type flush struct{}

func (flush) MinSize(parts []fyne.CanvasObject) fyne.Size {
	pad := 2 * theme.InnerPadding()
	size := parts[0].MinSize()
	return fyne.NewSize(max(size.Width-pad, 0), max(size.Height-pad, 0))
}

func (flush) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	pad := theme.InnerPadding()
	parts[0].Move(fyne.NewPos(-pad, -pad))
	parts[0].Resize(fyne.NewSize(size.Width+2*pad, size.Height+2*pad))
}

// factLayout puts a short value at the right of its name, their first lines
// level.
type factLayout struct{}

func (factLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	name, value := parts[0].MinSize(), parts[1].MinSize()
	return fyne.NewSize(nameWidth+value.Width, max(name.Height, value.Height))
}

func (factLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	// The names' letters are smaller: a step down brings both on one base line.
	const step = 2
	parts[0].Move(fyne.NewPos(0, step))
	parts[0].Resize(fyne.NewSize(nameWidth, parts[0].MinSize().Height))
	parts[1].Move(fyne.NewPos(nameWidth, 0))
	parts[1].Resize(fyne.NewSize(max(size.Width-nameWidth, 0), size.Height))
}

// sideLayout gives the parameters their width and the picture the rest.
type sideLayout struct{}

func (sideLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sideWidth+200, 200)
}

func (sideLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	side := min(sideWidth, size.Width/2)
	if !parts[1].Visible() {
		side = 0
	}
	parts[0].Move(fyne.NewPos(0, 0))
	parts[0].Resize(fyne.NewSize(size.Width-side, size.Height))
	parts[1].Move(fyne.NewPos(size.Width-side, 0))
	parts[1].Resize(fyne.NewSize(side, size.Height))
}
