package ui

import (
	"context"

	"lookbook/app/files"
)

// undoStep is something that was done with pictures and can be taken back.
type undoStep struct {
	// words say what was done: "12 pictures moved to the trash".
	words string
	// undoing says what goes on when it is taken back and takes a while:
	// "Putting pictures back".
	undoing string
	// pictures is how many pictures it is about: what it keeps grows with them.
	pictures int
	// undo takes it back, off the UI goroutine. What it answers is said
	// afterwards; empty: nothing.
	undo func(ctx context.Context, p files.Progress) (said string, err error)
	// undone is told on the UI goroutine that it was taken back; nil: nobody.
	undone func()
}

const (
	// mostUndoSteps bounds what can be taken back, and mostUndoPictures what
	// that takes in memory: the marks that a picture had before are some
	// hundred bytes. The last step stays whatever its size.
	mostUndoSteps    = 100
	mostUndoPictures = 200_000
)

// undoStack is what can be taken back in this session, the last first.
type undoStack struct {
	steps    []undoStep
	pictures int // of all steps
}

func (s *undoStack) push(step undoStep) {
	s.steps = append(s.steps, step)
	s.pictures += step.pictures
	gone := 0
	for gone < len(s.steps)-1 && (len(s.steps)-gone > mostUndoSteps || s.pictures > mostUndoPictures) {
		s.pictures -= s.steps[gone].pictures
		gone++
	}
	if gone > 0 {
		s.steps = append([]undoStep(nil), s.steps[gone:]...) // what is gone is let go
	}
}

func (s *undoStack) pop() (last undoStep, ok bool) {
	n := len(s.steps) - 1
	if n < 0 {
		return undoStep{}, false
	}
	last, s.steps[n] = s.steps[n], undoStep{}
	s.steps = s.steps[:n]
	s.pictures -= last.pictures
	return last, true
}
