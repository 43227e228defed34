package widgets

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

const (
	fadeTime = 120 * time.Millisecond
	// fadeFrom is how long a placeholder must have been in sight for its picture to fade in. A picture that comes
	// sooner is simply there: a fade would only delay it, and paint the whole window many times.
	fadeFrom = 300 * time.Millisecond
)

// ThumbState is everything that a Thumb shows. Equal states look equal, whatever was shown before.
type ThumbState struct {
	Key       int64       // identifies the picture: if the placeholder had the same key, the picture fades in
	Picture   *image.RGBA // scaled for the screen, not a part of a larger image; nil: placeholder
	Aspect    float32     // width / height of the expected picture; 0: that of the cell
	Loading   bool        // the placeholder shimmers
	Failed    string      // what went wrong; shown instead of the placeholder
	Favourite bool        // a small star in the upper right
	Rating    int         // 1 to 5: small stars in the lower left; 0: none
	Caption   string      // shown when hovered or selected
	Badge     string      // a word in the upper corner, always shown
	Dimmed    bool        // the picture is faint
}

// Thumb shows a picture, or a placeholder for one, in a cell. It takes no pointer events: its Grid or its row gets
// them.
type Thumb struct {
	widget.BaseWidget
	shimmer                    *Shimmer
	state                      ThumbState
	selected, current, hovered bool

	veil  float32 // opacity over a picture that fades in: 1 to 0
	light float32 // brightness of the shimmer: 0 to 1
	fade  *fyne.Animation
	parts *thumbParts // of the present renderer, for animations
	empty time.Time   // when the placeholder of the present key appeared
	now   func() time.Time
}

// NewThumb returns an empty thumb. Its placeholder shimmers with the others of the same Shimmer, which may be nil.
func NewThumb(shimmer *Shimmer) *Thumb {
	t := &Thumb{shimmer: shimmer, now: time.Now}
	t.ExtendBaseWidget(t)
	return t
}

// Bind shows a state. Binding the same one again costs nothing.
func (t *Thumb) Bind(state ThumbState) {
	before := t.state
	if state == before {
		return
	}
	t.state = state
	t.stopFade()
	t.shimmer.set(t, t.shimmers())
	switch {
	case state.Picture == nil && (before.Picture != nil || before.Key != state.Key || before == (ThumbState{})):
		t.empty = t.now()
	case state.Picture != nil && before.Picture == nil && before.Key == state.Key && before != (ThumbState{}) &&
		t.now().Sub(t.empty) >= fadeFrom && animated():
		t.startFade()
	}
	t.Refresh()
}

// State returns the last bound state.
func (t *Thumb) State() ThumbState { return t.state }

// SetSelected draws the selection ring.
func (t *Thumb) SetSelected(selected bool) { t.flag(&t.selected, selected) }

// SetCurrent draws the mark of the keyboard cursor.
func (t *Thumb) SetCurrent(current bool) { t.flag(&t.current, current) }

// SetHovered shows the caption.
func (t *Thumb) SetHovered(hovered bool) { t.flag(&t.hovered, hovered) }

func (t *Thumb) flag(flag *bool, to bool) {
	if *flag != to {
		*flag = to
		t.Refresh()
	}
}

// Show is Fyne's.
func (t *Thumb) Show() {
	t.BaseWidget.Show()
	t.shimmer.set(t, t.shimmers())
}

// Hide is Fyne's. A hidden thumb doesn't keep the shimmer running.
func (t *Thumb) Hide() {
	t.BaseWidget.Hide()
	t.stopFade()
	t.shimmer.set(t, false)
}

func (t *Thumb) shimmers() bool {
	return t.state.Loading && t.state.Picture == nil && t.state.Failed == "" && t.Visible()
}

func (t *Thumb) startFade() {
	t.veil = 1
	t.fade = fyne.NewAnimation(fadeTime, func(at float32) {
		t.veil = 1 - at
		if t.parts != nil {
			t.parts.paintVeil()
		}
	})
	t.fade.Start()
}

func (t *Thumb) stopFade() {
	if t.fade != nil {
		t.fade.Stop()
		t.fade = nil
	}
	t.veil = 0
}

func (t *Thumb) glow(light float32) {
	t.light = light
	if t.parts != nil {
		t.parts.paintVeil()
	}
}

// pictureSize returns the size of the whole picture within the cell.
func (t *Thumb) pictureSize(cell fyne.Size) fyne.Size {
	aspect := t.state.Aspect
	if p := t.state.Picture; p != nil && p.Rect.Dy() > 0 {
		aspect = float32(p.Rect.Dx()) / float32(p.Rect.Dy())
	}
	if aspect <= 0 || cell.Height <= 0 {
		return cell
	}
	if cell.Width/cell.Height > aspect {
		return fyne.NewSize(cell.Height*aspect, cell.Height)
	}
	return fyne.NewSize(cell.Width, cell.Width/aspect)
}
