package apitest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lookbook/api"
)

func TestLifeOfAJob(t *testing.T) {
	r := newRig(t, Options{})
	id := r.submitted(goodRequest(4))
	begin, end := start.Add(DefaultQueueTime), start.Add(DefaultQueueTime+DefaultRunTime)
	for _, test := range []struct {
		after   time.Duration
		state   api.State
		percent any // nil: null
		ready   int
		changed time.Time
	}{
		{0, api.Queued, nil, 0, start},
		{DefaultQueueTime - time.Microsecond, api.Queued, nil, 0, start},
		{DefaultQueueTime, api.Running, 0.0, 0, begin},
		{DefaultQueueTime + 13*time.Second - time.Microsecond, api.Running, 24.9, 0, begin},
		{DefaultQueueTime + 13*time.Second, api.Running, 25.0, 1, begin},
		{DefaultQueueTime + 39*time.Second, api.Running, 75.0, 3, begin},
		{DefaultQueueTime + 52*time.Second - time.Microsecond, api.Running, 99.9, 3, begin},
		{DefaultQueueTime + 52*time.Second, api.Success, 100.0, 4, end},
		{24 * time.Hour, api.Success, 100.0, 4, end},
	} {
		r.clock.Advance(start.Add(test.after).Sub(r.clock.Now()))
		j := r.job(id)
		var percent any
		if j.PercentageDone != nil {
			percent = *j.PercentageDone
		}
		ready := 0
		if j.ImageGenResults != nil {
			ready = len(pictures(t, j))
		}
		if j.State != test.state || percent != test.percent || ready != test.ready || !j.StateUpdated.Equal(test.changed) {
			t.Errorf("after %v: %s since %v, %v %%, %d pictures; want %s since %v, %v %%, %d",
				test.after, j.State, j.StateUpdated, percent, ready, test.state, test.changed, test.percent, test.ready)
		}
		if len(j.Thumbnails) != ready {
			t.Errorf("after %v: %d thumbnails for %d pictures", test.after, len(j.Thumbnails), ready)
		}
		if !j.StateQueuedStart.Equal(start) || j.StateRunningEnd.IsZero() == test.state.Finished() || (j.RunningDuration != nil) != test.state.Finished() {
			t.Errorf("after %v: queued at %v, ended at %v after %v", test.after, j.StateQueuedStart, j.StateRunningEnd, j.RunningDuration)
		}
		if started := test.state != api.Queued; (j.QueuedDuration != nil) != started || j.StateRunningStart.IsZero() == started || j.StateQueuedEnd.IsZero() == started {
			t.Errorf("after %v: started at %v, queued for %v", test.after, j.StateRunningStart, j.QueuedDuration)
		}
		if started := test.state != api.Queued; started && *j.QueuedDuration != 131 {
			t.Errorf("queued for %g s, want 131", *j.QueuedDuration)
		}
	}
}

func TestTimesHaveNoZone(t *testing.T) {
	r := newRig(t, Options{})
	id := r.submitted(goodRequest(1))
	var told map[string]any
	decode(t, r.get("/jobs/image-gen/"+id), &told)
	if got := told["state_queued_start"]; got != "2023-06-29T16:25:28.018608" {
		t.Errorf("state_queued_start %v", got)
	}
	r.clock.Advance(time.Second - 18608*time.Microsecond)
	whole := r.AddWebsiteJob(api.Config{})
	decode(t, r.get("/jobs/image-gen/"+whole), &told)
	if got := told["state_queued_start"]; got != "2023-06-29T16:25:29" {
		t.Errorf("state_queued_start %v, want no fraction where there is none", got)
	}
}

// With one place, jobs run one after the other in the order of submission. A
// failed job frees its place.
func TestPlaces(t *testing.T) {
	r := newRig(t, Options{Parallel: 1, QueueTime: 10 * time.Second, RunTime: 20 * time.Second})
	r.PlanNext(Plan{})
	r.PlanNext(Plan{FailureReason: "out of memory", FailAt: 50})
	var ids []string
	for range 3 {
		ids = append(ids, r.submitted(goodRequest(2)))
	}
	r.clock.Advance(time.Hour)
	ends := []time.Duration{30 * time.Second, 40 * time.Second, 60 * time.Second}
	for i, id := range ids {
		j := r.job(id)
		if got := j.StateRunningEnd.Sub(start); got != ends[i] {
			t.Errorf("job %d ended after %v, want %v", i, got, ends[i])
		}
	}
	both := newRig(t, Options{Parallel: 2, QueueTime: -1, RunTime: 20 * time.Second, Speed: 2})
	for range 3 {
		both.submitted(goodRequest(1))
	}
	both.clock.Advance(15 * time.Second)
	var states []api.State
	for _, j := range both.Jobs() {
		states = append(states, j.State)
	}
	if want := []api.State{api.Running, api.Success, api.Success}; !slices.Equal(states, want) {
		t.Errorf("newest first the jobs are %v, want %v", states, want)
	}
}

