package library

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lookbook/api"
	"lookbook/app/library/index"
	"lookbook/app/search"
)

// The library of a busy year.
const (
	yearJobs     = 10_000
	imagesPerJob = 16
)

// yearOf makes the updates of n finished jobs, with prompts and addresses of
// realistic length.
func yearOf(n int) []JobUpdate {
	random := rand.New(rand.NewPCG(1, 2))
	nouns := strings.Fields("portrait photo wild west man woman city harbour forest snow lantern velvet marble neon fog dust glass river tower owl fox")
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	updates := make([]JobUpdate, n)
	for i := range updates {
		words := make([]string, 40)
		for w := range words {
			words[w] = nouns[random.IntN(len(nouns))]
		}
		at := from.Add(time.Duration(i) * 50 * time.Minute)
		job := api.Job{
			JobType: api.TypeImageGen, JobID: fmt.Sprintf("ig_%08x", i), State: api.Success,
			StateQueuedStart: api.Time{Time: at}, StateUpdated: api.Time{Time: at.Add(3 * time.Minute)},
			Config: api.Config{
				Prompt: strings.Join(words, " "), NegativePrompt: strings.Join(words[:20], ", "), Width: 768, Height: 1024,
				NumSamples: imagesPerJob, CheckpointID: "ckp_15f9112b", ModelType: "sd-v1", NumInferenceSteps: 20, SchedulerType: "dpm++",
			},
		}
		result := api.ImageGenResult{}
		for k := range imagesPerJob {
			index, seed, id := k, random.Int64N(1<<32), fmt.Sprintf("%08x", random.Uint32())
			result.GeneratedImages = append(result.GeneratedImages, api.GeneratedImage{
				GeneratedImageID: id, Seed: &seed, GenerationIdx: &index,
				URL: "https://storage.googleapis.com/nyxai-standard-usc2/images/generated_images/" + job.JobID + "/" + job.JobID + "_" + id +
					".png?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=20250815T015209Z&X-Goog-Expires=3600&X-Goog-Signature=" + strings.Repeat("5f", 256),
			})
		}
		job.ImageGenResults = []api.ImageGenResult{result}
		raw, err := json.Marshal(job)
		if err != nil {
			panic(err)
		}
		updates[i] = JobUpdate{Job: job, Raw: raw, Full: true}
	}
	return updates
}

