package ui

import (
	"fmt"
	"testing"
)

func TestTheLastUndoStepsAreKept(t *testing.T) {
	var s undoStack
	for i := range mostUndoSteps + 5 {
		s.push(undoStep{words: fmt.Sprint(i)})
	}
	for i := mostUndoSteps + 4; i >= 5; i-- {
		if last, ok := s.pop(); !ok || last.words != fmt.Sprint(i) {
			t.Fatalf("%v %q, want %d", ok, last.words, i)
		}
	}
	if _, ok := s.pop(); ok {
		t.Error("more than were kept")
	}
}

// A hundred steps of a whole library would be gigabytes.
func TestUndoKeepsMarksOfSoManyPictures(t *testing.T) {
	var s undoStack
	for range 100 {
		s.push(undoStep{pictures: 160_000})
	}
	if len(s.steps) != 1 || s.pictures != 160_000 {
		t.Errorf("%d steps with %d pictures are kept", len(s.steps), s.pictures)
	}
	s.push(undoStep{words: "small", pictures: 1})
	s.push(undoStep{words: "large", pictures: 2 * mostUndoPictures})
	if last, ok := s.pop(); !ok || last.words != "large" {
		t.Errorf("the last step is %q", last.words)
	}
	if len(s.steps) != 0 || s.pictures != 0 {
		t.Errorf("%d steps are left", len(s.steps))
	}
}
