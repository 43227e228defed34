package exportbox

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/media"
	"lookbook/app/media/naming"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// width of the box, and of the numbers in it, in Fyne's pixels.
	width       = 452
	numberWidth = 112
)

// The choices in the order in which they are shown.
var (
	formats = []settings.ExportFormat{settings.ExportOwn, settings.ExportPNG, settings.ExportJPEG, settings.ExportWebP}
	sizes   = []settings.ExportSize{settings.ExportFull, settings.ExportLongEdge, settings.ExportInPercent}
	grounds = []settings.ExportGround{settings.ExportWhite, settings.ExportBlack, settings.ExportGrey}
)

// What the copies tell, in the order in which it is shown.
const (
	tellsAll = iota
	tellsCredits
	tellsNothing
)

// Params says what is exported, and the previous choice.
type Params struct {
	Title  string // "Export 12 pictures"
	Button string // "Export 12"
	Choice Choice
	// Choose asks for another folder; SetFolder sets it.
	Choose func()
	// Chosen is called with each folder; SetInside answers it; nil: nothing is called.
	Chosen func(folder string)
	// Tell shows what a file tells that is made by the choice.
	Tell func(Choice)
	// Resized is called when the box needs another height; nil: nothing is called.
	Resized func()
	// Export is called with the choice, Cancel without one.
	Export func(Choice)
	Cancel func()
}

// Box is the view.
type Box struct {
	p       Params
	folder  *widgets.Label
	field   *widgets.Field
	format  *segments.Row
	quality *widgets.NumberEntry
	size    *segments.Row
	edge    *widgets.NumberEntry
	percent *widgets.NumberEntry
	enlarge *widgets.Check
	ground  *segments.Row
	under   *widgets.Field // the ground
	name    *widgets.LineEntry
	named   *widgets.Field
	what    *segments.Row
	note    *widgets.Label
	beside  *widgets.Check
	begin   *widgets.PrimaryButton
	form    *fyne.Container
	// besides are the numbers in their width, which takes room only while they are shown.
	besides map[*widgets.NumberEntry]*fyne.Container
	content fyne.CanvasObject
}

// New makes the view.
func New(p Params) *Box {
	b := &Box{p: p}
	title := widgets.NewLabel(p.Title)
	title.SetBold(true)
	b.makeControls()
	tell := widgets.NewQuietButton(message.T("exportbox.tell"), func() {
		if c, ok := b.choice(); ok {
			p.Tell(c)
		}
	})
	b.besides = map[*widgets.NumberEntry]*fyne.Container{}
	for _, number := range []*widgets.NumberEntry{b.quality, b.edge, b.percent} {
		b.besides[number] = arrange.Wide(numberWidth, number)
	}
	b.form = arrange.Stack(
		darkroom.Space12, b.field,
		arrange.Beside(darkroom.Space12, 0, widgets.NewField(message.T("exportbox.format"), b.format), b.besides[b.quality]),
		b.under,
		arrange.Beside(darkroom.Space12, 0, widgets.NewField(message.T("exportbox.size"), b.size), b.besides[b.edge], b.besides[b.percent]),
		b.enlarge,
		b.named,
		arrange.Stack(darkroom.Space4, widgets.NewField(message.T("exportbox.tells"), b.what), b.note), b.beside,
	)
	b.begin = widgets.NewPrimaryButton(p.Button, "", b.export)
	buttons := container.New(widgets.NewLine(darkroom.Space8), tell, layout.NewSpacer(), widgets.NewQuietButton(message.T("exportbox.cancel"), p.Cancel), b.begin)
	pad := layout.NewCustomPaddedLayout(darkroom.Space12, 0, 0, 0)
	beside := layout.NewCustomPaddedLayout(0, 0, 0, darkroom.Space12) // the scroll bar
	scroll := widgets.NewScrollPane(container.New(beside, b.form))
	b.content = arrange.Wide(width, container.NewBorder(title, container.New(pad, buttons), nil, nil, container.New(pad, scroll)))
	b.adapt()
	return b
}