// fill stores a year in a new library at path, with nearly all pictures saved.
func fill(b *testing.B, path string) ([]JobUpdate, *Library) {
	b.Helper()
	ctx := context.Background()
	l, err := Open(ctx, path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	updates := yearOf(yearJobs)
	for at := 0; at < len(updates); at += 1000 {
		if _, err := l.Jobs.Put(ctx, updates[at:at+1000]); err != nil {
			b.Fatal(err)
		}
	}
	err = l.db.change(ctx, "fill", func(c *change) error {
		if err := c.exec(`UPDATE images SET state = 'saved', path = '/home/user/Pictures/Lookbook/' || key, bytes = 1000000, width = 768, height = 1024, saved = known
			WHERE id % 1000 <> 0`); err != nil {
			return err
		}
		ids, err := c.numbers(`SELECT id FROM entries`)
		for _, id := range ids {
			c.touched.add(id)
		}
		if err != nil {
			return err
		}
		return c.exec(`UPDATE entries SET saved = (SELECT count(*) FROM images WHERE entry_id = entries.id AND state = 'saved'),
			known = (SELECT count(*) FROM images WHERE entry_id = entries.id AND state = 'known')`)
	})
	if err != nil {
		b.Fatal(err)
	}
	return updates, l
}

// BenchmarkYear measures a window's calls with 10,000 jobs and 160,000 images.
func BenchmarkYear(b *testing.B) {
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "library.db")
	began := time.Now()
	updates, l := fill(b, path)
	b.Logf("made in %v", time.Since(began).Round(time.Millisecond))
	middle, err := l.PageImages(ctx, ImageFilter{}, 80_000, 1)
	if err != nil || len(middle) != 1 {
		b.Fatal(len(middle), err)
	}
	for _, bench := range []struct {
		name string
		do   func() error
	}{
		{"count images", func() error { _, err := l.CountImages(ctx, ImageFilter{}); return err }},
		{"count entries", func() error { _, err := l.CountEntries(ctx, EntryFilter{}); return err }},
		{"totals", func() error { _, err := l.Totals(ctx); return err }},
		{"images at 0", func() error { rows, err := l.PageImages(ctx, ImageFilter{}, 0, 200); return wholePage(rows, 200, err) }},
		{"images at 80000", func() error {
			rows, err := l.PageImages(ctx, ImageFilter{}, 80_000, 200)
			return wholePage(rows, 200, err)
		}},
		{"images at 159800", func() error {
			rows, err := l.PageImages(ctx, ImageFilter{}, 159_800, 200)
			return wholePage(rows, 200, err)
		}},
		{"unsaved images", func() error {
			rows, err := l.PageImages(ctx, ImageFilter{States: []ImageState{ImageKnown, ImageFailed}}, 50, 100)
			return wholePage(rows, 100, err)
		}},
		{"images by text", func() error {
			_, err := l.PageImages(ctx, ImageFilter{Query: search.Parse("owl mar 0000001f")}, 0, 200)
			return err
		}},
		{"list all", func() error { _, err := l.ListImages(ctx, ImageFilter{}, ListOptions{Prompts: true}); return err }},
		{"list by one letter", func() error {
			_, err := l.ListImages(ctx, ImageFilter{Query: search.Parse("p")}, ListOptions{Prompts: true})
			return err
		}},
		{"list by a seed", func() error {
			_, err := l.ListImages(ctx, ImageFilter{Query: search.Parse("4131")}, ListOptions{Prompts: true})
			return err
		}},
		{"facets of all", func() error { _, err := l.Facets(ctx, search.Query{}); return err }},
		{"facets by a seed", func() error { _, err := l.Facets(ctx, search.Parse("4")); return err }},
		{"find ahead", func() error { _, _, err := l.FindAhead(ctx, ImageFilter{}, "zzz", 0); return err }},
		{"fill the index", func() error {
			x := index.New(l.db.fillIndex)
			defer x.Close()
			_, err := x.Snapshot(ctx)
			return err
		}},
		{"first screen without the index", func() error {
			_, err := l.db.firstImages(ctx, 0, ListOptions{Limit: 200, Prompts: true})
			return err
		}},
		{"all image ids", func() error { _, err := l.ImageIDs(ctx, ImageFilter{}); return err }},
		{"entries at 0", func() error { rows, err := l.Entries(ctx, EntryFilter{}, 0, 50); return wholePage(rows, 50, err) }},
		{"entries at 5000", func() error { rows, err := l.Entries(ctx, EntryFilter{}, 5000, 50); return wholePage(rows, 50, err) }},
		{"pending images", func() error { rows, err := l.PendingImages(ctx, 100); return wholePage(rows, 100, err) }},
		{"same list of 2000 again", func() error { _, err := l.Jobs.Put(ctx, updates[:2000]); return err }},
		{"start and save", func() error {
			if _, err := l.Images.SetState(ctx, middle[0].ID, ImageKnown); err != nil {
				return err
			}
			_, err := l.Images.Save(ctx, middle[0].ID, Saved{Path: "/x.png", Bytes: 1, Width: 1, Height: 1})
			return err
		}},
		{"check", func() error { return l.Check(ctx) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				if err := bench.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// wholePage expects a page of n rows.
func wholePage[T any](rows []T, n int, err error) error {
	if err == nil && len(rows) != n {
		err = fmt.Errorf("a page of %d rows instead of %d", len(rows), n)
	}
	return err
}
