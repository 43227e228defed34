package params

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/app/request"
)

func TestReasonsNameTheField(t *testing.T) {
	b := newBench(t)
	b.write(b.size.height.FocusTarget(), "tall")
	b.write(b.form.places[request.Tags].focus, "nameless")
	var got []string
	for _, p := range b.planner.blocking() {
		got = append(got, p.reason())
	}
	want := []string{
		"Describe the picture first.",
		"Height: Choose a size from 64 to 4096 pixels.",
		"Tags: Line 1 needs the form key=value.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestModelNote(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		model request.Model
		want  string
	}{
		{request.Model{ID: "realistic-vision-v3-0"}, "Stock model · sd-v1"},
		{request.Model{ID: "ckp_1"}, "Trained model · sd-v1"},
		{request.Model{ID: "ckp_1", LoRA: true}, "LoRA · sd-v1"},
		{
			request.Model{ID: "ckp_1", Name: "ukj man", Type: request.SDXL, Expires: now.Add(31 * time.Hour)},
			"ckp_1 · sdxl-v1 · may be deleted in 1 day",
		},
		{
			request.Model{ID: "ckp_1", Name: "ukj man", Expires: now.Add(-time.Hour)},
			"ckp_1 · sd-v1 · probably deleted by now",
		},
	} {
		if got := modelWords(c.model, now); got != c.want {
			t.Errorf("note of %+v: %q, want %q", c.model, got, c.want)
		}
	}
}

func TestAModelsNoteTellsItsAge(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	m := request.Model{ID: "ckp_1", Name: "photo of ukj", Created: now.Add(-3 * time.Hour), Expires: now.Add(45 * time.Hour)}
	if got, want := modelWords(m, now), "ckp_1 · sd-v1 · trained 3 hours ago · may be deleted in 1 day"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	m.Created = now.Add(time.Minute) // clocks may differ
	if got := modelWords(m, now); strings.Contains(got, "trained") {
		t.Errorf("it says %q", got)
	}
}
