package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/recent"
	"lookbook/widgets/darkroom"
)

// showRecent shows the prompts used before, over the panel.
func (m *mainPage) showRecent() {
	c := m.w.window.Canvas()
	m.views.Close()
	var pop *widget.PopUp
	list := recent.New(recent.Params{
		Run: m.w.run, Prompts: m.session.Library.Prompts.Recent, Now: m.w.clock.Now,
		Picked: func(prompt string) {
			pop.Hide()
			m.params.SetPrompt(prompt)
		},
		Closed: func() {
			pop.Hide()
			m.params.FocusPrompt()
		},
	})
	pop = widget.NewPopUp(list.Object(), c)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(m.params.Object()).AddXY(darkroom.Space12, 2*darkroom.Space24)
	size := recent.Size()
	size.Height = min(size.Height, c.Size().Height-at.Y-darkroom.Space24)
	pop.Resize(size)
	pop.ShowAtPosition(at)
	c.Focus(list.FocusTarget())
}
