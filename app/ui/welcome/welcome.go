// Package welcome is the card of the first start: enter a key, or try the demo.
// Everything belongs to the UI goroutine, except that Params.OnKey is called
// off it, through Params.Run.
package welcome

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/keyform"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Widths of the card, and the size of its icon, in Fyne's pixels.
const (
	cardWidth = 420
	iconSide  = 72
	padding   = 32
)

// Params is what the card needs from the window.
type Params struct {
	Icon fyne.Resource
	// Kept is the line that says where the key will be stored, such as "The key
	// goes into your keychain and to api.dreamlook.ai, nowhere else."
	Kept string
	// Run does work off the UI goroutine and paint on it.
	Run func(work func(ctx context.Context) (paint func()))
	// OnKey checks the key with the service and stores it. It may block; the
	// card explains its error.
	OnKey func(ctx context.Context, key string) error
	// OnDone is called when the key is in use: the card can be removed.
	OnDone func()
	// OnDemo starts the demo.
	OnDemo func()
	// OnOpen opens a web page.
	OnOpen func(url string)
	// OnCheck finds out how the service works, with the key that is entered.
	OnCheck func(key string)
}

// Card is the welcome card.
type Card struct {
	form    *keyform.Form
	demo    *widgets.QuietButton
	kept    *widgets.Label
	content fyne.CanvasObject
}

// New builds the card.
func New(params Params) *Card {
	c := &Card{}
	c.form = keyform.New(keyform.Params{
		Run: params.Run, Use: params.OnKey, OnDone: params.OnDone, OnOpen: params.OnOpen, OnCheck: params.OnCheck, Button: message.T("welcome.connect"),
		OnBusy: func(busy bool) {
			arrange.Enable(c.demo, !busy)
		},
	})
	c.demo = widgets.NewQuietButton(message.T("welcome.demo"), params.OnDemo)
	c.kept = widgets.NewQuietLabel(params.Kept)
	c.kept.SetLines(0)

	icon := canvas.NewImageFromResource(params.Icon)
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(iconSide))
	name := widgets.NewTitle("Lookbook")
	name.SetAlign(fyne.TextAlignCenter)
	sentence := widgets.NewLabel(message.T("welcome.purpose"))
	sentence.SetLines(0)
	sentence.SetTone(widgets.ToneQuiet)
	sentence.SetAlign(fyne.TextAlignCenter)

	card := arrange.Stack(darkroom.Space16,
		icon,
		arrange.Stack(darkroom.Space4, name, sentence),
		c.form.Object(),
		c.kept,
		widgets.NewHairline(),
		container.NewCenter(c.demo))
	c.content = arrange.Capped(cardWidth, newPlate(arrange.Inset(padding, padding, darkroom.Space24, card)))
	return c
}

// Object returns the card, which centres itself.
func (c *Card) Object() fyne.CanvasObject { return c.content }

// Focus focuses the key's entry, on a canvas that may not have painted the card
// yet.
func (c *Card) Focus(canvas fyne.Canvas) { c.form.Focus(canvas) }

// SetKept changes the line about where the key will be stored.
func (c *Card) SetKept(words string) { c.kept.SetText(words) }
