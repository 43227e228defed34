package params

import (
	"fyne.io/fyne/v2"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// highResField is the high-resolution fix with its denoising strength.
type highResField struct {
	form     *form
	on       *widgets.Check
	strength *widgets.NumberEntry
}

func (h *highResField) build() fyne.CanvasObject {
	h.on = widgets.NewCheck(message.Field(request.HighRes), func(on bool) {
		h.form.edit(func() { h.form.draft.SetHighRes(on) }, request.HighRes, request.Denoising)
		h.fill()
	})
	h.strength = h.form.number(request.Denoising.Row(), nil)
	return arrange.Stack(darkroom.Space4, h.form.check(request.HighRes, h.on), h.strength)
}

func (h *highResField) fill() {
	on := h.form.draft.HighRes()
	h.form.quietly(func() { h.on.SetChecked(on) })
	h.form.show(request.Denoising)
	enable(h.strength, on)
}
