package edit

import (
	"fmt"
	"testing"
)

func TestTheLastUndoStepsAreKept(t *testing.T) {
	var s UndoStack
	for i := range mostSteps + 5 {
		s.Push(Step{Words: fmt.Sprint(i)})
	}
	for i := mostSteps + 4; i >= 5; i-- {
		if last, ok := s.Pop(); !ok || last.Words != fmt.Sprint(i) {
			t.Fatalf("%v %q, want %d", ok, last.Words, i)
		}
	}
	if _, ok := s.Pop(); ok {
		t.Error("more than were kept")
	}
}

// A hundred steps of a whole library would be gigabytes.
func TestUndoKeepsMarksOfSoManyPictures(t *testing.T) {
	var s UndoStack
	for range 100 {
		s.Push(Step{Pictures: 160_000})
	}
	if len(s.steps) != 1 || s.pictures != 160_000 {
		t.Errorf("%d steps with %d pictures are kept", len(s.steps), s.pictures)
	}
	s.Push(Step{Words: "small", Pictures: 1})
	s.Push(Step{Words: "large", Pictures: 2 * mostPictures})
	if last, ok := s.Pop(); !ok || last.Words != "large" {
		t.Errorf("the last step is %q", last.Words)
	}
	if len(s.steps) != 0 || s.pictures != 0 {
		t.Errorf("%d steps are left", len(s.steps))
	}
}
