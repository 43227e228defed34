package library

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

func TestSummaryErasesNothing(t *testing.T) {
	s := newFixture(t)
	before := s.put(full(running("ig_1", 50, 0, 1)))[0]
	s.takeEvents()
	brief := api.Job{JobID: "ig_1", State: api.Running, Config: api.Config{Prompt: "a lantern in the snow"}}
	if changed := s.put(summary(brief)); len(changed) != 0 {
		t.Errorf("changed %s", cmp.Diff(before, changed[0]))
	}
	if events := s.takeEvents(); len(events) != 0 {
		t.Errorf("announced %+v", events)
	}
	// The new facts of a summary are stored; times that it omits stay.
	brief.State = api.Success
	after := s.put(summary(brief))[0]
	if after.State != EntrySuccess || !after.Job.StateQueuedStart.Equal(at(0).Time) || after.Job.Config.NumSamples != 4 || after.Images.Known != 2 {
		t.Errorf("became %+v", after)
	}
}

func TestFullAnswerReplacesAllButTheRequestAndTheImages(t *testing.T) {
	s := newFixture(t)
	failed := running("ig_1", 50, 0, 1)
	failed.State, failed.FailureReason, failed.StateUpdated = api.Failure, "out of memory", at(70)
	s.put(full(failed))
	again := api.Job{JobType: api.TypeImageGen, JobID: "ig_1", State: api.Queued, StateQueuedStart: at(80), StateUpdated: at(80)}
	got := s.put(full(again))[0]
	if got.Job.FailureReason != "" || got.State != EntryQueued || got.Job.PercentageDone != nil {
		t.Errorf("became %+v", got.Job)
	}
	if got.Job.Config.Prompt == "" || got.Images.Known != 2 {
		t.Errorf("the request or images were lost: %+v", got)
	}
	if !got.Created.Equal(at(80).Time) {
		t.Errorf("a job of the service's is as old as its queueing, not %v", got.Created)
	}
}

func TestAnOvertakenAnswerChangesNoState(t *testing.T) {
	done := running("ig_1", 100, 0, 1, 2, 3)
	done.State, done.StateUpdated = api.Success, at(110)
	noTime := running("ig_1", 60, 0)
	noTime.StateUpdated = api.Time{}
	for name, older := range map[string]api.Job{"by its time": running("ig_1", 60, 0), "by its state": noTime} {
		for _, isFull := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				s := newFixture(t)
				s.put(full(done))
				s.takeEvents()
				if changed := s.put(JobUpdate{Job: older, Full: isFull}); len(changed) != 0 {
					t.Errorf("went back to %+v", changed[0].Job)
				}
				if got := s.job("ig_1"); got.State != EntrySuccess || *got.Job.PercentageDone != 100 {
					t.Errorf("is %+v", got.Job)
				}
			})
		}
	}
	t.Run("progress", func(t *testing.T) {
		s := newFixture(t)
		s.put(full(running("ig_1", 60)))
		s.put(full(running("ig_1", 40, 0)))
		got := s.job("ig_1")
		if *got.Job.PercentageDone != 60 || got.Images.Known != 1 {
			t.Errorf("%v %% done, %d images", *got.Job.PercentageDone, got.Images.Known)
		}
	})
}

func TestImagesComeOneByOneInOrder(t *testing.T) {
	s := newFixture(t)
	s.put(full(running("ig_1", 20, 2)))
	s.put(full(running("ig_1", 40, 0, 2)))
	// The second configuration, and one image of the first gone from the answer.
	j := running("ig_1", 60, 5, 0)
	j.ImageGenResults = append([]api.ImageGenResult{results(1, 1, 0)}, j.ImageGenResults...)
	entry := s.put(full(j))[0]
	var got []string
	for n, image := range s.imagesOf(entry) {
		if image.Order != n {
			t.Errorf("the image at %d has the order %d", n, image.Order)
		}
		got = append(got, image.Generated.GeneratedImageID)
	}
	want := []string{"img0_0", "img0_2", "img0_5", "img1_0", "img1_1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var preview []string
	for _, image := range entry.Preview {
		preview = append(preview, image.Generated.GeneratedImageID)
	}
	if diff := cmp.Diff(want[:4], preview); diff != "" {
		t.Errorf("preview: %s", diff)
	}
	if entry.Images.Known != 5 || entry.Expected() != 5 {
		t.Errorf("%d images known, %d expected", entry.Images.Known, entry.Expected())
	}
}

func TestImagesWithoutIndexOrIdAreKept(t *testing.T) {
	s := newFixture(t)
	j := running("ig_1", 50)
	j.ImageGenResults = []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{
		{URL: "https://images.example/a"},
		{URL: "https://images.example/b"},
		{GeneratedImageID: "c", URL: "https://images.example/c"},
		{GeneratedImageID: "c", URL: "https://images.example/c?X-Goog-Signature=told-twice"},
	}}}
	s.put(full(j))
	entry := s.put(full(j))
	if len(entry) != 0 {
		t.Errorf("the same answer changed %+v", entry)
	}
	images := s.imagesOf(s.job("ig_1"))
	if len(images) != 3 || images[0].Generated.URL != "https://images.example/a" || images[0].Generated.GeneratedImageID != "" || images[2].Generated.URL != "https://images.example/c" {
		t.Errorf("kept %+v", images)
	}
}

