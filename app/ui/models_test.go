package ui

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
)

// Two checkpoints of a job differ in their step, or in that one is a LoRA.
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

// A model that is trained while the window is open is offered without a restart.
func TestModelsAreOfferedWhenThereAreMore(t *testing.T) {
	var did []string
	m := &models{
		ask: func(context.Context) error { did = append(did, "ask"); return nil },
		run: func(work func(context.Context) func()) { work(t.Context())() }, log: slog.New(slog.DiscardHandler),
		askable: func() bool { return true }, offer: func() { did = append(did, "offer") },
	}
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	after := func(pause time.Duration, what string, want ...string) {
		t.Helper()
		did, now = nil, now.Add(pause)
		if m.tick(now); !slices.Equal(did, want) {
			t.Errorf("%s: did %q, want %q", what, did, want)
		}
	}
	after(0, "at the start")
	m.took(library.Entry{Job: api.Job{State: api.Running}}, now)
	after(time.Minute, "a job that runs")
	m.took(library.Entry{Job: api.Job{State: api.Success}}, now)
	after(time.Second, "a job that has just finished")
	m.took(library.Entry{Job: api.Job{State: api.Failure}}, now)
	after(2*time.Second, "a moment later", "offer")
	after(time.Minute, "a minute later")
	after(time.Hour, "an hour later", "ask", "offer")
	after(time.Minute, "after that")
}

func TestTheModelsOfATrainingAreListedTogetherAndItsLoRAsLast(t *testing.T) {
	var got []string
	for _, m := range composeModels([]library.Model{ // the last remembered first
		{ID: "lora_800", Kind: library.KindCheckpoint, JobID: "db_1", Step: 800, LoRA: true},
		{ID: "typed", Kind: library.KindCheckpoint},
		{ID: "other", Kind: library.KindCheckpoint, JobID: "db_2", Step: 900},
		{ID: "lora_1500", Name: "ukj", Kind: library.KindCheckpoint, JobID: "db_1", Step: 1500, LoRA: true},
		{ID: "full_1500", Kind: library.KindCheckpoint, JobID: "db_1", Step: 1500},
		{ID: "stock", Kind: library.KindBase},
		{ID: "full_800", Kind: library.KindCheckpoint, JobID: "db_1", Step: 800},
	}) {
		got = append(got, m.ID)
		if m.ID == "lora_1500" && request.LabelOf(m.ID, []request.Model{m}) != "ukj · step 1500 · LoRA" {
			t.Errorf("the LoRA is called %q", request.LabelOf(m.ID, []request.Model{m}))
		}
	}
	if want := []string{"full_1500", "lora_1500", "full_800", "lora_800", "typed", "other", "stock"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
