// Package promptbox shows what a file of prompts makes before anything of it is sent
// or held. UI goroutine only.
package promptbox

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// Shown is how many prompts are shown.
	Shown = 6
	width = 440
)

// Params says what the file makes.
type Params struct {
	Name    string // of the file
	Jobs    int
	Amount  string   // in words, with what it costs
	Prompts []string // the first ones
	More    int      // further rows
	Unknown string   // columns that aren't used; "": none
	// Generate sends everything, Hold puts it into the outbox.
	Generate, Hold func()
}

// Box is the dialog.
type Box struct {
	Dialog dialog.Dialog
	Begin  fyne.Focusable // gets the focus: the button that sends nothing
}

// New makes the dialog.
func New(window fyne.Window, p Params) Box {
	amount := widgets.NewLabel(p.Amount)
	amount.SetLines(0)
	parts := []fyne.CanvasObject{amount}
	for _, prompt := range p.Prompts {
		line := widgets.NewQuietLabel(strings.Join(strings.Fields(firstBytes(prompt)), " "))
		line.SetMinWidth(0)
		parts = append(parts, line)
	}
	if p.More > 0 {
		parts = append(parts, widgets.NewQuietLabel(message.N("prompts.more", p.More)))
	}
	if p.Unknown != "" {
		unknown := widgets.NewLabel(message.T("prompts.unknown", message.With{"Names": p.Unknown}))
		unknown.SetLines(0)
		unknown.SetTone(widgets.ToneWarning)
		parts = append(parts, unknown)
	}
	content := arrange.Wide(width, arrange.Stack(darkroom.Space8, parts...))
	ask := dialog.NewCustomWithoutButtons(message.T("prompts.box", message.With{"File": p.Name}), content, window)
	does := func(do func()) func() {
		return func() {
			ask.Hide()
			do()
		}
	}
	hold := widgets.NewQuietButton(message.T("outbox.add"), does(p.Hold))
	send := widgets.NewPrimaryButton(message.N("send.yes", p.Jobs), "", does(p.Generate))
	ask.SetButtons([]fyne.CanvasObject{widgets.NewQuietButton(message.T("cancel"), ask.Hide), hold, send})
	return Box{ask, hold}
}

// firstBytes cuts a prompt that is longer than a line.
func firstBytes(text string) string { return strings.ToValidUTF8(text[:min(len(text), 800)], "") }
