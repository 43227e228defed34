package ui

import (
	"testing"

	"lookbook/app/engine"
	"lookbook/app/library"
)

func imageEvent(id int64, saved int) library.ImageChanged {
	return library.ImageChanged{Image: library.Image{ID: id}, Counts: library.Counts{Saved: saved}}
}

// A UI goroutine that is busy for minutes costs no more memory than one that is
// busy for a moment.
func TestTheInboxKeepsTheLastOfEachThing(t *testing.T) {
	var b inbox
	for i := range 100_000 {
		b.put(imageEvent(int64(i%100), i))
		b.put(engine.StatusChanged{Status: engine.Status{PictureStatus: engine.PictureStatus{Saved: i}}})
		if len(b.events) > mostEvents {
			t.Fatalf("%d events wait", len(b.events))
		}
	}
	b.put(library.EntryChanged{Entry: library.Entry{ID: 7}})
	b.put(library.EntryRemoved{ID: 7})
	events := condensed(b.take())
	if len(events) != 102 {
		t.Fatalf("%d events are kept", len(events))
	}
	for _, event := range events[:100] {
		if changed, ok := event.(library.ImageChanged); ok && changed.Counts.Saved < 99_900 {
			t.Errorf("image %d was %d last", changed.Image.ID, changed.Counts.Saved)
		}
	}
	if events[101] != engine.Event(library.EntryRemoved{ID: 7}) {
		t.Errorf("the entry was %#v last", events[101])
	}
}

func TestAnInboxOfVeryManyThingsSaysReadAgain(t *testing.T) {
	var b inbox
	for i := range 100_000 {
		b.put(imageEvent(int64(i), 0))
		if i == 10 {
			b.put(engine.StatusChanged{Status: engine.Status{PictureStatus: engine.PictureStatus{Saved: 5}}})
		}
		if len(b.events) > mostEvents {
			t.Fatalf("%d events wait", len(b.events))
		}
	}
	resets, statuses := 0, 0
	for _, event := range b.take() {
		switch event.(type) {
		case library.Reset:
			resets++
		case engine.StatusChanged:
			statuses++
		}
	}
	if resets != 1 || statuses != 1 {
		t.Errorf("%d resets, %d statuses", resets, statuses)
	}
	if !b.put(library.Reset{}) {
		t.Error("no turn is asked for afterwards")
	}
}
