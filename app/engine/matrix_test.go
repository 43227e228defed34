package engine_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/library"
)

// journey is one combination of a service's properties and of events.
type journey struct {
	options  apitest.Options
	noList   int    // the HTTP status when there is no list; 0: there is a list
	combined bool   // somebody trains and generates on the website
	lost     bool   // the answer to one request is lost
	upper    bool   // the key has upper-case digits
	odd      bool   // the key has another form
	restart  string // when the program restarts
}

// choice is one value of a property.
type choice struct {
	name string
	set  func(*journey)
}

func dialect(name string, set func(*apitest.Dialect)) choice {
	return choice{name, func(j *journey) { set(&j.options.Dialect) }}
}

func usual(*journey) {}

// choices are the properties of the service that we don't know, and when a
// person closes the program.
var choices = [][]choice{
	{
		{"no pages", usual},
		dialect("offset", func(d *apitest.Dialect) { d.Paging = apitest.OffsetPages }),
		dialect("total", func(d *apitest.Dialect) { d.Paging = apitest.TotalPages }),
		dialect("page", func(d *apitest.Dialect) { d.Paging = apitest.NumberPages }),
		dialect("page from 0", func(d *apitest.Dialect) { d.Paging = apitest.ZeroPages }),
		dialect("next", func(d *apitest.Dialect) { d.Paging = apitest.NextPages }),
		dialect("cursor", func(d *apitest.Dialect) { d.Paging = apitest.CursorPages }),
		dialect("link", func(d *apitest.Dialect) { d.Paging = apitest.LinkPages }),
	},
	{
		{"hex ids", usual},
		dialect("ids of letters", func(d *apitest.Dialect) { d.IDs = apitest.MixedIDs }),
		dialect("ids that differ by case", func(d *apitest.Dialect) { d.IDs = apitest.TwinIDs }),
		dialect("ids of any characters", func(d *apitest.Dialect) { d.IDs = apitest.OddIDs }),
	},
	{
		{"image-gen", usual},
		dialect("image_gen", func(d *apitest.Dialect) { d.Spelling = apitest.Underscore }),
		dialect("either spelling", func(d *apitest.Dialect) { d.Spelling = apitest.Both }),
	},
	{{"422 otherwise", usual}, dialect("404 otherwise", func(d *apitest.Dialect) { d.Refusal = 404 })},
	{
		{"a bare list", usual},
		dialect("jobs", func(d *apitest.Dialect) { d.ListName = "jobs" }),
		dialect("items", func(d *apitest.Dialect) { d.ListName = "items" }),
	},
	{{"newest first", usual}, dialect("oldest first", func(d *apitest.Dialect) { d.OldestFirst = true })},
	{
		{"whole jobs listed", usual},
		{"summaries listed", func(j *journey) { j.options.Summaries = true }},
		{"a picture listed", func(j *journey) { j.options.ListPictures = 1 }},
	},
	{
		{"a list", usual},
		{"no list (404)", func(j *journey) { j.noList = 404 }},
		{"no list (405)", func(j *journey) { j.noList = 405 }},
	},
	{{"pictures at once", usual}, dialect("pictures at the end", func(d *apitest.Dialect) { d.AtTheEnd = true })},
	{
		{"signed", usual},
		dialect("plain addresses", func(d *apitest.Dialect) { d.PlainURLs = true }),
		{"short-lived", func(j *journey) { j.options.URLLife = 30 * time.Second }},
	},
	{
		{"a token a picture", usual},
		dialect("by area", func(d *apitest.Dialect) { d.Price = apitest.ByArea }),
		dialect("by job", func(d *apitest.Dialect) { d.Price = apitest.ByJob }),
	},
	{
		{"models stay", usual},
		dialect("models vanish", func(d *apitest.Dialect) { d.CheckpointLife = time.Minute }),
	},
	{{"no LoRA", usual}, dialect("LoRA twins", func(d *apitest.Dialect) { d.LoRATwins = true })},
	{
		{"no combined job", usual},
		{"a combined job", func(j *journey) { j.combined = true }},
		{"a combined job among the others", func(j *journey) { j.combined = true; j.options.CombinedToo = true }},
	},
	{{"no description", usual}, {"a description", func(j *journey) { j.options.Description = apitest.OpenAPI }}},
	{
		{"a usual key", usual},
		{"upper-case digits", func(j *journey) { j.upper = true }},
		{"a key of another form", func(j *journey) { j.odd = true }},
	},
	{
		{"131 s and 52 s", usual},
		{"3 s", func(j *journey) { j.options.QueueTime, j.options.RunTime = time.Second, 2*time.Second }},
	},
	{{"answers arrive", usual}, {"one answer is lost", func(j *journey) { j.lost = true }}},
	{
		{"no restart", usual},
		{"a restart at once", func(j *journey) { j.restart = "at once" }},
		{"a restart in the middle", func(j *journey) { j.restart = "in the middle" }},
	},
}

