package recent

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/app/ui/picklist"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// most bounds the listed prompts; the search finds the others.
	most      = 200
	rowHeight = 68
	// shownRunes is more than two lines show.
	shownRunes = 400
)

// Size is the preferred size of the list, in Fyne's pixels.
func Size() fyne.Size { return fyne.NewSize(460, 420) }

// Params are the list's source of prompts and its callbacks.
type Params struct {
	Run background.Run
	// Prompts returns prompts that contain every word of text, the last used
	// first.
	Prompts func(ctx context.Context, text string, limit int) ([]library.Prompt, error)
	Now     func() time.Time
	// Picked is called with the chosen prompt, Closed without one.
	Picked func(prompt string)
	Closed func()
}

// List is the list with its search.
type List struct{ *picklist.List[library.Prompt] }

// New makes the list and reads the prompts.
func New(p Params) *List {
	l := picklist.New(picklist.Params[library.Prompt]{
		Run: p.Run,
		Ask: func(text string) func(context.Context) ([]library.Prompt, error) {
			return func(ctx context.Context) ([]library.Prompt, error) { return p.Prompts(ctx, text, most) }
		},
		Hint: message.T("recent.search"), RowHeight: rowHeight, PageRows: 5,
		NewRow:  func() fyne.CanvasObject { return newRow() },
		Bind:    func(o fyne.CanvasObject, prompt library.Prompt) { o.(*row).bind(prompt, p.Now()) },
		Nothing: nothing,
		Picked:  func(prompt library.Prompt) { p.Picked(prompt.Text) },
		Closed:  p.Closed,
	})
	l.Search()
	return &List{l}
}

// nothing says why no prompt is listed.
func nothing(text string, err error) string {
	switch {
	case err != nil:
		return message.T("recent.failed", message.With{"Why": message.Error(err)})
	case strings.TrimSpace(text) == "":
		return message.T("recent.empty")
	}
	return message.T("recent.none")
}

// row shows a prompt, in two lines, and when it was used.
type row struct {
	widget.BaseWidget
	prompt, used *widgets.Label
	face         *widgets.RowFace
}

func newRow() *row {
	r := &row{prompt: widgets.NewLabel(""), used: widgets.NewQuietLabel("")}
	r.prompt.SetLines(2)
	r.used.SetMinWidth(0)
	words := container.New(layout.NewCustomPaddedVBoxLayout(2), r.prompt, r.used)
	r.face = widgets.NewRowFace(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), words))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer shows the face with what is on it.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.face) }

// SetSelected marks the chosen row.
func (r *row) SetSelected(on bool) { r.face.SetSelected(on) }

// SetHovered marks the row under the pointer.
func (r *row) SetHovered(on bool) { r.face.SetHovered(on) }

func (r *row) bind(p library.Prompt, now time.Time) {
	text := []rune(p.Text)
	r.prompt.SetText(strings.Join(strings.Fields(string(text[:min(len(text), shownRunes)])), " "))
	r.used.SetText(message.N("recent.used", p.Times, message.With{"When": message.Ago(p.Used, now)}))
}
