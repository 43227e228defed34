package ui

import (
	"fmt"
	"testing"

	"lookbook/api"
	"lookbook/app/library"
)

// Ten thousand pictures that are marked at once come to the UI goroutine in a few
// pieces, whatever their number, with room between them for what a person does
// meanwhile.
func TestTenThousandMarksAtOnce(t *testing.T) {
	const many = 10_000
	w := newWorld(t, instant())
	w.ring.key = w.key
	done := 0 // pieces of work of the UI goroutine
	b := w.window(func(p *Params) {
		dispatch := p.Dispatch
		p.Dispatch = func(f func()) { dispatch(func() { done++; f() }) }
	})
	b.until("the panes", b.onMain)
	pieces := func(pictures int) int {
		t.Helper()
		var updates []library.JobUpdate
		for n := 0; n < pictures; n += 16 {
			job := api.Job{JobID: fmt.Sprintf("ig_%d_%d", pictures, n), JobType: api.TypeImageGen, State: api.Success, Config: api.Config{Prompt: "a lighthouse", NumSamples: 16}}
			results := api.ImageGenResult{}
			for i := range min(16, pictures-n) {
				results.GeneratedImages = append(results.GeneratedImages, api.GeneratedImage{GeneratedImageID: fmt.Sprint(job.JobID, "-", i)})
			}
			job.ImageGenResults = []api.ImageGenResult{results}
			updates = append(updates, library.JobUpdate{Job: job, Full: true})
		}
		lib := b.session.Library
		if _, err := lib.Jobs.Put(t.Context(), updates); err != nil {
			t.Fatal(err)
		}
		ids, err := lib.ImageIDs(t.Context(), library.ImageFilter{States: library.ImageStates()})
		if err != nil || len(ids) < pictures {
			t.Fatalf("%d pictures, %v", len(ids), err)
		}
		ids = ids[:pictures]
		rated := func() bool {
			for _, id := range []int64{ids[0], ids[pictures-1]} {
				if image, err := lib.Image(t.Context(), id); err != nil || image.Marks.Rating != 4 {
					return false
				}
			}
			return true
		}
		for b.drain() {
		}
		b.main.marker.rate(picked{ids: ids}, 4)
		asked := false // by a person, meanwhile
		b.dispatched(func() { asked = true })
		done = 0
		b.until("the marks", rated)
		for b.drain() {
		}
		if !asked {
			t.Error("what a person did meanwhile had to wait")
		}
		return done
	}
	few, all := pieces(16), pieces(many)
	t.Logf("%d pieces of work for 16 pictures, %d for %d", few, all, many)
	if all > few+50 {
		t.Errorf("%d pieces of work for 16 pictures became %d for %d", few, all, many)
	}
}
