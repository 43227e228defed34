package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/access"
)

// Slider is Fyne's slider with a focus ring. Unused keys go to the window.
type Slider struct {
	widget.Slider
	focused bool
}

// NewSlider returns a horizontal slider at its least value.
func NewSlider(least, most float64) *Slider {
	s := &Slider{}
	s.Value, s.Min, s.Max, s.Step, s.Orientation = least, least, most, 1, widget.Horizontal
	s.ExtendBaseWidget(s)
	return s
}

// Describe tells a screen reader what this is.
func (s *Slider) Describe() access.Description {
	return access.Description{Role: access.Slider, Range: &access.Range{Least: s.Min, Most: s.Max, Now: s.Value}, Whole: true}
}

// FocusGained is Fyne's.
func (s *Slider) FocusGained() {
	s.focused = true
	s.Slider.FocusGained()
}

// FocusLost is Fyne's.
func (s *Slider) FocusLost() {
	s.focused = false
	s.Slider.FocusLost()
}

// TypedKey is Fyne's.
func (s *Slider) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft, fyne.KeyRight:
		s.Slider.TypedKey(key)
	default:
		passKey(s, key)
	}
}

// CreateRenderer is Fyne's.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(s.Slider.CreateRenderer(), s, &s.focused, nil)
}
