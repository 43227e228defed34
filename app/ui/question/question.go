// Package question asks a person something in a dialog over a window.
//
// Fyne's own dialogs are made for the mouse: their buttons don't know Enter, hardly show
// that they have the keyboard, and Escape does nothing. Here one button has the keyboard from
// the start, Enter and Space press it, and Escape is a no.
//
// UI goroutine only.
package question

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/widgets"
)

const textWidth float32 = 440 // in Fyne's pixels

// Question is what is asked.
type Question struct {
	Title   string
	Text    string
	Content fyne.CanvasObject // instead of Text; nil: Text
	Yes, No string            // the buttons; Yes "": there is only No
	// Careful gives the keyboard to No at first: a hasty Enter changes nothing.
	Careful bool
	Size    fyne.Size // at least; zero: as large as the content
}

// Ask shows a question. answered is called once, with false for No and Escape; nil: nothing.
func Ask(window fyne.Window, q Question, answered func(yes bool)) {
	done := false
	ask, first := build(window, q, func(yes bool) {
		if !done && answered != nil { // a second click can be on its way
			done = true
			answered(yes)
		}
	})
	Show(window, ask)
	window.Canvas().Focus(first)
}

// New makes the dialog of a question whose content takes the keyboard. answered can show it again,
// until what was typed will do.
func New(window fyne.Window, q Question, answered func(yes bool)) *dialog.CustomDialog {
	ask, _ := build(window, q, answered)
	return ask
}

func build(window fyne.Window, q Question, answered func(yes bool)) (ask *dialog.CustomDialog, first fyne.Focusable) {
	content := q.Content
	if content == nil {
		words := widgets.NewLabel(q.Text)
		words.SetLines(0)
		words.SetMinWidth(textWidth)
		content = words
	}
	ask = dialog.NewCustomWithoutButtons(q.Title, content, window)
	said := false
	no := widgets.NewQuietButton(q.No, ask.Hide)
	first = no
	buttons := []fyne.CanvasObject{no}
	if q.Yes != "" {
		yes := widgets.NewPrimaryButton(q.Yes, "", func() {
			said = true
			ask.Hide()
		})
		buttons = append(buttons, yes)
		if !q.Careful {
			first = yes
		}
	}
	ask.SetButtons(buttons)
	ask.SetOnClosed(func() {
		yes := said
		said = false
		answered(yes)
	})
	if !q.Size.IsZero() {
		ask.Resize(q.Size)
	}
	return ask, first
}

// Show shows a dialog that Escape dismisses like its button. The window gets keys while nothing
// has the focus, and those that the focused widget leaves.
func Show(window fyne.Window, ask dialog.Dialog) {
	c := window.Canvas()
	ask.Show()
	own, before := c.Overlays().Top(), c.OnTypedKey()
	c.SetOnTypedKey(func(event *fyne.KeyEvent) {
		switch {
		case !slices.Contains(c.Overlays().List(), own): // it was closed
			c.SetOnTypedKey(before)
			if before != nil {
				before(event)
			}
		case c.Overlays().Top() == own && event.Name == fyne.KeyEscape:
			c.SetOnTypedKey(before)
			ask.Dismiss()
		}
	})
}