// Whatever the service is like, a person's requests and the website's jobs end in the same way:
// everything is saved, nothing was posted twice and nothing counts as missing.
func TestTheJourneyOverEveryDialect(t *testing.T) {
	began := time.Now()
	dimensions := make([]dimension, len(choices))
	for i, ways := range choices {
		dimensions[i] = dimension{ways[0].name, len(ways)}
	}
	dice := rand.New(rand.NewPCG(11, 0))
	variants := pairwise(dimensions, 2, dice)
	for len(variants) < 60 {
		variant := make([]int, len(dimensions))
		for i, d := range dimensions {
			variant[i] = dice.IntN(d.ways)
		}
		variants = append(variants, variant)
	}
	for n, variant := range variants {
		var j journey
		var names []string
		for i, way := range variant {
			choices[i][way].set(&j)
			if way > 0 {
				names = append(names, choices[i][way].name)
			}
		}
		t.Run(fmt.Sprint(n+1), func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Log(strings.Join(names, ", "))
				}
			}()
			j.travel(t)
		})
	}
	t.Logf("%d variants in %v", len(variants), time.Since(began).Round(100*time.Millisecond))
}

// travel runs the journey.
func (j journey) travel(t *testing.T) {
	key := "dl-" + strings.Repeat("0f", 16)
	if j.upper {
		key = "dl-" + strings.Repeat("0F", 16)
	}
	if j.odd {
		key = "sk_live." + strings.Repeat("Zz9", 20)
	}
	j.options.PageSize, j.options.Keys, j.options.NoThumbnails = 10, []string{key}, true
	w := newWorld(t, j.options)
	w.key = key
	want := 0
	if j.noList != 0 {
		w.server.Inject(apitest.NoList(j.noList))
	}
	// Made on the website before.
	w.server.PlanNext(apitest.Plan{Times: 12, QueueTime: -1, RunTime: -1})
	for range 12 {
		w.server.AddWebsiteJob(config(1))
	}
	if j.noList == 0 {
		want += 12
	}
	trained := w.server.AddTrainingJob("photo of ukj person", 500, 1000)
	if j.combined {
		w.server.AddCombinedJob("photo of ukj person", config(2), config(1))
		want += 3 // its own list exists in any case
	}
	if _, err := w.client.Describe(t.Context()); (err == nil) != (j.options.Description != "") {
		t.Errorf("description: %v", err)
	}
	if err := w.engine.Jobs.RefreshModels(t.Context()); err != nil {
		t.Errorf("the models of %s: %v", trained, err)
	}

	const requests = 3
	tokens := 0
	for n := range requests {
		if j.lost && n == 1 && j.noList == 0 {
			w.server.Inject(apitest.Fault{Where: apitest.Submit, How: apitest.DropAfter})
		}
		c := config(2 + n)
		w.submit(c)
		want += c.NumSamples
		switch j.options.Price {
		case apitest.ByJob:
			tokens += 3
		default:
			tokens += c.NumSamples // the pictures are small
		}
		w.run(5*time.Second, nil)
	}
	switch j.restart {
	case "at once":
		w.restart()
	case "in the middle":
		w.run(100*time.Second, nil)
		w.restart()
	}
	done := w.run(3*time.Hour, func() bool {
		totals := w.Totals()
		return totals.Saved == want && totals.Unsaved == 0 && totals.Unfinished == 0 && totals.Unsettled == 0
	})
	if !done {
		t.Errorf("want %d saved: %+v, %+v", want, w.Totals(), w.engine.Status())
	}
	w.arrived(want)
	if problem := w.engine.Status().Problem; problem != nil {
		t.Errorf("trouble is told: %+v", problem)
	}
	if w.posts() != requests || w.server.Spent() != tokens {
		t.Errorf("%d POSTs for %d requests, %d tokens for %d", w.posts(), requests, w.server.Spent(), tokens)
	}
}

// arrived checks that everything is saved once and nothing counts as missing.
func (w *world) arrived(want int) {
	w.t.Helper()
	entries, err := w.Library.Entries(w.t.Context(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	paths := map[string]bool{}
	for _, entry := range entries {
		if entry.NotFound() || entry.Short() > 0 || entry.Problem != nil {
			w.t.Errorf("job %s: %s, %d short, %+v, %+v", entry.Job.JobID, entry.State, entry.Short(), entry.FollowUp, entry.Problem)
		}
		for _, image := range w.images(entry.ID) {
			data, err := os.ReadFile(image.Path)
			if image.State != library.ImageSaved || err != nil || int64(len(data)) != image.Bytes {
				w.t.Errorf("picture %s of %s: %s, %v", image.Generated.GeneratedImageID, image.JobID, image.State, err)
			}
			paths[strings.ToLower(image.Path)] = true
		}
	}
	if names := w.Names(); len(paths) != want || len(names) != want {
		w.t.Errorf("%d pictures in %d files by names without case, want %d", len(names), len(paths), want)
	}
	for _, job := range w.server.Jobs() {
		if api.SameType(job.JobType, api.TypeImageGen) && job.State != api.Success {
			w.t.Errorf("job %s is still %s", job.JobID, job.State)
		}
	}
}
