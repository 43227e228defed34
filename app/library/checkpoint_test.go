package library

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"lookbook/api"
	"lookbook/app/search"
)

// A job that trains and generates names no model in its request. Only the
// results say which model made the pictures.
func TestTheModelOfEachPictureIsKept(t *testing.T) {
	s := newFixture(t)
	ctx := t.Context()
	var j api.Job
	if err := json.Unmarshal([]byte(`{"job_id":"x_1","job_type":"dreambooth_image_gen","state":"success",
		"config":{"dreambooth":{"base_model":"sd"},"image_gen":[{"prompt":"owl","base_model":"sd"},{"prompt":"cat"}]},
		"image_gen_results":[{"config_idx":0,"checkpoint_id":"ckp_Owl","generated_images":[{"generated_image_id":"a"},{"generated_image_id":"b"}]},
			{"config_idx":1,"checkpoint_id":"ckp_cat","generated_images":[{"generated_image_id":"c"}]}]}`), &j); err != nil {
		t.Fatal(err)
	}
	put := func() Entry {
		t.Helper()
		must(s.Jobs.Put(ctx, []JobUpdate{{Job: j, Full: true}}))(t)
		return must(s.EntryByJob(ctx, "x_1"))(t)
	}
	put()
	j.ImageGenResults[0].CheckpointID = "" // a later answer omits it
	j.Tags = []api.Tag{{Key: "later"}}
	e := put()
	images := must(s.ImagesByID(ctx, must(s.ImageIDs(ctx, ImageFilter{}))(t)))(t)
	for n, want := range []api.Config{{Prompt: "owl", CheckpointID: "ckp_Owl"}, {Prompt: "owl", CheckpointID: "ckp_Owl"}, {Prompt: "cat", CheckpointID: "ckp_cat"}} {
		if got := images[n].Asked(e.Job); got.Prompt != want.Prompt || got.CheckpointID != want.CheckpointID || got.BaseModel != "" {
			t.Errorf("picture %d was asked for with %+v", n, got)
		}
	}
	if got := e.Asked(); got.Prompt != "owl" || got.CheckpointID != "ckp_Owl" {
		t.Errorf("the job was asked for with %+v", got)
	}
	for query, want := range map[string]int{
		"model=ckp_Owl": 2, "model=ckp_owl": 0, "model=ckp_cat": 1, "-model=ckp_cat": 2, "model=sd": 0, "model:ckp_cat": 1, "ckp_cat": 1, "-model:ckp_owl": 1,
	} {
		if got := must(s.CountImages(ctx, ImageFilter{Query: search.Parse(query)}))(t); got != want {
			t.Errorf("%s finds %d, want %d", query, got, want)
		}
	}
	facets := must(s.Facets(ctx, search.Query{}))(t)
	if want := []FacetCount{{Value: "ckp_Owl", Name: "ckp_Owl", Count: 2}, {Value: "ckp_cat", Name: "ckp_cat", Count: 1}}; !slices.Equal(facets.Models, want) {
		t.Errorf("the models are counted as %+v", facets.Models)
	}
}

// Ids are told apart by case, in the search too.
func TestJobsAreFoundByTheirIdsAsTyped(t *testing.T) {
	s := newFixture(t)
	for n, id := range []string{"ig_Ab12", "ig_aB12", "ig_aB12x", "db_9"} {
		j := api.Job{JobID: id, State: api.Success, Config: api.Config{Prompt: "p"}, ImageGenResults: []api.ImageGenResult{{
			GeneratedImages: []api.GeneratedImage{{GeneratedImageID: fmt.Sprint(n)}},
		}}}
		must(s.Jobs.Put(t.Context(), []JobUpdate{{Job: j, Full: true}}))(t)
	}
	for typed, want := range map[string]int{
		"job:ig_Ab12": 1, "job:ig_aB12": 2, `job="ig_aB12"`: 1, "job:IG_AB12": 3, "job:ig": 3, "-job:ig_Ab12": 3, "job:ig_aB12 job:ig_Ab12": 0, "job:DB_9": 1, "job:none": 0,
	} {
		if got := must(s.CountImages(t.Context(), ImageFilter{Query: search.Parse(typed)}))(t); got != want {
			t.Errorf("%s finds %d, want %d", typed, got, want)
		}
	}
}
