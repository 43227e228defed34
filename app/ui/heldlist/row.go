package heldlist

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// RowHeight is the height of a row, in Fyne's pixels: two lines and margins.
const RowHeight float32 = 56

// row shows one request: a line of its prompt, and a line about it.
type row struct {
	widget.BaseWidget
	widgets.RowMarks
	id             int64
	prompt, detail *widgets.Label
	words          *fyne.Container
}

func newRow() *row {
	r := &row{prompt: widgets.NewLabel(""), detail: widgets.NewQuietLabel("")}
	r.prompt.SetMinWidth(0)
	r.detail.SetMinWidth(0)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer puts the parts together.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	r.words = container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space4), r.prompt, r.detail)
	return widget.NewSimpleRenderer(r.Face(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space8, darkroom.Space8, darkroom.Space12, darkroom.Space12), r.words)))
}

// HoverParts are the texts that are shown completely on hover if they are cut.
func (r *row) HoverParts() []fyne.CanvasObject { return []fyne.CanvasObject{r.prompt, r.detail} }

// MinSize makes the height independent of the content.
func (r *row) MinSize() fyne.Size { return fyne.NewSize(200, RowHeight) }

func (r *row) show(prompt, detail string, tone widgets.Tone) {
	if r.prompt.Text() == prompt && r.detail.Text() == detail {
		return
	}
	r.prompt.SetText(prompt)
	r.detail.SetTone(tone)
	r.detail.SetText(detail)
	if r.words != nil {
		r.words.Refresh() // an empty text has no height
	}
}

// title is a request's first line. Only the beginning of a long prompt is measured.
func title(h library.Held) string {
	prompt := []rune(firstBytes(h.Config.Prompt, 1200))
	return strings.Join(strings.Fields(string(prompt[:min(len(prompt), 300)])), " ")
}

// firstBytes cuts a text without reading it to its end.
func firstBytes(text string, n int) string { return strings.ToValidUTF8(text[:min(len(text), n)], "") }

// detail says how many pictures a request makes, for whom, and when or why not.
func detail(h library.Held, account string, now time.Time) (words string, tone widgets.Tone) {
	with := message.With{"Account": account}
	if group := h.Group; group != nil && group.Size > 1 {
		with["Place"] = message.Of(group.Position+1, group.Size)
	}
	tone = widgets.ToneQuiet
	switch {
	case h.Problem != nil:
		with["Why"], tone = message.Problem(h.Problem), widgets.ToneWarning
	case !h.Due.IsZero() && h.Due.Before(now):
		with["Why"], tone = message.T("outbox.due.waits"), widgets.ToneWarning
	case !h.Due.IsZero() && sameDay(h.Due, now):
		with["Due"] = message.TimeOfDay(h.Due.Local())
	case !h.Due.IsZero():
		with["Due"] = message.DateTime(h.Due.Local())
	}
	return message.N("outbox.detail", max(h.Config.NumSamples, 1), with), tone
}

func sameDay(a, b time.Time) bool {
	a, b = a.Local(), b.Local()
	return a.YearDay() == b.YearDay() && a.Year() == b.Year()
}