func TestPlannedFates(t *testing.T) {
	r := newRig(t, Options{})
	r.PlanNext(Plan{FailureReason: "CUDA out of memory", FailureReasonData: json.RawMessage(`{"gpu":3}`), FailAt: 60})
	r.PlanNext(Plan{Stuck: true, StuckAt: 50})
	r.PlanNext(Plan{Stuck: true, StuckAt: -1})
	r.PlanNext(Plan{StateWord: "warming-up", QueueTime: -1, RunTime: 100 * time.Hour})
	var ids []string
	for range 5 {
		ids = append(ids, r.submitted(goodRequest(4)))
	}
	r.clock.Advance(50 * time.Hour)
	for i, want := range []struct {
		state   api.State
		percent float64
		reason  string
		ready   int
	}{
		{api.Failure, 60, "CUDA out of memory", 2},
		{api.Running, 50, "", 2},
		{api.Queued, -1, "", 0},
		{"warming-up", 50, "", 2},
		{api.Success, 100, "", 4},
	} {
		j := r.job(ids[i])
		percent, ready := -1.0, 0
		if j.PercentageDone != nil {
			percent, ready = *j.PercentageDone, len(pictures(t, j))
		}
		if j.State != want.state || percent != want.percent || j.FailureReason != want.reason || ready != want.ready {
			t.Errorf("job %d: %s %g %% %q, %d pictures; want %+v", i, j.State, percent, j.FailureReason, ready, want)
		}
	}
	if j := r.job(ids[0]); string(j.FailureReasonData) != `{"gpu":3}` || *j.RunningDuration != 31.2 {
		t.Errorf("failure data %s after %g s", j.FailureReasonData, *j.RunningDuration)
	}
	r.Unstick()
	for _, id := range ids[1:3] {
		j := r.job(id)
		if j.State != api.Success || len(pictures(t, j)) != 4 || !j.StateRunningEnd.Equal(r.clock.Now()) {
			t.Errorf("a job that is stuck no more is %s with %d pictures since %v", j.State, len(pictures(t, j)), j.StateRunningEnd)
		}
	}
}

func TestHostileIDs(t *testing.T) {
	r := newRig(t, Options{QueueTime: -1, RunTime: -1})
	r.PlanNext(Plan{JobID: "../../x", JobType: "odd/type", ImageIDs: []string{"../../etc/passwd", "CON", "a\x00b"}})
	id := r.submitted(goodRequest(4))
	if id != "../../x" {
		t.Fatalf("id %q", id)
	}
	var list []api.Job
	decode(t, r.get("/jobs/image-gen"), &list)
	if len(list) != 1 || list[0].JobID != id || list[0].JobType != "odd/type" {
		t.Fatalf("list %+v", list)
	}
	for _, jobType := range []string{"image-gen", url.PathEscape("odd/type")} {
		var j api.Job
		decode(t, r.get("/jobs/"+jobType+"/"+url.PathEscape(id)), &j)
		images := pictures(t, j)
		if images[0].GeneratedImageID != "../../etc/passwd" || images[2].GeneratedImageID != "a\x00b" {
			t.Errorf("ids %+v", images)
		}
		for _, image := range images {
			if got := r.must("GET", image.URL, ""); got.status != 200 {
				t.Errorf("%q: %d %s", image.URL, got.status, got.body)
			}
		}
	}
}

func TestNumbersAndAddresses(t *testing.T) {
	r := newRig(t, Options{})
	j := r.finished(6)
	images := pictures(t, j)
	last := -1
	for i, image := range images {
		if *image.GenerationIdx <= last {
			t.Errorf("generation_idx %d after %d", *image.GenerationIdx, last)
		}
		last = *image.GenerationIdx
		if *image.Seed != 42+int64(i) {
			t.Errorf("seed %d, want %d", *image.Seed, 42+i)
		}
		u, err := url.Parse(image.URL)
		if err != nil {
			t.Fatal(err)
		}
		dir := strings.Split(u.Path, "/")[4]
		if want := fmt.Sprintf("/nyxai-standard-usc2/images/generated_images/%s/%s_%s.png", dir, dir, image.GeneratedImageID); u.Path != want {
			t.Errorf("path %s, want %s", u.Path, want)
		}
		differ := 0
		for k := range j.JobID {
			if dir[k] != j.JobID[k] {
				differ++
			}
		}
		if len(dir) != len(j.JobID) || differ != 1 {
			t.Errorf("path has %s for job %s: want one digit's difference", dir, j.JobID)
		}
		if i < thumbnailed {
			if want := fmt.Sprintf("%s/nyxai-public-usc2/images/thumbnails/%s/%s_%s_thumbnail.png", r.ImageURL(), dir, dir, image.GeneratedImageID); j.Thumbnails[i] != want {
				t.Errorf("thumbnail %s, want %s", j.Thumbnails[i], want)
			}
		}
	}
	if *images[0].GenerationIdx != 0 || *images[1].GenerationIdx != 2 || len(j.Thumbnails) != thumbnailed {
		t.Errorf("numbers begin %d, %d; %d thumbnails", *images[0].GenerationIdx, *images[1].GenerationIdx, len(j.Thumbnails))
	}
}

