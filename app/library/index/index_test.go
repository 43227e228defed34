package index

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func one(id, created int64, images ...int64) Entry {
	e := Entry{ID: id, Created: created}
	for _, image := range images {
		e.Images = append(e.Images, Image{ID: image, State: "saved"})
	}
	return e
}

// all finds all pictures.
func all(t *testing.T, x *Index) *Matcher {
	t.Helper()
	s, err := x.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Matcher(t.Context(), Filter{Here: time.UTC}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func listed(t *testing.T, x *Index) []int64 {
	t.Helper()
	ids, _, err := all(t, x).List(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// TestCommitsDuringTheFill: commits during the fill count, whether the fill
// read them or not.
func TestCommitsDuringTheFill(t *testing.T) {
	began, goOn := make(chan struct{}), make(chan struct{})
	x := New(func(_ context.Context, add func(Entry)) error {
		close(began)
		<-goOn
		add(one(1, 10, 11))
		add(one(2, 20, 21))
		add(one(3, 30, 31))
		return nil
	})
	defer x.Close()
	x.Start()
	<-began
	x.Apply([]Entry{one(1, 10, 11, 12)}, nil) // another image
	x.Apply([]Entry{one(4, 25, 41)}, []int64{3})
	x.Apply([]Entry{one(2, 40, 21)}, nil) // moved
	if x.Ready() {
		t.Error("it is ready before it is full")
	}
	impatient, giveUp := context.WithCancel(t.Context())
	giveUp()
	if _, err := x.Snapshot(impatient); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	close(goOn)
	if got, want := listed(t, x), []int64{21, 41, 11, 12}; !slices.Equal(got, want) {
		t.Errorf("%v are listed, want %v", got, want)
	}
	x.Apply(nil, []int64{2})
	if got, want := listed(t, x), []int64{41, 11, 12}; !slices.Equal(got, want) {
		t.Errorf("afterwards %v, want %v", got, want)
	}
}

// TestAFillThatFails is tried again by the next caller.
func TestAFillThatFails(t *testing.T) {
	broken := errors.New("broken")
	tries := 0
	x := New(func(_ context.Context, add func(Entry)) error {
		if tries++; tries == 1 {
			add(one(9, 9, 9))
			return broken
		}
		add(one(1, 10, 11))
		return nil
	})
	defer x.Close()
	if _, err := x.Snapshot(t.Context()); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if got := listed(t, x); !slices.Equal(got, []int64{11}) {
		t.Errorf("%v are listed", got)
	}
}

func TestClosingEndsTheFill(t *testing.T) {
	x := New(func(ctx context.Context, _ func(Entry)) error {
		<-ctx.Done()
		return ctx.Err()
	})
	x.Start()
	x.Close()
	x.Close()
	x.Start()
	if _, err := x.Snapshot(context.Background()); !errors.Is(err, ErrClosed) {
		t.Errorf("the error is %v", err)
	}
}
