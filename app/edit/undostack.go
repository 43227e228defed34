package edit

import (
	"context"
	"slices"
)

// Progress reports how much is done.
type Progress = func(done, total int)

// Step is an action that can be undone.
type Step struct {
	// Words say what was done: "12 pictures moved to the trash."
	Words string
	// Undoing is the message key to show while a slow undo runs, such as "trash.undoing".
	Undoing string
	// Pictures is how many pictures the step is about; its memory grows with
	// them.
	Pictures int
	// Undo undoes the step, off the UI goroutine. said is shown afterwards; "":
	// nothing is.
	Undo func(ctx context.Context, p Progress) (said string, err error)
	// Undone is called on the UI goroutine after the step was undone or redone;
	// nil: nothing is called.
	Undone func()
	// Redo does the step again, off the UI goroutine, so that Undo can undo it
	// again. done reports whether there is something to undo, with an error too.
	// nil: the step can't be redone.
	Redo func(ctx context.Context, p Progress) (done bool, err error)

	id int // among the steps of a stack
}

const (
	// mostSteps bounds the steps, and mostPictures their memory: the previous marks of a picture
	// need some hundred bytes. The last step is kept whatever its size.
	mostSteps    = 100
	mostPictures = 200_000
)

// UndoStack holds the steps of this session that can be undone, the latest
// last, and those that were undone and can be redone.
type UndoStack struct {
	steps    []Step
	pictures int // in all steps
	undone   []Step
	last     int // id of the last step that was pushed
}

// Push adds a step that was done. The oldest ones are dropped when there are too
// many. What was undone before can't be redone after it. The id is for Take.
func (s *UndoStack) Push(step Step) (id int) {
	s.undone = nil
	s.last++
	step.id = s.last
	s.PutBack(step)
	return step.id
}

// PutBack adds a step that was redone, or that could not be undone.
func (s *UndoStack) PutBack(step Step) {
	s.steps = append(s.steps, step)
	s.pictures += step.Pictures
	gone := 0
	for gone < len(s.steps)-1 && (len(s.steps)-gone > mostSteps || s.pictures > mostPictures) {
		s.pictures -= s.steps[gone].Pictures
		gone++
	}
	if gone > 0 {
		s.steps = append([]Step(nil), s.steps[gone:]...) // releases the memory of dropped steps
	}
}

// Pop removes and returns the latest step; false: there is none.
func (s *UndoStack) Pop() (last Step, ok bool) {
	return s.take(len(s.steps) - 1)
}

// Take is Pop for the step with an id, wherever it is.
func (s *UndoStack) Take(id int) (step Step, ok bool) {
	return s.take(slices.IndexFunc(s.steps, func(step Step) bool { return step.id == id }))
}

func (s *UndoStack) take(at int) (step Step, ok bool) {
	if at < 0 {
		return Step{}, false
	}
	step = s.steps[at]
	s.steps = slices.Delete(s.steps, at, at+1)
	s.pictures -= step.Pictures
	return step, true
}

// Undone adds a step that was undone. It and those undone before it can be
// redone in this order, unless it can't be: then none can.
func (s *UndoStack) Undone(step Step) {
	if step.Redo == nil {
		s.undone = nil
		return
	}
	s.undone = append(s.undone, step)
}

// PopUndone removes and returns the step to redo next; false: there is none.
func (s *UndoStack) PopUndone() (next Step, ok bool) {
	n := len(s.undone) - 1
	if n < 0 {
		return Step{}, false
	}
	next, s.undone[n] = s.undone[n], Step{}
	s.undone = s.undone[:n]
	return next, true
}
