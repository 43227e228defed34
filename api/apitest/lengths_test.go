package apitest

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"lookbook/api"
)

func TestLengthsCombine(t *testing.T) {
	s, err := New(Options{QueueTime: -1, RunTime: -1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	s.PlanNext(Plan{FailAt: 60, Lengths: Lengths{ReasonBytes: 4 << 10, PromptBytes: 1 << 20, TagCount: 50_000, ThumbnailCount: 1000}})
	id := s.AddWebsiteJob(api.Config{Prompt: "short", Width: 64, Height: 64, NumSamples: 2, BaseModel: "stable-diffusion-v1-5"})
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.URL()+"/jobs/image-gen/"+id, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer dl-"+strings.Repeat("0f", 16))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var told api.Job
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
		t.Fatal(err)
	}
	if told.State != api.Failure || len(told.FailureReason) < 4<<10 || len(told.FailureReason) > 5<<10 {
		t.Errorf("%s with a reason of %d bytes", told.State, len(told.FailureReason))
	}
	// The client accepts lists of 10,000 elements.
	if len(told.Config.Prompt) != 1<<20 || len(told.Config.Tags) < 10_000 || len(told.Thumbnails) < 1000 {
		t.Errorf("%d, %d and %d", len(told.Config.Prompt), len(told.Config.Tags), len(told.Thumbnails))
	}
}
