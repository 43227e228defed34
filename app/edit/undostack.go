package edit

import "context"

// Progress is told how far something has come.
type Progress = func(done, total int)

// Step is something that was done and can be taken back.
type Step struct {
	// Words say what was done: "12 pictures moved to the trash."
	Words string
	// Undoing is the key of what goes on when it is taken back and takes a while,
	// such as "trash.undoing".
	Undoing string
	// Pictures is how many pictures it is about: what it keeps grows with them.
	Pictures int
	// Undo takes it back, off the UI goroutine. What it answers is said
	// afterwards; empty: nothing.
	Undo func(ctx context.Context, p Progress) (said string, err error)
	// Undone is told on the UI goroutine that it was taken back; nil: nobody.
	Undone func()
}

const (
	// mostSteps bounds what can be taken back, and mostPictures what that takes
	// in memory: the marks that a picture had before are some hundred bytes. The
	// last step stays whatever its size.
	mostSteps    = 100
	mostPictures = 200_000
)

// UndoStack is what can be taken back in this session, the last first.
type UndoStack struct {
	steps    []Step
	pictures int // of all steps
}

// Push adds what was done last. The oldest steps go where they are too many.
func (s *UndoStack) Push(step Step) {
	s.steps = append(s.steps, step)
	s.pictures += step.Pictures
	gone := 0
	for gone < len(s.steps)-1 && (len(s.steps)-gone > mostSteps || s.pictures > mostPictures) {
		s.pictures -= s.steps[gone].Pictures
		gone++
	}
	if gone > 0 {
		s.steps = append([]Step(nil), s.steps[gone:]...) // what is gone is let go
	}
}

// Pop takes out what was done last; false: nothing was.
func (s *UndoStack) Pop() (last Step, ok bool) {
	n := len(s.steps) - 1
	if n < 0 {
		return Step{}, false
	}
	last, s.steps[n] = s.steps[n], Step{}
	s.steps = s.steps[:n]
	s.pictures -= last.Pictures
	return last, true
}