// makeControls makes the controls with the previous choice.
func (b *Box) makeControls() {
	c := b.p.Choice
	b.folder = widgets.NewLabel(c.Folder)
	b.folder.SetMinWidth(0)
	choose := widgets.NewQuietButton(message.T("exportbox.choose"), b.p.Choose)
	b.field = widgets.NewField(message.T("exportbox.folder"), arrange.Line(darkroom.Space8, b.folder, choose))
	adapt := func(int) { b.adapt() }
	b.format = segments.New([]string{message.T("exportbox.format.own"), "PNG", "JPEG", media.WebP.String()}, adapt)
	b.format.Set(slices.Index(formats, c.Format))
	b.quality = widgets.NewNumberEntry(widgets.NumberSpec{Label: message.T("exportbox.quality"), Min: 1, Max: 100})
	b.size = segments.New([]string{message.T("exportbox.size.full"), message.T("exportbox.size.edge"), message.T("exportbox.size.percent")}, adapt)
	b.size.Set(slices.Index(sizes, c.Size))
	b.edge = widgets.NewNumberEntry(widgets.NumberSpec{Label: message.T("exportbox.edge"), Min: 1, Max: 16384, Step: 64})
	b.percent = widgets.NewNumberEntry(widgets.NumberSpec{Label: message.T("exportbox.percent"), Min: 1, Max: 1000, Step: 5})
	for _, n := range []struct {
		entry *widgets.NumberEntry
		value int
	}{{b.quality, c.Quality}, {b.edge, c.Edge}, {b.percent, c.Percent}} {
		n.entry.SetValue(widgets.Number{Value: float64(n.value), Set: true})
	}
	b.enlarge = widgets.NewCheck(message.T("exportbox.enlarge"), nil)
	b.enlarge.SetOn(c.Enlarge)
	b.ground = segments.New([]string{message.T("exportbox.ground.white"), message.T("exportbox.ground.black"), message.T("exportbox.ground.grey")}, nil)
	b.ground.Set(slices.Index(grounds, c.Ground))
	b.under = widgets.NewField(message.T("exportbox.ground"), b.ground)
	b.name = widgets.NewLineEntry(func() { b.judgeName() })
	b.name.SetPlaceHolder(message.T("exportbox.names.own"))
	b.name.SetText(c.Template)
	b.named = widgets.NewField(message.T("exportbox.names"), b.name)
	b.what = segments.New([]string{message.T("exportbox.whole"), message.T("exportbox.credits"), message.T("exportbox.bare")}, adapt)
	switch {
	case !c.Bare:
		b.what.Set(tellsAll)
	case c.Credits:
		b.what.Set(tellsCredits)
	default:
		b.what.Set(tellsNothing)
	}
	b.note = widgets.NewQuietLabel("")
	b.note.SetLines(2)
	b.beside = widgets.NewCheck(message.T("exportbox.sidecars"), nil)
	b.beside.SetOn(c.Sidecars)
	b.SetFolder(c.Folder)
}

// Object returns the box.
func (b *Box) Object() fyne.CanvasObject { return b.content }

// Height is the height of the box without a scroll bar, at a width that it has.
func (b *Box) Height() float32 {
	const buttonsAndTitle = 100
	return b.form.MinSize().Height + buttonsAndTitle
}

// Width is the width of the box.
func (b *Box) Width() float32 { return width }

// Begin returns what should get the focus, so that Enter exports as before.
func (b *Box) Begin() fyne.Focusable { return b.begin }

// SetFolder sets the folder.
func (b *Box) SetFolder(folder string) {
	b.p.Choice.Folder = folder
	b.folder.SetText(folder)
	b.field.SetError("")
	b.field.SetWarning("")
	if b.p.Chosen != nil {
		b.p.Chosen(folder)
	}
}

// SetInside warns if a folder, when it is the chosen one, is that of the pictures
// or within it.
func (b *Box) SetInside(folder string, inside bool) {
	if inside && folder == b.p.Choice.Folder {
		b.field.SetWarning(message.T("exportbox.inside"))
	}
}

// adapt shows the controls that the choice needs, and explains it.
func (b *Box) adapt() {
	format, size := formats[b.format.Chosen()], sizes[b.size.Chosen()]
	full := size == settings.ExportFull
	arrange.Show(b.quality, format == settings.ExportJPEG || format == settings.ExportWebP || format == settings.ExportOwn && !full)
	arrange.Show(b.under, format == settings.ExportJPEG)
	arrange.Show(b.edge, size == settings.ExportLongEdge)
	arrange.Show(b.percent, size == settings.ExportInPercent)
	arrange.Show(b.enlarge, !full)
	arrange.Show(b.beside, b.what.Chosen() == tellsAll)
	for number, beside := range b.besides {
		arrange.Show(beside, number.Visible())
	}
	b.note.SetText(message.T([]string{"exportbox.whole.note", "exportbox.credits.note", "exportbox.bare.note"}[b.what.Chosen()]))
	b.form.Refresh()
	if b.p.Resized != nil {
		b.p.Resized()
	}
}

// judgeName shows what is wrong with the names, and reports whether nothing is.
func (b *Box) judgeName() bool {
	text := strings.TrimSpace(b.name.Text)
	if text != "" {
		if _, err := naming.Parse(text); err != nil {
			b.named.SetError(message.Template(err, naming.Words()))
			return false
		}
	}
	b.named.SetError("")
	return true
}

// choice returns what is chosen; ok: it is possible.
func (b *Box) choice() (c Choice, ok bool) {
	c = b.p.Choice
	c.Format, c.Size, c.Ground = formats[b.format.Chosen()], sizes[b.size.Chosen()], grounds[b.ground.Chosen()]
	c.Enlarge, c.Sidecars, c.Template = b.enlarge.Checked, b.beside.Checked, strings.TrimSpace(b.name.Text)
	c.Bare, c.Credits = b.what.Chosen() != tellsAll, b.what.Chosen() == tellsCredits
	ok = b.judgeName()
	for _, n := range []struct {
		entry *widgets.NumberEntry
		to    *int
	}{{b.quality, &c.Quality}, {b.edge, &c.Edge}, {b.percent, &c.Percent}} {
		value, valid := n.entry.Value()
		if valid {
			*n.to = int(value.Value)
		} else if n.entry.Visible() {
			ok = false
		}
	}
	return c, ok
}

func (b *Box) export() {
	if c, ok := b.choice(); ok {
		b.p.Export(c)
	}
}
