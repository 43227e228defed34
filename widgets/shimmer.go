package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

const (
	shimmerHalf  = 900 * time.Millisecond // from dim to bright
	shimmerSteps = 12                     // shades in between; equal shades are not painted again
)

// Shimmer is the slow animation that all placeholders of a pane share. It runs only while placeholders are visible, and
// not at all if animations are off. A nil *Shimmer is still.
type Shimmer struct {
	thumbs map[*Thumb]struct{}
	motion *fyne.Animation
	step   int
}

// NewShimmer returns a shimmer that is not running.
func NewShimmer() *Shimmer { return &Shimmer{thumbs: map[*Thumb]struct{}{}} }

// set adds a placeholder or removes it.
func (s *Shimmer) set(t *Thumb, on bool) {
	if s == nil {
		return
	}
	if on && animated() {
		s.thumbs[t] = struct{}{}
	} else {
		delete(s.thumbs, t)
	}
	if want := len(s.thumbs) > 0; want != (s.motion != nil) {
		s.run(want)
	}
}

func (s *Shimmer) run(want bool) {
	if !want {
		s.motion.Stop()
		s.motion = nil
		return
	}
	s.motion = fyne.NewAnimation(shimmerHalf, s.tick)
	s.motion.AutoReverse, s.motion.RepeatCount = true, fyne.AnimationRepeatForever
	s.motion.Start()
}

func (s *Shimmer) tick(at float32) {
	step := int(at*shimmerSteps + 0.5)
	if step == s.step {
		return
	}
	s.step = step
	for t := range s.thumbs {
		t.glow(float32(step) / shimmerSteps)
	}
}

// Running reports whether the animation is running.
func (s *Shimmer) Running() bool { return s != nil && s.motion != nil }