func TestFreshAddressesReplaceOldOnesWithoutAWord(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	entry := s.put(full(running("ig_1", 50, 0, 1)))[0]
	images := s.imagesOf(entry)
	must(s.Images.Fail(ctx, images[0].ID, trouble("slow"), epoch.Add(time.Minute)))(t)
	must(s.Images.Save(ctx, images[1].ID, Saved{Path: "/p/1.png"}))(t)
	s.takeEvents()
	later := epoch.Add(30 * time.Minute)
	j := running("ig_1", 50)
	j.ImageGenResults = []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{picture("img0_0", 0, later), picture("img0_1", 1, later)}}}
	s.put(full(j))
	if events := s.takeEvents(); len(events) != 0 {
		t.Errorf("announced %+v", events)
	}
	got := must(s.Image(ctx, images[0].ID))(t)
	if !got.Expires.Equal(later.Add(time.Hour)) || got.State != ImageFailed || got.Problem == nil || got.NextTry.IsZero() {
		t.Errorf("the failed one is %+v", got)
	}
	if saved := must(s.Image(ctx, images[1].ID))(t); saved.Generated.URL != images[1].Generated.URL {
		t.Error("a saved image was written for an address that nobody needs")
	}
	// An answer signed earlier arrives late.
	s.put(full(running("ig_1", 50, 0)))
	if again := must(s.Image(ctx, images[0].ID))(t); again.Generated.URL != got.Generated.URL {
		t.Error("an older address replaced a newer one")
	}
}

func TestThumbnailsFindTheirImages(t *testing.T) {
	s := newFixture(t)
	j := running("ig_1", 50)
	index := 0
	for _, id := range []string{"c7102f3f", "a_b", "b", "../x", "no"} {
		n := index
		j.ImageGenResults = append(j.ImageGenResults, api.ImageGenResult{GeneratedImages: []api.GeneratedImage{{GeneratedImageID: id, GenerationIdx: &n}}})
		index++
	}
	const base = "https://public.example/thumbnails/ig_90c7ebc5/"
	j.Thumbnails = []string{
		base + "ig_90c7ebc5_c7102f3f_thumbnail.png", base + "ig_1_a_b_thumbnail.webp", base + "x_b_thumbnail.png?v=1",
		base + "ig_90c7ebc5_nobody_thumbnail.png", "::not a url::", "", base + "_no_.png",
	}
	images := s.imagesOf(s.put(full(j))[0])
	want := []string{j.Thumbnails[0], j.Thumbnails[1], j.Thumbnails[2], "", ""}
	for n, image := range images {
		if image.ThumbnailURL != want[n] {
			t.Errorf("%s has the thumbnail %q, want %q", image.Generated.GeneratedImageID, image.ThumbnailURL, want[n])
		}
	}
	// Thumbnails may be in an answer of their own.
	s.put(full(running("ig_2", 50, 0)))
	s.takeEvents()
	s.put(summary(api.Job{JobID: "ig_2", Thumbnails: []string{base + "ig_2_img0_0_thumbnail.png"}}))
	if events := s.takeEvents(); len(events) != 1 {
		t.Errorf("announced %+v", events)
	}
}

func TestHostileIdsAreText(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	for _, id := range []string{"../../etc", "a\x00b", "'; DROP TABLE entries; --", "CON", "\u202egnp", "𝕴𝕯"} {
		j := running(id, 50)
		j.ImageGenResults = []api.ImageGenResult{{GeneratedImages: []api.GeneratedImage{{GeneratedImageID: id + "/img", URL: "javascript:alert(1)"}}}}
		s.put(full(j))
		entry := s.job(id)
		images := s.imagesOf(entry)
		if entry.Job.JobID != id || len(images) != 1 || images[0].JobID != id || images[0].Generated.GeneratedImageID != id+"/img" {
			t.Errorf("%q became %+v with %+v", id, entry.Job, images)
		}
		must(s.Jobs.MarkMissing(ctx, id))(t)
	}
	if n := must(s.CountEntries(ctx, EntryFilter{States: []EntryState{EntryMissing}}))(t); n != 6 {
		t.Errorf("%d are missing", n)
	}
}

