package request

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"lookbook/api"
)

func TestLockedSidesFollowEachOther(t *testing.T) {
	d := NewDraft(api.Config{Width: 768, Height: 1024})
	d.Sides.SetOne(Width, 600)
	if d.Sides.Size() != (Size{600, 1024}) {
		t.Fatalf("unlocked: %v", d.Sides.Size())
	}
	d.Sides.Set(Size{768, 1024})
	d.Sides.Lock(true)
	d.Sides.SetOne(Width, 384)
	if d.Sides.Size() != (Size{384, 512}) {
		t.Errorf("half as wide: %v", d.Sides.Size())
	}
	d.Sides.SetOne(Height, 1024)
	if d.Sides.Size() != (Size{768, 1024}) {
		t.Errorf("and back: %v", d.Sides.Size())
	}
	d.Sides.Set(d.Sides.Size().Swapped())
	d.Sides.SetOne(Width, 512)
	if d.Sides.Size() != (Size{512, 384}) {
		t.Errorf("after a swap: %v", d.Sides.Size())
	}
	d.Load(api.Config{Width: 512, Height: 512})
	d.Sides.SetOne(Height, 640)
	if d.Sides.Size() != (Size{640, 640}) || !d.Sides.Locked() {
		t.Errorf("after loading: %v, locked %v", d.Sides.Size(), d.Sides.Locked())
	}
	d.Sides.Lock(false)
	d.Sides.SetOne(Height, 64)
	if d.Sides.Size() != (Size{640, 64}) {
		t.Errorf("unlocked again: %v", d.Sides.Size())
	}
	d.Load(api.Config{})
	d.Sides.Lock(true)
	if d.Sides.Locked() {
		t.Error("the proportion of nothing is kept")
	}
}

// TestALockedSideNeverDrifts: the proportion stays that of the moment of locking, however often a side changes.
func TestALockedSideNeverDrifts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.Map(rapid.IntRange(MinSide/SideStep, MaxSide/SideStep), func(n int) int { return n * SideStep })
		start := Size{side.Draw(t, "width"), side.Draw(t, "height")}
		d := NewDraft(api.Config{Width: start.Width, Height: start.Height})
		d.Sides.Lock(true)
		for range 20 {
			field := rapid.SampledFrom([]Field{Width, Height}).Draw(t, "field")
			d.Sides.SetOne(field, side.Draw(t, "side"))
			size := d.Sides.Size()
			for _, s := range []int{size.Width, size.Height} {
				if s%SideStep != 0 || s < MinSide || s > MaxSide {
					t.Fatalf("%v can't be sent", size)
				}
			}
		}
		d.Sides.SetOne(Width, start.Width)
		if got := d.Sides.Size(); got != start {
			t.Fatalf("%v became %v", start, got)
		}
		if ratio := float64(start.Width) / float64(start.Height); math.Abs(d.Sides.ratio-ratio) > 1e-12 {
			t.Fatalf("the ratio %v became %v", ratio, d.Sides.ratio)
		}
	})
}
