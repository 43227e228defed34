package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lookbook/api"
)

func TestIDs(t *testing.T) {
	r := newRig(t, Options{Dialect: Dialect{IDs: TwinIDs}, QueueTime: -1, RunTime: -1})
	one, two := r.submitted(goodRequest(2)), r.submitted(goodRequest(2))
	if one == two || !strings.EqualFold(one, two) || r.job(one).JobID != one || r.job(two).JobID != two {
		t.Errorf("%s and %s are no twins", one, two)
	}
	pictures := pictures(t, r.job(one))
	if a, b := pictures[0], pictures[1]; a.GeneratedImageID == b.GeneratedImageID || !strings.EqualFold(a.GeneratedImageID, b.GeneratedImageID) {
		t.Errorf("%s and %s are no twins", a.GeneratedImageID, b.GeneratedImageID)
	}
	for _, p := range pictures {
		if got := r.must("GET", p.URL, ""); got.status != http.StatusOK {
			t.Errorf("%s: %d", p.URL, got.status)
		}
	}
}

func TestSpellings(t *testing.T) {
	for spelling, want := range map[Spelling]map[string]int{
		Dash:       {"image-gen": 200, "image_gen": 404},
		Underscore: {"image-gen": 404, "image_gen": 200},
		Both:       {"image-gen": 200, "image_gen": 200},
	} {
		r := newRig(t, Options{Dialect: Dialect{Spelling: spelling, Refusal: 404}})
		id := r.submitted(goodRequest(1))
		for word, status := range want {
			for _, path := range []string{"/jobs/" + word, "/jobs/" + word + "/" + id} {
				if got := r.get(path); got.status != status {
					t.Errorf("spelling %q, %s: %d", spelling, path, got.status)
				}
			}
		}
	}
}

func TestPages(t *testing.T) {
	for _, paging := range []Paging{OffsetPages, TotalPages, NumberPages, ZeroPages, NextPages, CursorPages, LinkPages} {
		r := newRig(t, Options{Dialect: Dialect{Paging: paging, PageSize: 10, OldestFirst: true}})
		var ids []string
		for range 23 {
			ids = append(ids, r.AddWebsiteJob(api.Config{Prompt: "a"}))
		}
		var told []string
		for page, query := 0, ""; page < 3; page++ {
			switch paging {
			case OffsetPages, TotalPages:
				query = fmt.Sprintf("?offset=%d&limit=10", 10*page)
			case NumberPages:
				query = fmt.Sprintf("?page=%d", page+1)
			case ZeroPages:
				query = fmt.Sprintf("?page=%d", page)
			default:
				query = fmt.Sprintf("?cursor=%d", 10*page)
			}
			got := r.get("/jobs/image-gen" + query)
			var list []api.Job
			var object map[string]json.RawMessage
			if json.Unmarshal(got.body, &list) != nil {
				decode(t, got, &object)
				if err := json.Unmarshal(object["jobs"], &list); err != nil {
					t.Fatal(err)
				}
			}
			for _, job := range list {
				told = append(told, job.JobID)
			}
			last := string(object["next"])+string(object["next_cursor"])+got.header.Get("Link") == "null"
			if paging == LinkPages {
				last = got.header.Get("Link") == ""
			}
			if says := paging == NextPages || paging == CursorPages || paging == LinkPages; says && last != (page == 2) {
				t.Errorf("%s: page %d: %v", paging, page, object)
			}
		}
		if fmt.Sprint(told) != fmt.Sprint(ids) {
			t.Errorf("%s: %q, want %q", paging, told, ids)
		}
	}
}

func TestPicturesAtTheEnd(t *testing.T) {
	r := newRig(t, Options{Dialect: Dialect{AtTheEnd: true, PlainURLs: true}})
	id := r.submitted(goodRequest(2))
	r.clock.Advance(DefaultQueueTime + DefaultRunTime - time.Second)
	if j := r.job(id); j.State != api.Running || j.ImageGenResults != nil {
		t.Errorf("%s with %v", j.State, j.ImageGenResults)
	}
	r.clock.Advance(100 * 24 * time.Hour)
	for _, p := range pictures(t, r.job(id)) {
		if got := r.must("GET", p.URL, ""); strings.Contains(p.URL, "?") || got.status != http.StatusOK {
			t.Errorf("%s: %d", p.URL, got.status)
		}
	}
}

