package widgets

import (
	"time"

	"fyne.io/fyne/v2"
)

const (
	shimmerHalf    = 1500 * time.Millisecond // from bright to dim
	shimmerHold    = 0.4                     // of that it stays bright: most pictures come before they shimmer
	shimmerSteps   = 12                      // shades in between; equal shades are not painted again
	shimmerBreaths = 2                       // from bright to dim and back, after the newest placeholder appeared
)

// Shimmer is the slow animation that all placeholders of a pane share. A new placeholder starts it; after a few seconds
// it rests at its brightest, because each of its steps paints the whole window, and a job runs for minutes. A place
// that waits for its picture stays brighter than an empty one. There is none if animations are off. A nil *Shimmer is
// still.
type Shimmer struct {
	thumbs  map[*Thumb]struct{}
	motion  *fyne.Animation
	step    int
	dim     bool // has been at its dimmest in this breath
	breaths int
}

// NewShimmer returns a shimmer that is not running.
func NewShimmer() *Shimmer { return &Shimmer{thumbs: map[*Thumb]struct{}{}} }

// set adds a placeholder or removes it.
func (s *Shimmer) set(t *Thumb, on bool) {
	if s == nil {
		return
	}
	if on = on && animated(); on {
		if _, known := s.thumbs[t]; known {
			return
		}
		s.thumbs[t] = struct{}{}
		s.dim, s.breaths = false, 0
		s.start()
		t.glow(s.light())
		return
	}
	if delete(s.thumbs, t); len(s.thumbs) == 0 {
		s.rest()
	}
}

func (s *Shimmer) start() {
	if s.motion == nil {
		s.motion = fyne.NewAnimation(shimmerHalf, s.tick)
		s.motion.Curve = func(done float32) float32 {
			return fyne.AnimationEaseInOut(max(done-shimmerHold, 0) / (1 - shimmerHold))
		}
		s.motion.AutoReverse, s.motion.RepeatCount = true, fyne.AnimationRepeatForever
		s.motion.Start()
	}
}

// rest ends the animation. The next one starts as bright as this one ends.
func (s *Shimmer) rest() {
	if s.motion != nil {
		s.motion.Stop()
		s.motion = nil
	}
	s.step = 0
}

// tick takes a moment of a breath: 0 is bright, 1 is dim.
func (s *Shimmer) tick(at float32) {
	if step := int(at*shimmerSteps + 0.5); step != s.step {
		s.step = step
		for t := range s.thumbs {
			t.glow(s.light())
		}
	}
	switch {
	case s.step == shimmerSteps:
		s.dim = true
	case s.step == 0 && s.dim:
		s.dim = false
		if s.breaths++; s.breaths == shimmerBreaths {
			s.rest()
		}
	}
}

func (s *Shimmer) light() float32 { return 1 - float32(s.step)/shimmerSteps }

// Running reports whether the animation is running.
func (s *Shimmer) Running() bool { return s != nil && s.motion != nil }
