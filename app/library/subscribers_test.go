package library

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"lookbook/api"
)

func TestSubscribersMayReadAndWrite(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	var order []string
	note := func(format string, args ...any) { order = append(order, fmt.Sprintf(format, args...)) }
	s.Subscribe(func(e Event) {
		switch e := e.(type) {
		case EntryChanged:
			note("entry %s %s", e.Entry.Job.JobID, e.Entry.State)
			if got, err := s.Entry(ctx, e.Entry.ID); err != nil || got.Job.JobID != e.Entry.Job.JobID {
				t.Errorf("a subscriber read %+v, %v", got, err)
			}
			if e.Entry.State == EntryRunning {
				must(s.Jobs.MarkMissing(ctx, e.Entry.Job.JobID))(t)
			}
		case ImageChanged:
			note("image %d", e.Image.Order)
		}
	})
	s.put(full(running("ig_1", 50, 0, 1)))
	want := []string{"entry ig_1 running", "image 0", "image 1", "entry ig_1 missing"}
	if !slices.Equal(order, want) {
		t.Errorf("told %q", order)
	}
}

func TestCancelledSubscriberHearsNothing(t *testing.T) {
	s := newFixture(t)
	calls := 0
	var cancelSecond func()
	cancelFirst := s.Subscribe(func(Event) { calls++; cancelSecond() })
	cancelSecond = s.Subscribe(func(Event) { t.Error("the second was told after it was cancelled") })
	s.put(full(running("ig_1", 50)))
	cancelFirst()
	cancelFirst()
	s.put(full(running("ig_2", 50)))
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

// TestEventsComeInTheOrderOfCommits: several goroutines write at once. The
// counts in the events can only increase if the order is right.
func TestEventsComeInTheOrderOfCommits(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	indexes := make([]int, 64)
	for n := range indexes {
		indexes[n] = n
	}
	images := s.imagesOf(s.put(full(running("ig_1", 50, indexes...)))[0])
	last, saved := 0, 0
	s.Subscribe(func(e Event) { // called by one goroutine at a time
		if e, ok := e.(ImageChanged); ok {
			if e.Counts.Saved != last+1 {
				t.Errorf("%d saved after %d", e.Counts.Saved, last)
			}
			last = e.Counts.Saved
			saved++
		}
	})
	var group sync.WaitGroup
	for part := range slices.Chunk(images, 16) {
		group.Go(func() {
			for _, image := range part {
				if _, err := s.Images.Save(ctx, image.ID, Saved{Path: "/p"}); err != nil {
					t.Error(err)
				}
				if _, err := s.PageImages(ctx, ImageFilter{}, 0, 100); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if saved != len(images) {
		t.Errorf("%d events for %d images", saved, len(images))
	}
}

// TestASlowSubscriberIsNotOvertaken: another goroutine writes while a
// subscriber handles an event. The write succeeds, and its event waits.
func TestASlowSubscriberIsNotOvertaken(t *testing.T) {
	s := newFixture(t)
	var order []string
	s.Subscribe(func(e Event) {
		id := e.(EntryChanged).Entry.Job.JobID
		if id == "ig_1" {
			var other sync.WaitGroup
			other.Go(func() {
				if _, err := s.Jobs.Put(context.Background(), []JobUpdate{full(running("ig_2", 50))}); err != nil {
					t.Error(err)
				}
			})
			other.Wait()
		}
		order = append(order, id)
	})
	s.put(full(running("ig_1", 50)))
	if !slices.Equal(order, []string{"ig_1", "ig_2"}) {
		t.Errorf("told %q", order)
	}
}

func TestALongListIsAnnouncedAsAReset(t *testing.T) {
	s := newFixture(t)
	var updates []JobUpdate
	for n := range putAtOnce + 1 {
		updates = append(updates, full(running(fmt.Sprint("ig_", n), 50, 0, 1, 2, 3, 4)))
	}
	changed := s.put(updates...)
	if len(changed) != len(updates) || changed[7].Job.JobID != "ig_7" {
		t.Errorf("%d changed", len(changed))
	}
	events := s.takeEvents()
	if len(events) != 1+1+5 { // the last job is in a transaction of its own
		t.Fatalf("%d events", len(events))
	}
	if _, ok := events[0].(Reset); !ok {
		t.Errorf("the first is %T", events[0])
	}
}

func TestAPanickingSubscriberBlocksNobody(t *testing.T) {
	s := newFixture(t)
	cancel := s.Subscribe(func(Event) { panic("subscriber") })
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		s.put(full(running("ig_1", 50)))
	}()
	cancel()
	s.takeEvents()
	s.put(full(running("ig_2", 50)))
	if len(s.takeEvents()) == 0 {
		t.Error("nothing was announced any more")
	}
	if s.job("ig_1").Job.State != api.Running {
		t.Error("the write was undone")
	}
}