func TestUnknownWordsAndNullsAreKept(t *testing.T) {
	s := newFixture(t)
	var j api.Job
	told := `{"job_id":"ig_1","job_type":"hologram","state":"paused","config":{"prompt":null,"depth":3},"image_gen_results":null,"percentage_done":null,"extra":{"a":[1]},"thumbnails":"none"}`
	if err := json.Unmarshal([]byte(told), &j); err != nil {
		t.Fatal(err)
	}
	entry := s.put(JobUpdate{Job: j, Raw: json.RawMessage(told), Full: true})[0]
	if entry.State != EntryOther || entry.Job.State != "paused" || entry.Job.JobType != "hologram" ||
		string(entry.Job.Unknown["extra"]) != `{"a":[1]}` || string(entry.Job.Config.Unknown["depth"]) != "3" {
		t.Errorf("kept %+v", entry.Job)
	}
	if changed := s.put(JobUpdate{Job: j, Raw: json.RawMessage(told), Full: true}, JobUpdate{Job: api.Job{State: api.Queued}}); len(changed) != 0 {
		t.Errorf("told again, changed %+v", changed)
	}
	if n := len(must(s.Unfinished(context.Background(), FirstAccount))(t)); n != 1 {
		t.Errorf("%d unfinished", n)
	}
}

func TestMissingIsTakenBackByTheService(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	s.put(full(running("ig_1", 50, 0)))
	missing := must(s.Jobs.MarkMissing(ctx, "ig_1"))(t)
	if !missing.Missing || missing.State != EntryMissing || missing.Images.Known != 1 {
		t.Errorf("missing as %+v", missing)
	}
	if n := len(must(s.Unfinished(ctx, FirstAccount))(t)); n != 0 {
		t.Errorf("%d unfinished", n)
	}
	s.takeEvents()
	must(s.Jobs.MarkMissing(ctx, "ig_1"))(t)
	if events := s.takeEvents(); len(events) != 0 {
		t.Errorf("said twice, announced %+v", events)
	}
	back := s.put(full(running("ig_1", 50, 0)))
	if len(back) != 1 || back[0].Missing || back[0].State != EntryRunning {
		t.Errorf("came back as %+v", back)
	}
	if _, err := s.Jobs.MarkMissing(ctx, "ig_2"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown job: %v", err)
	}
}

func TestProblemsAreSetAndCleared(t *testing.T) {
	ctx := context.Background()
	s := newFixture(t)
	entry := s.put(full(running("ig_1", 50)))[0]
	p := trouble("no answer")
	p.Fields = []api.FieldError{{Loc: []string{"body", "width"}, Message: "too wide", Type: "value_error"}}
	s.takeEvents()
	got := must(s.Jobs.SetProblem(ctx, entry.ID, p))(t)
	if diff := cmp.Diff(p, got.Problem); diff != "" {
		t.Error(diff)
	}
	must(s.Jobs.SetProblem(ctx, entry.ID, p))(t)
	if n := len(s.takeEvents()); n != 1 {
		t.Errorf("%d events", n)
	}
	s.reopen()
	if diff := cmp.Diff(p, s.job("ig_1").Problem); diff != "" {
		t.Error(diff)
	}
	if got := must(s.Jobs.SetProblem(ctx, entry.ID, nil))(t); got.Problem != nil {
		t.Errorf("still %+v", got.Problem)
	}
	if _, err := s.Jobs.SetProblem(ctx, 99, p); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown entry: %v", err)
	}
}

func TestSyncedIsNotedWithoutAWord(t *testing.T) {
	s := newFixture(t)
	j := running("ig_1", 50)
	s.put(full(j))
	s.takeEvents()
	for range 3 {
		s.clock.Advance(50 * time.Second)
		s.put(full(j))
	}
	if events := s.takeEvents(); len(events) != 0 {
		t.Errorf("announced %+v", events)
	}
	if late := s.clock.Now().Sub(s.job("ig_1").Synced); late >= syncedEvery {
		t.Errorf("synced %v ago", late)
	}
}
