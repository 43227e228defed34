package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

const (
	shimmerHalf  = 900 * time.Millisecond // from dim to bright
	shimmerSteps = 12                     // shades on the way; what looks the same is not painted again
)

// Shimmer is the one slow animation that all placeholders of a pane share. It runs only while there are placeholders in
// sight, and not at all without animations. A nil *Shimmer is a still one.
type Shimmer struct {
	thumbs map[*Thumb]struct{}
	motion *fyne.Animation
	step   int
}

// NewShimmer returns a shimmer that rests.
func NewShimmer() *Shimmer { return &Shimmer{thumbs: map[*Thumb]struct{}{}} }

// set puts a placeholder under the shimmer or takes it out.
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

// Running says whether anything shimmers now.
func (s *Shimmer) Running() bool { return s != nil && s.motion != nil }
