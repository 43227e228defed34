package library

import (
	"errors"
	"testing"
	"time"
)

func TestAReviewGoesOnWhereItStopped(t *testing.T) {
	l, ctx := newFixture(t), t.Context()
	ids := idsOf(l.imagesOf(l.put(full(running("ig_1", 50, 0, 1, 2, 3)))[0]), func(i Image) int64 { return i.ID })
	if _, err := l.Reviews.Latest(ctx); !errors.Is(err, ErrNotFound) {
		t.Fatalf("before any review: %v", err)
	}
	r := must(l.Reviews.Begin(ctx, "job 1", ids[:3]))(t)
	if r.Left() != 3 || len(r.Images) != 3 || r.Images[0].ID != ids[0] {
		t.Fatalf("%+v", r)
	}
	for _, id := range ids[:2] {
		if err := l.Reviews.Decide(ctx, r.ID, id, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Reviews.Decide(ctx, r.ID, ids[0], false); err != nil {
		t.Fatal(err)
	}
	other := must(l.Reviews.Begin(ctx, "pictures x", ids[3:]))(t)
	l.reopen()
	l.clock.Advance(time.Second)
	again := must(l.Reviews.Begin(ctx, "job 1", ids))(t) // one more picture came
	if again.ID != r.ID || again.Left() != 3 || len(again.Images) != 4 || again.Images[3].ID != ids[3] || !again.Images[1].Decided {
		t.Errorf("%+v", again)
	}
	if last := must(l.Reviews.Latest(ctx))(t); last.ID != r.ID {
		t.Errorf("the last is %+v, not %d", last, r.ID)
	}
	for _, id := range ids {
		if err := l.Reviews.Decide(ctx, r.ID, id, true); err != nil {
			t.Fatal(err)
		}
	}
	if last := must(l.Reviews.Latest(ctx))(t); last.ID != other.ID {
		t.Errorf("a finished review is gone on with: %+v", last)
	}
	if anew := must(l.Reviews.Begin(ctx, "job 1", ids))(t); anew.ID == r.ID || anew.Left() != 4 {
		t.Errorf("a finished one begins anew: %+v", anew)
	}
}

func TestReviewsLeaveOutWhatIsGone(t *testing.T) {
	l, ctx := newFixture(t), t.Context()
	ids := idsOf(l.imagesOf(l.put(full(running("ig_1", 50, 0, 1)))[0]), func(i Image) int64 { return i.ID })
	r := must(l.Reviews.Begin(ctx, "x", append(ids, 999)))(t)
	if len(r.Images) != 2 {
		t.Errorf("a picture that isn't there: %+v", r)
	}
	if err := l.Reviews.Decide(ctx, r.ID, 999, true); err != nil {
		t.Errorf("deciding about it: %v", err)
	}
	if _, err := l.db.write.ExecContext(ctx, `UPDATE images SET state = 'trashed'`); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Reviews.Latest(ctx); !errors.Is(err, ErrNotFound) {
		t.Errorf("everything is in the trash: %v", err)
	}
	for i := range 2 * mostReviews {
		must(l.Reviews.Begin(ctx, string(rune('A'+i)), ids))(t)
	}
	kept := must(l.db.ids(ctx, "count", `SELECT id FROM reviews`, nil))(t)
	if len(kept) != mostReviews {
		t.Errorf("%d reviews are kept", len(kept))
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		before  Marks
		verdict Verdict
		want    Marks
	}{
		{Marks{}, Picked, Marks{Favourite: true}},
		{Marks{Rating: 4}, Picked, Marks{Favourite: true, Rating: 4}},
		{Marks{Rating: -1}, Picked, Marks{Favourite: true}},
		{Marks{Favourite: true, Rating: 4}, Rejected, Marks{Rating: -1}},
		{Marks{Favourite: true, Rating: 4}, Neither, Marks{Rating: 4}},
		{Marks{Rating: -1}, Neither, Marks{}},
		{Marks{Rating: -1, Favourite: true}, "", Marks{Rating: -1, Favourite: true}},
	} {
		if got := (Marking{Verdict: c.verdict}).After(c.before); !got.equal(c.want) {
			t.Errorf("%+v, %s: %+v", c.before, c.verdict, got)
		}
	}
}