func TestPrices(t *testing.T) {
	body := `{"prompt":"a","base_model":"b","width":768,"height":1024,"num_samples":2%s}`
	for price, want := range map[Price]int{ByPicture: 2, ByArea: 6, ByJob: 3} {
		r := newRig(t, Options{Dialect: Dialect{Price: price}})
		if got := r.post(fmt.Sprintf(body, `,"validate_token_cost":1`)); got.status != http.StatusUnprocessableEntity || r.Spent() != 0 {
			t.Errorf("another cost than expected: %d, %d spent", got.status, r.Spent())
		}
		r.submitted(fmt.Sprintf(body, fmt.Sprintf(`,"validate_token_cost":%d`, want)))
		if r.Spent() != want {
			t.Errorf("price %q: %d spent, want %d", price, r.Spent(), want)
		}
	}
}

func TestModelsVanishAndHaveTwins(t *testing.T) {
	r := newRig(t, Options{Dialect: Dialect{CheckpointLife: 48 * time.Hour, LoRATwins: true}})
	id := r.AddTrainingJob("photo of ukj person", 500, 1000)
	list := func() []wireCheckpoint {
		var jobs []struct {
			Result wireTraining `json:"dreambooth_result"`
		}
		decode(t, r.get("/jobs/dreambooth"), &jobs)
		return jobs[0].Result.Checkpoints
	}
	models := list()
	if len(models) != 4 || *models[0].IsExtractedLora || !*models[1].IsExtractedLora || models[0].Step != models[1].Step {
		t.Fatalf("%s: %+v", id, models)
	}
	request := fmt.Sprintf(`{"prompt":"a","checkpoint_id":%q}`, models[0].CheckpointID)
	r.submitted(request)
	r.clock.Advance(48 * time.Hour)
	if got := r.post(request); got.status != http.StatusUnprocessableEntity || len(list()) != 0 {
		t.Errorf("%d, %v", got.status, list())
	}
}

func TestCombinedJobs(t *testing.T) {
	r := newRig(t, Options{QueueTime: -1, RunTime: -1})
	id := r.AddCombinedJob("photo of ukj person",
		api.Config{Prompt: "first", Width: 64, Height: 64, NumSamples: 2}, api.Config{Prompt: "second", Width: 64, Height: 96, NumSamples: 1})
	var job struct {
		Config struct {
			Dreambooth struct {
				InstancePrompt string `json:"instance_prompt"`
			}
			ImageGen []struct{ Prompt string } `json:"image_gen"`
		}
		Results  []wireResult `json:"image_gen_results"`
		Training wireTraining `json:"dreambooth_result"`
	}
	decode(t, r.get("/jobs/dreambooth_image_gen/"+id), &job)
	if c := job.Config; c.Dreambooth.InstancePrompt != "photo of ukj person" || len(c.ImageGen) != 2 || c.ImageGen[1].Prompt != "second" {
		t.Errorf("config: %+v", c)
	}
	if len(job.Results) != 2 || len(job.Results[0].GeneratedImages) != 2 || job.Results[1].ConfigIdx != 1 || len(job.Training.Checkpoints) != 1 {
		t.Fatalf("%+v", job)
	}
	if picture, _, ok := r.Picture(id, job.Results[1].GeneratedImages[0].GeneratedImageID); !ok || picture.Bounds().Dy() != 96 {
		t.Errorf("the second configuration's picture: %v", ok)
	}
	var images, combined []api.Job
	decode(t, r.get("/jobs/image-gen"), &images)
	decode(t, r.get("/jobs/dreambooth_image_gen"), &combined)
	if len(images) != 0 || len(combined) != 1 {
		t.Errorf("%d and %d in the lists", len(images), len(combined))
	}
}
