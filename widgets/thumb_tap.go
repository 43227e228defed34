package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// MouseDown is Fyne's. Fyne holds back the tap of what can be double tapped, so the click is taken here.
func (t *TapThumb) MouseDown(event *desktop.MouseEvent) {
	if event.Button != desktop.MouseButtonPrimary {
		return
	}
	focusOn(t)
	if t.OnTapped != nil {
		t.OnTapped()
	}
}

// MouseUp is Fyne's.
func (t *TapThumb) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped is Fyne's.
func (t *TapThumb) DoubleTapped(*fyne.PointEvent) {
	if t.OnDoubleTapped != nil {
		t.OnDoubleTapped()
	}
}

// TappedSecondary is Fyne's.
func (t *TapThumb) TappedSecondary(event *fyne.PointEvent) {
	if t.OnSecondaryTapped != nil {
		t.OnSecondaryTapped(event)
	}
}

// MouseIn is Fyne's.
func (t *TapThumb) MouseIn(*desktop.MouseEvent) { t.SetHovered(true) }

// MouseMoved is Fyne's.
func (t *TapThumb) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (t *TapThumb) MouseOut() { t.SetHovered(false) }

// FocusGained is Fyne's.
func (t *TapThumb) FocusGained() { t.SetCurrent(true) }

// FocusLost is Fyne's.
func (t *TapThumb) FocusLost() { t.SetCurrent(false) }

// TypedRune is Fyne's.
func (t *TapThumb) TypedRune(rune) {}

// TypedKey is Fyne's.
func (t *TapThumb) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if t.OnTapped != nil {
			t.OnTapped()
		}
	default:
		passKey(t, key)
	}
}