func TestRandomSeedsFollowFromTheServersSeed(t *testing.T) {
	tell := func(seed int64) []byte {
		r := newRig(t, Options{Seed: seed})
		id := r.submitted(strings.Replace(goodRequest(8), `"seed":42`, `"seed":-1`, 1))
		r.clock.Advance(DefaultQueueTime + DefaultRunTime)
		seeds := map[int64]bool{}
		told := id
		for _, image := range pictures(t, r.job(id)) {
			seeds[*image.Seed] = true
			told += fmt.Sprint(" ", image.GeneratedImageID, *image.Seed)
		}
		if len(seeds) != 8 {
			t.Errorf("%d different seeds of 8", len(seeds))
		}
		return []byte(told)
	}
	once, again, other := tell(1), tell(1), tell(2)
	if diff := cmp.Diff(once, again); diff != "" {
		t.Errorf("the same server seed gave something else:\n%s", diff)
	}
	if string(once) == string(other) {
		t.Error("another server seed gave the same")
	}
}

func TestLists(t *testing.T) {
	for _, o := range []Options{{}, {Summaries: true}, {Wrapped: true}, {ListLimit: 2}, {NoThumbnails: true}} {
		r := newRig(t, o)
		first := r.finished(1)
		second := r.finished(1)
		training := r.AddTrainingJob("photo of ukj person", 500, 1000)
		if err := r.AddRaw(json.RawMessage(`{"job_type":"video","job_id":"v_1","state":"dreaming","extra":[null]}`)); err != nil {
			t.Fatal(err)
		}
		got := r.get("/jobs/image-gen")
		var list []api.Job
		if o.Wrapped {
			var wrapped struct{ Jobs []api.Job }
			decode(t, got, &wrapped)
			list = wrapped.Jobs
		} else {
			decode(t, got, &list)
		}
		want := []string{"v_1", second.JobID, first.JobID}
		if o.ListLimit > 0 {
			want = want[:o.ListLimit]
		}
		var ids []string
		for _, j := range list {
			ids = append(ids, j.JobID)
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%+v: list %v, want %v", o, ids, want)
		}
		if (list[1].ImageGenResults == nil) != o.Summaries || (len(list[1].Thumbnails) == 0) != (o.Summaries || o.NoThumbnails) {
			t.Errorf("%+v: listed with results %v, thumbnails %v", o, list[1].ImageGenResults, list[1].Thumbnails)
		}
		if full := r.job(second.JobID); len(pictures(t, full)) != 1 {
			t.Errorf("%+v: no pictures when asked for by itself", o)
		}
		var trainings []api.Job
		if !o.Wrapped {
			decode(t, r.get("/jobs/dreambooth"), &trainings)
			if len(trainings) != 1 || trainings[0].JobID != training {
				t.Errorf("training jobs %+v", trainings)
			}
		}
		if !r.Remove(first.JobID) || r.get("/jobs/image-gen/"+first.JobID).status != 404 || r.Remove(first.JobID) {
			t.Errorf("%+v: the job was not removed once", o)
		}
	}
}

func TestTrainingJob(t *testing.T) {
	r := newRig(t, Options{})
	id := r.AddTrainingJob("photo of ukj person", 500, 1000)
	var j struct {
		State            string
		Config           map[string]any
		ImageGenResults  any                  `json:"image_gen_results"`
		DreamboothResult api.DreamboothResult `json:"dreambooth_result"`
	}
	decode(t, r.get("/jobs/dreambooth/"+id), &j)
	checkpoints := j.DreamboothResult.Checkpoints
	if j.State != "success" || j.Config["instance_prompt"] != "photo of ukj person" || j.ImageGenResults != nil || len(checkpoints) != 2 {
		t.Fatalf("training job %+v", j)
	}
	if c := checkpoints[1]; !strings.HasPrefix(c.CheckpointID, "ckp_") || *c.Step != 1000 || !strings.HasPrefix(c.URL, r.ImageURL()) {
		t.Errorf("checkpoint %+v", c)
	}
	if got := r.get("/jobs/image-gen/" + id); got.status != 404 {
		t.Errorf("found among the image jobs: %d", got.status)
	}
}
