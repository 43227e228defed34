package searchbar

import (
	"fyne.io/fyne/v2"

	"lookbook/widgets"
)

// twoButtons is one button in two shapes: with a word, or, in narrow bars, only
// an icon.
type twoButtons struct {
	word *widgets.QuietButton
	icon *widgets.IconButton
}

func newTwoButtons(icon fyne.Resource, word, tip string, tapped func()) twoButtons {
	t := twoButtons{widgets.NewQuietIconButton(icon, word, tapped), widgets.NewIconButton(icon, tip, tapped)}
	t.icon.Hide()
	return t
}

func (t twoButtons) objects() []fyne.CanvasObject { return []fyne.CanvasObject{t.word, t.icon} }

// shape returns the visible one.
func (t twoButtons) shape() fyne.CanvasObject {
	if t.word.Visible() {
		return t.word
	}
	return t.icon
}

// fold shows the word or only the icon.
func (t twoButtons) fold(room bool) {
	if room == t.word.Visible() {
		return
	}
	t.word.Hidden, t.icon.Hidden = !room, room
}

// say changes the word, the tip, and whether the icon is marked.
func (t twoButtons) say(word, tip string, on bool) {
	if t.word.Text() != word {
		t.word.SetText(word)
	}
	t.icon.SetTip(tip)
	if t.icon.On() != on {
		t.icon.SetOn(on)
	}
}
