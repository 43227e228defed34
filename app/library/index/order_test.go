package index

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"lookbook/app/search"
)

func TestOrders(t *testing.T) {
	entry := func(id int64, prompt, model string, size search.Size, ratings ...int) Entry {
		e := Entry{ID: id, Created: id, Prompt: prompt, Model: model, Asked: size}
		for n, rating := range ratings {
			e.Images = append(e.Images, Image{ID: id*10 + int64(n), State: "saved", Rating: rating})
		}
		return e
	}
	small, large := search.Size{Width: 512, Height: 512}, search.Size{Width: 768, Height: 1024}
	x := New(func(_ context.Context, add func(Entry)) error {
		add(entry(1, "Élan", "ckp_b", small, 5, 0))
		add(entry(2, "a fox", "ckp_a", large, -1, 5))
		add(entry(3, "", "ckp_b", small, 3))
		add(entry(4, "A fox", "", large, 0))
		return nil
	})
	defer x.Close()
	m := all(t, x)
	ordered := func(limit int, o Order) string {
		t.Helper()
		ids, runs, err := m.Ordered(t.Context(), limit, o)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for n, id := range ids {
			for _, r := range runs {
				if r.First == n {
					text += fmt.Sprintf("[%s%d] ", r.Value, r.EntryID)
				}
			}
			text += fmt.Sprint(id, " ")
		}
		return text
	}
	for _, c := range []struct {
		limit int
		order Order
		want  string
	}{
		{0, Order{}, "[4] 40 [3] 30 [2] 20 21 [1] 10 11 "},
		{0, Order{By: Oldest}, "[1] 10 11 [2] 20 21 [3] 30 [4] 40 "},
		{0, Order{By: ByRating}, "[50] 21 10 [30] 30 [00] 40 11 [-10] 20 "},
		{3, Order{By: ByRating}, "[50] 21 10 [30] 30 "},
		{0, Order{By: ByModel}, "[ckp_a0] 20 21 [ckp_b0] 30 10 11 [0] 40 "},
		{0, Order{By: ByModel, Names: map[string]string{"ckp_a": "zebra", "ckp_b": "Ape"}}, "[ckp_b0] 30 10 11 [ckp_a0] 20 21 [0] 40 "},
		{0, Order{By: BySize}, "[768x10240] 40 20 21 [512x5120] 30 10 11 "},
		{0, Order{By: ByPrompt}, "[A fox0] 40 20 21 [Élan0] 10 11 [0] 30 "},
	} {
		if got := ordered(c.limit, c.order); got != c.want {
			t.Errorf("%+v, %d: %s, want %s", c.order, c.limit, got, c.want)
		}
	}
	a, again, b := ordered(0, Order{By: Shuffled, Seed: 1}), ordered(0, Order{By: Shuffled, Seed: 1}), ordered(0, Order{By: Shuffled, Seed: 2})
	if a != again || a == b {
		t.Errorf("shuffled: %s, %s, %s", a, again, b)
	}
}

// A new picture changes no other's place in a shuffled list.
func TestAShuffledListStays(t *testing.T) {
	x := New(func(_ context.Context, add func(Entry)) error {
		for id := range int64(50) {
			add(one(id+1, id, id+1))
		}
		return nil
	})
	defer x.Close()
	list := func() []int64 {
		ids, _, err := all(t, x).Ordered(t.Context(), 0, Order{By: Shuffled, Seed: 7})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	before := list()
	x.Apply([]Entry{one(99, 99, 99)}, nil)
	after := slices.DeleteFunc(list(), func(id int64) bool { return id == 99 })
	if !slices.Equal(before, after) || slices.IsSorted(before) {
		t.Errorf("%v\n%v", before, after)
	}
}
