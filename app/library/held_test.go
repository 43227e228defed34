package library

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jonboulle/clockwork"
	"pgregory.net/rapid"

	"lookbook/api"
	"lookbook/app/cost"
)

// heldBy are requests with these prompts.
func heldBy(prompts ...string) []Held {
	var list []Held
	for _, prompt := range prompts {
		list = append(list, Held{Account: FirstAccount, Config: api.Config{Prompt: prompt}, Written: prompt})
	}
	return list
}

// heldPrompts are those in the outbox, in their order.
func heldPrompts(t *testing.T, l *Library) []string {
	t.Helper()
	ctx := context.Background()
	var prompts []string
	for _, h := range must(l.Held.ByID(ctx, must(l.Held.IDs(ctx))(t)))(t) {
		prompts = append(prompts, h.Config.Prompt)
	}
	return prompts
}

func hold(t *testing.T, l *Library, out []int64, in []Held) (removed, added []Held) {
	t.Helper()
	removed, added, err := l.Held.Swap(context.Background(), out, in)
	if err != nil {
		t.Fatal(err)
	}
	return removed, added
}

func TestHeldRequestsKeepTheirOrderAndSurviveARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	clock := clockwork.NewFakeClockAt(epoch)
	l := must(Open(t.Context(), path, Options{Clock: clock}))(t)
	group := NewGroup([]api.Config{{Prompt: "c"}, {Prompt: "d"}}, [][]Label{{{"Prompt", "c"}}, {{"Prompt", "d"}}}, "{c|d}")
	_, first := hold(t, l, nil, heldBy("a", "b"))
	_, grouped := hold(t, l, nil, HeldOf(group))
	if got := heldPrompts(t, l); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("%q", got)
	}
	// One that is edited into two keeps its place; undone, it is as before.
	removed, added := hold(t, l, []int64{first[1].ID}, heldBy("b1", "b2"))
	if got := heldPrompts(t, l); !slices.Equal(got, []string{"a", "b1", "b2", "c", "d"}) {
		t.Errorf("%q", got)
	}
	hold(t, l, []int64{added[0].ID, added[1].ID}, removed)
	before := must(l.Held.Move(t.Context(), []int64{grouped[1].ID}, -2))(t)
	if got := heldPrompts(t, l); !slices.Equal(got, []string{"a", "d", "b", "c"}) {
		t.Errorf("moved: %q", got)
	}
	due := epoch.Add(time.Hour)
	if _, err := l.Held.Schedule(t.Context(), []Timing{{first[0].ID, due}, {999, due}}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = must(Open(t.Context(), path, Options{Clock: clock}))(t)
	defer func() { _ = l.Close() }()
	all := must(l.Held.ByID(t.Context(), must(l.Held.IDs(t.Context()))(t)))(t)
	want := Held{ID: grouped[1].ID, Account: FirstAccount, Created: epoch, Config: api.Config{Prompt: "d"}, Written: "{c|d}", Group: group[1].Group}
	if diff := cmp.Diff(want, all[1], cmpopts.IgnoreFields(Held{}, "Place")); diff != "" || !all[0].Due.Equal(due) {
		t.Errorf("due %v; -want +got:\n%s", all[0].Due, diff)
	}
	if err := l.Held.Arrange(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	if got := heldPrompts(t, l); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("arranged: %q", got)
	}
	if ids, next, err := l.Held.Due(t.Context(), epoch); err != nil || len(ids) > 0 || !next.Equal(due) {
		t.Errorf("%v, next %v, %v", ids, next, err)
	}
	if ids, _, err := l.Held.Due(t.Context(), due); err != nil || !slices.Equal(ids, []int64{first[0].ID}) {
		t.Errorf("due: %v, %v", ids, err)
	}
}

