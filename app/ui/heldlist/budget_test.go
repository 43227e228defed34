package heldlist

import (
	"slices"
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/app/cost"
	"lookbook/app/library"
)

// A budget releases in the order of the outbox, and never what has no price.
func TestABudgetReleasesWhatItPaysFor(t *testing.T) {
	b := newBench(t)
	var held []library.Held
	for i, images := range []int{4, 2, 8, 1} {
		config := api.Config{Prompt: "a", NumSamples: images, BaseModel: "stable-diffusion-v1-5", ModelType: "sd-v1", Width: 512, Height: 512}
		if i == 1 {
			config.ModelType = "sdxl-v1"
		}
		held = append(held, library.Held{ID: int64(i + 1), Config: config})
	}
	terms := cost.Read(cost.Typed{Prices: cost.FormatRules([]cost.Rule{{Type: "sd-v1", Tokens: 1e6}})})
	for text, want := range map[string]Within{
		"4":       {IDs: []int64{1}, Cost: 4e6, Unknown: 1},
		"12":      {IDs: []int64{1, 3}, Cost: 12e6, Unknown: 1},
		"100":     {IDs: []int64{1, 3, 4}, Cost: 13e6, Unknown: 1},
		"5":       {IDs: []int64{1}, Cost: 4e6, Unknown: 1}, // the last one waits for its turn
		"1":       {Unknown: 1},
		"USD 100": {Unknown: 4}, // what a token costs isn't known
	} {
		most, err := cost.ParseSum(text)
		if err != nil {
			t.Fatal(err)
		}
		got := within(held, terms.Prices, most)
		if !slices.Equal(got.IDs, want.IDs) || got.Cost != want.Cost || got.Unknown != want.Unknown {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
	var chosen []int64
	ask, entry := AskBudget(b.window, held, terms.Prices, func(ids []int64) { chosen = ids })
	ask.Show()
	for _, text := range []string{"", "nonsense", "-5", "0", "1"} {
		entry.SetText(text)
		if entry.OnSubmitted(text); chosen != nil {
			t.Errorf("%q releases %v", text, chosen)
		}
	}
	entry.SetText("12")
	if entry.OnSubmitted("12"); !slices.Equal(chosen, []int64{1, 3}) {
		t.Errorf("released %v", chosen)
	}
	if words := (Within{IDs: chosen, Cost: 12e6, Unknown: 1}).words(4, ""); !strings.Contains(words, "12 tokens") || !strings.Contains(words, "price") {
		t.Errorf("it says %q", words)
	}
}
