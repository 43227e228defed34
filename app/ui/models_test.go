package ui

import (
	"strings"
	"testing"

	"lookbook/app/request"
)

// Two checkpoints of one job differ in their step, or in that one is a LoRA.
func TestCheckpointsOfOneJobAreToldApartWhereverTheyAreNamed(t *testing.T) {
	var m models
	if got := m.name("ckp_full"); got != "ckp_full" {
		t.Errorf("before there is a list: %q", got)
	}
	long := "photo of ukj person, " + strings.Repeat("studio light ", 10)
	m.take([]request.Model{
		{ID: "ckp_full", Name: long, Step: 800},
		{ID: "ckp_lora", Name: long, Step: 800, LoRA: true},
		{ID: "ckp_early", Name: long, Step: 400},
		{ID: "ckp_twin", Name: long, Step: 400},
	})
	short := long[:longestName] + "…"
	for id, want := range map[string]string{
		"ckp_full": short + " · step 800", "ckp_lora": short + " · step 800 · LoRA", "ckp_early": short + " · step 400 · ckp_early",
		"ckp_twin": short + " · step 400 · ckp_twin", "stock": "stock", "": "",
	} {
		if got := m.name(id); got != want {
			t.Errorf("%s is called %q, want %q", id, got, want)
		}
	}
}