func TestAReleaseIsOneTransaction(t *testing.T) {
	l := newFixture(t).Library
	_, added := hold(t, l, nil, heldBy("a", "b", "c"))
	ids := []int64{added[2].ID, added[0].ID, 999}
	entries := must(l.Submissions.Release(t.Context(), ids, Request{Account: FirstAccount, Listed: true}, cost.Terms{}))(t)
	if len(entries) != 2 || entries[0].Job.Config.Prompt != "a" || entries[1].Job.Config.Prompt != "c" || entries[0].State != EntrySending || !entries[0].Submission.Listed {
		t.Fatalf("%+v", entries)
	}
	if again := must(l.Submissions.Release(t.Context(), ids, Request{Account: FirstAccount, Listed: true}, cost.Terms{}))(t); len(again) > 0 {
		t.Errorf("released twice: %+v", again)
	}
	if got := heldPrompts(t, l); !slices.Equal(got, []string{"b"}) {
		t.Errorf("still held: %q", got)
	}
	// What was released can't come back by an undo.
	if _, _, err := l.Held.Swap(t.Context(), []int64{added[0].ID}, heldBy("x")); !errors.Is(err, ErrNotHeld) {
		t.Errorf("%v", err)
	}
	if _, err := l.Submissions.Release(t.Context(), []int64{added[1].ID}, Request{Account: 2}, cost.Terms{}); err == nil {
		t.Error("another account's request is released")
	}
	if got := heldPrompts(t, l); !slices.Equal(got, []string{"b"}) {
		t.Errorf("after failures: %q", got)
	}
}

func TestTheOutboxIsBoundedAndKeepsNoKey(t *testing.T) {
	l := newFixture(t).Library
	key := "dl-" + strings.Repeat("0f", 16)
	_, added := hold(t, l, nil, heldBy("a "+key))
	if text := fmt.Sprintf("%+v", added); strings.Contains(text, key) {
		t.Error("it has a key")
	}
	many := make([]Held, MaxHeld)
	for i := range many {
		many[i] = Held{Config: api.Config{Prompt: "x"}}
	}
	if _, _, err := l.Held.Swap(t.Context(), nil, many); !errors.Is(err, ErrOutboxFull) {
		t.Errorf("%v", err)
	}
	hold(t, l, nil, many[1:])
	if n := must(l.Held.Count(t.Context()))(t); n != MaxHeld {
		t.Errorf("%d", n)
	}
}

func TestAnAccountWithHeldRequestsIsKept(t *testing.T) {
	l := newFixture(t).Library
	second := must(l.Accounts.Add(t.Context(), "Work", "Main"))(t)
	held := heldBy("a")
	held[0].Account = second.ID
	hold(t, l, nil, held)
	if err := l.Accounts.Remove(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	all := must(l.Accounts.All(t.Context()))(t)
	if len(all) != 2 || !all[1].Removed || all[1].Waiting != 1 {
		t.Errorf("%+v", all)
	}
}

// Any move keeps every request once, and the moved ones in their order.
func TestMovesLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "n")
		var list, some []int64
		for id := range int64(n) {
			list = append(list, id)
			if rapid.Bool().Draw(t, "picked") {
				some = append(some, id)
			}
		}
		by := rapid.IntRange(-15, 15).Draw(t, "by")
		got := moved(list, some, by)
		if sorted := slices.Sorted(slices.Values(got)); !slices.Equal(sorted, list) {
			t.Fatalf("%v", got)
		}
		for _, keep := range [][]int64{some, without(list, some)} {
			if left := only(got, keep); !slices.Equal(left, keep) {
				t.Fatalf("%v of %v", left, keep)
			}
		}
		if len(some) == 1 && n > 0 {
			if at := slices.Index(got, some[0]); at != min(max(int(some[0])+by, 0), n-1) {
				t.Fatalf("%d by %d is at %d", some[0], by, at)
			}
		}
	})
}

func only(list, keep []int64) (left []int64) {
	for _, id := range list {
		if slices.Contains(keep, id) {
			left = append(left, id)
		}
	}
	return left
}

func without(list, gone []int64) (left []int64) {
	for _, id := range list {
		if !slices.Contains(gone, id) {
			left = append(left, id)
		}
	}
	return left
}
