package engine_test

import (
	"strings"
	"testing"

	"lookbook/api"
	"lookbook/api/apitest"
)

// A paid picture is saved whatever texts its job contains.
func TestPicturesOfJobsWithLongTextsAreSaved(t *testing.T) {
	for name, plan := range map[string]apitest.Plan{
		"a traceback of 20 MB":   {FailAt: 100, Lengths: apitest.Lengths{ReasonBytes: 20 << 20}},
		"a prompt of 20 MB":      {Lengths: apitest.Lengths{PromptBytes: 20 << 20}},
		"a prompt below the cut": {Lengths: apitest.Lengths{PromptBytes: 2<<20 - 1000}},
		"50,000 tags":            {Lengths: apitest.Lengths{TagCount: 50_000}},
		"thumbnails of nothing":  {Lengths: apitest.Lengths{ThumbnailCount: 100_000}},
		"ids of 10,000":          {ImageIDs: []string{strings.Repeat("a", 10_000), strings.Repeat("b", 10_000)}},
		"all of it": {
			ImageIDs: []string{strings.Repeat("a", 10_000), strings.Repeat("b", 10_000)},
			Lengths:  apitest.Lengths{ReasonBytes: 4 << 10, PromptBytes: 20 << 20, TagCount: 50_000, ThumbnailCount: 10_000}, FailAt: 100,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apitest.Options{QueueTime: -1, RunTime: -1})
			w.server.PlanNext(plan)
			w.server.AddWebsiteJob(api.Config{
				Prompt: "long", Width: 64, Height: 64, NumSamples: 2, ModelType: "sd-v1", BaseModel: "stable-diffusion-v1-5",
			})
			w.runUntilSaved(2)
			if got := len(w.Names()); got != 2 {
				t.Errorf("%d files", got)
			}
		})
	}
}
