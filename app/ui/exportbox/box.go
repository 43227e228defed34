package exportbox

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// width of the box, in Fyne's pixels.
const width = 400

// Params says what is exported, and the previous choice.
type Params struct {
	Title  string // "Export 12 pictures"
	Button string // "Export 12"
	Folder string // absolute
	Bare   bool   // without the metadata
	// Choose asks for another folder; SetFolder sets it.
	Choose func()
	// Export is called with the choice, Cancel without one.
	Export func(folder string, bare bool)
	Cancel func()
}

// Box is the view.
type Box struct {
	p       Params
	folder  *widgets.Label
	field   *widgets.Field
	what    *segments.Row
	note    *widgets.Label
	begin   *widgets.PrimaryButton
	content fyne.CanvasObject
}

// New makes the view.
func New(p Params) *Box {
	b := &Box{p: p}
	title := widgets.NewLabel(p.Title)
	title.SetBold(true)
	b.folder = widgets.NewLabel(p.Folder)
	b.folder.SetMinWidth(0)
	choose := widgets.NewQuietButton(message.T("exportbox.choose"), p.Choose)
	b.field = widgets.NewField(message.T("exportbox.folder"), arrange.Line(darkroom.Space8, b.folder, choose))
	b.what = segments.New([]string{message.T("exportbox.whole"), message.T("exportbox.bare")}, func(int) { b.explain() })
	b.note = widgets.NewQuietLabel("")
	b.note.SetLines(2)
	if p.Bare {
		b.what.Set(1)
	} else {
		b.what.Set(0)
	}
	b.explain()
	b.begin = widgets.NewPrimaryButton(p.Button, "", b.export)
	buttons := container.New(widgets.NewLine(darkroom.Space8), layout.NewSpacer(), widgets.NewQuietButton(message.T("exportbox.cancel"), p.Cancel), b.begin)
	b.content = arrange.Wide(width, container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space12),
		title, b.field, b.what, b.note, buttons))
	return b
}

// Object returns the box.
func (b *Box) Object() fyne.CanvasObject { return b.content }

// Begin returns what should get the focus, so that Enter exports as before.
func (b *Box) Begin() fyne.Focusable { return b.begin }

// SetFolder sets the folder.
func (b *Box) SetFolder(folder string) {
	b.p.Folder = folder
	b.folder.SetText(folder)
	b.field.SetError("")
}

func (b *Box) explain() {
	if b.what.Chosen() == 1 {
		b.note.SetText(message.T("exportbox.bare.note"))
		return
	}
	b.note.SetText(message.T("exportbox.whole.note"))
}

func (b *Box) export() { b.p.Export(b.p.Folder, b.what.Chosen() == 1) }
