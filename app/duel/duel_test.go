package duel

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// things returns the ids 1 to n, shuffled: the larger is the better.
func things(r *rand.Rand, n int) []int64 {
	ids := make([]int64, n)
	for i, at := range r.Perm(n) {
		ids[i] = int64(at + 1)
	}
	return ids
}

// exact is a judge that never errs.
func exact(p Pair) int64 { return max(p.Left, p.Right) }

// played asks a judge until the order is clear.
func played(d *Duel, judge func(Pair) int64) {
	for {
		pair, open := d.Next()
		if !open {
			return
		}
		d.Choose(judge(pair))
	}
}

// descending are the ids of n things, the best first.
func descending(n int) []int64 {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = int64(n - i)
	}
	return ids
}

func seeded(t *rapid.T) *rand.Rand {
	return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
}

func TestTheOrderOfAJudgeThatNeverErrsIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "things")
		d := New(things(seeded(t), n))
		begun := d.Left()
		met := map[[2]int64]int{}
		for {
			pair, open := d.Next()
			if !open {
				break
			}
			if left := d.Left(); left < 1 {
				t.Fatalf("%d pairs left, and there is another", left)
			}
			met[keyOf(pair.Left, pair.Right)]++
			d.Choose(exact(pair))
		}
		if diff := cmp.Diff(descending(n), append([]int64{}, d.Order()...)); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
		if len(d.Games) > Bound(n) || d.Left() != 0 {
			t.Fatalf("%d games of %d things, at most %d; %d left", len(d.Games), n, Bound(n), d.Left())
		}
		if begun < len(d.Games)*2/3-2 || begun > Bound(n) {
			t.Fatalf("about %d pairs were announced, and %d came", begun, len(d.Games))
		}
		for pair, times := range met {
			if times > 2 {
				t.Fatalf("%v met %d times", pair, times)
			}
		}
	})
}

func TestTheNumberOfGamesIsBoundedForAnyJudge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 24).Draw(t, "things")
		r := seeded(t)
		d := New(things(r, n))
		played(d, func(p Pair) int64 { return []int64{p.Left, p.Right, 0}[r.IntN(3)] })
		order := append([]int64{}, d.Order()...)
		slices.Sort(order)
		slices.Reverse(order)
		if len(d.Games) > Most(n) || !slices.Equal(order, descending(n)) {
			t.Fatalf("%d games, at most %d; ordered %v", len(d.Games), Most(n), d.Order())
		}
	})
}

// inversions is how many pairs of an order are wrong.
func inversions(order []int64) (wrong int) {
	for i, a := range order {
		for _, b := range order[i+1:] {
			if a < b {
				wrong++
			}
		}
	}
	return wrong
}

// A judge who errs as the model says: with one pair of neighbours in four, and less
// and less often the more two things differ.
func TestTheOrderOfAJudgeWhoErrsIsNearlyFound(t *testing.T) {
	const (
		n, duels = 16, 300
		sure     = 1.1 // lg odds a place
	)
	r := rand.New(rand.NewPCG(7, 7))
	wrong, best, among, games := 0, 0, 0, 0
	for range duels {
		d := New(things(r, n))
		played(d, func(p Pair) int64 {
			if r.Float64() < 1/(1+math.Exp(-sure*float64(p.Left-p.Right))) {
				return p.Left
			}
			return p.Right
		})
		order := d.Order()
		wrong += inversions(order)
		games += len(d.Games)
		if order[0] == n {
			best++
		}
		if slices.Contains(order[:3], n) {
			among++
		}
	}
	pairs := n * (n - 1) / 2
	t.Logf("wrong pairs %.1f of %d, the best is first %d %%, among three %d %%, games %.0f", float64(wrong)/duels, pairs, best*100/duels, among*100/duels, float64(games)/duels)
	if float64(wrong)/duels > 0.1*float64(pairs) || best*100 < 70*duels || among*100 < 95*duels || games/duels > Bound(n)+10 {
		t.Error("too far from the true order, or too many games")
	}
}

func TestThingsThatAreEqualStayTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "things")
		classes := rapid.Int64Range(1, 4).Draw(t, "classes")
		class := func(id int64) int64 { return id % classes }
		d := New(things(seeded(t), n))
		played(d, func(p Pair) int64 {
			switch a, b := class(p.Left), class(p.Right); {
			case a > b:
				return p.Left
			case a < b:
				return p.Right
			}
			return 0
		})
		order := d.Order()
		if !slices.IsSortedFunc(order, func(a, b int64) int { return int(class(b) - class(a)) }) || len(d.Games) > Bound(n) {
			t.Fatalf("%d classes: %v after %d games", classes, order, len(d.Games))
		}
	})
}

func TestAChoiceIsTakenBackAndAStoppedDuelGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 16).Draw(t, "things")
		d := New(things(seeded(t), n))
		if d.Undo() {
			t.Fatal("takes back what nobody chose")
		}
		for {
			before, open := d.Next()
			if !open {
				break
			}
			d.Choose(before.Left + before.Right) // neither of them
			d.Choose(before.Left)
			if !d.Undo() {
				t.Fatal("a choice can't be taken back")
			}
			if now, _ := d.Next(); now != before {
				t.Fatalf("taken back, the pair is %v, before %v", now, before)
			}
			raw, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			d = new(Duel)
			if err := json.Unmarshal(raw, d); err != nil || !d.Valid() {
				t.Fatalf("%s is read back as %+v, %v", raw, d, err)
			}
			if now, _ := d.Next(); now != before {
				t.Fatalf("read back, the pair is %v, before %v", now, before)
			}
			d.Choose(exact(before))
		}
		if !slices.Equal(d.Order(), descending(n)) {
			t.Fatalf("%v", d.Order())
		}
	})
}

func TestWhatDropsOutIsAskedNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 16).Draw(t, "things")
		r := seeded(t)
		d := New(things(r, n))
		gone := map[int64]bool{}
		for {
			pair, open := d.Next()
			if !open {
				break
			}
			if gone[pair.Left] || gone[pair.Right] {
				t.Fatalf("%v is asked, and one is gone", pair)
			}
			if r.IntN(8) == 0 {
				d.Drop(pair.Left)
				d.Drop(pair.Left)
				d.Drop(int64(n + 5))
				gone[pair.Left] = true
				continue
			}
			d.Choose(exact(pair))
		}
		want := slices.DeleteFunc(descending(n), func(id int64) bool { return gone[id] })
		if !slices.Equal(want, append([]int64{}, d.Order()...)) || len(d.Gone) != len(gone) || !d.Valid() {
			t.Fatalf("%v, want %v, gone %v", d.Order(), want, d.Gone)
		}
	})
}

func TestADuelThatWasTamperedWithDoesNotGoOn(t *testing.T) {
	for _, text := range []string{
		`{"ids":[1,1]}`, `{"ids":[0]}`, `{"ids":[1,2],"games":[{"a":1,"b":3}]}`, `{"ids":[1,2],"games":[{"a":1,"b":1}]}`,
		`{"ids":[1,2],"games":[{"a":1,"b":2,"winner":3}]}`, `{"ids":[1,2],"gone":[3]}`,
	} {
		var d Duel
		if err := json.Unmarshal([]byte(text), &d); err != nil || d.Valid() {
			t.Errorf("%s goes on (%v)", text, err)
		}
	}
}

func TestTheSettingThatWinsIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := seeded(t)
		steps := map[int64]string{}
		d := New(things(r, 16))
		for id := range int64(16) {
			steps[id+1] = []string{"20", "30", "40", "50"}[id/4] // more steps, better pictures
		}
		played(d, exact)
		scores := d.Tally(func(id int64) string { return steps[id] })
		var values []string
		won, games := 0, 0
		for _, s := range scores {
			values = append(values, s.Value)
			won, games = won+s.Wins, games+s.Games
		}
		if !slices.Equal(values, []string{"50", "40", "30", "20"}) || scores[0].Wins != scores[0].Games || scores[3].Wins != 0 || 2*won != games {
			t.Fatalf("%+v", scores)
		}
	})
}

func TestGamesWithinAValueDoNotCount(t *testing.T) {
	d := New([]int64{1, 2, 3, 4})
	d.Games = []Game{{1, 2, 1}, {1, 3, 3}, {2, 4, 0}, {3, 4, 4}}
	value := map[int64]string{1: "euler", 2: "euler", 3: "ddim", 4: ""}
	got := d.Tally(func(id int64) string { return value[id] })
	for i := range got {
		got[i].Strength = 0
	}
	want := []Score{{Value: "ddim", Wins: 1, Games: 1}, {Value: "euler", Games: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAnUnfinishedOrderIsTheMostLikelyOne(t *testing.T) {
	d := New([]int64{1, 2, 3, 4, 5, 6, 7, 8})
	for range 6 {
		pair, _ := d.Next()
		d.Choose(exact(pair))
	}
	order := d.Order()
	if _, open := d.Next(); !open || len(order) != 8 {
		t.Fatalf("%v after six games", order)
	}
	for _, g := range d.Games {
		if slices.Index(order, g.Winner) > slices.Index(order, g.A+g.B-g.Winner) {
			t.Errorf("%v, although %d won", order, g.Winner)
		}
	}
}

func TestTheBoundIsKnuths(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 0, 2: 1 + 1, 3: 3 + 2, 5: 8 + 4, 16: 49 + 5, 64: 321 + 5} {
		if Bound(n) != want {
			t.Errorf("%d things: %d, want %d", n, Bound(n), want)
		}
	}
}

func BenchmarkChoice(b *testing.B) { // as the window does it after a key
	d := New(things(rand.New(rand.NewPCG(1, 1)), 64))
	for range 200 {
		pair, _ := d.Next()
		d.Choose(exact(pair))
	}
	for b.Loop() {
		d.Next()
		d.Left()
	}
}

func TestAShelfFindsADuelByItsThings(t *testing.T) {
	s := ReadHistory([]byte("nonsense"))
	for i := range int64(mostKept + 2) {
		d := New([]int64{i + 1, i + 2, i + 3})
		pair, _ := d.Next()
		d.Choose(pair.Left)
		s.Put(d)
	}
	s.Put(New([]int64{90, 91}))
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	s = ReadHistory(raw)
	if len(s.Duels) != mostKept || s.Find([]int64{1, 2, 3}) != nil || s.Find([]int64{90, 91}) != nil {
		t.Errorf("%d are kept", len(s.Duels))
	}
	if d := s.Find([]int64{14, 12, 13}); d == nil || d != s.Last() || len(d.Games) != 1 {
		t.Errorf("the last is %+v", d)
	}
	d := s.Last()
	played(d, exact)
	if s.Put(d); s.Last() == d || s.Find(d.IDs) != d {
		t.Error("one that has ended goes on, or is forgotten")
	}
	if d.Games = nil; s.Find(d.IDs) != d {
		t.Error("lost")
	}
	if s.Put(d); s.Find(d.IDs) != nil {
		t.Error("one that was forgotten is found")
	}
	if bad := ReadHistory([]byte(`{"duels":[null,{"ids":[1,1]},{"ids":[1,2],"games":[{"a":1,"b":2}]}]}`)); len(bad.Duels) != 1 {
		t.Errorf("%d duels of which one is right", len(bad.Duels))
	}
}
