package year

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/jonboulle/clockwork"
	"golang.org/x/sync/errgroup"

	"lookbook/app/library"
	"lookbook/app/media/naming"
	"lookbook/app/settings"
	"lookbook/app/thumbs"
)

const (
	// atOnce is how many jobs are given to the library at once. The engine
	// gives it a list's; the library takes in 200 in a transaction anyway.
	atOnce = 500

	// previews is how many of a job's pictures the list of jobs shows.
	previews = 4

	// Of how many pictures one could not be downloaded, and one's file is gone.
	failedOneIn, goneOneIn = 4000, 2500
)

// builder makes a year.
type builder struct {
	spec     Spec
	paths    settings.Paths
	drawings [][]drawing
	clock    *clockwork.FakeClock
	library  *library.Library
	template naming.Template
	log      func(format string, args ...any)
}

// Make makes the year in dir, which becomes a home folder (see Home). What a
// year needs must not be there yet.
func Make(ctx context.Context, dir string, spec Spec, log func(format string, args ...any)) (err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	b := &builder{spec: spec, paths: Home(dir), clock: clockwork.NewFakeClockAt(first), log: log}
	if _, err := os.Lstat(b.paths.Library()); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s holds a library already (%w)", dir, errors.Join(err, os.ErrExist))
	}
	if b.template, err = naming.Parse(naming.Default); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("make a year of pictures: %w", err)
		}
	}()
	return b.make(ctx, dir)
}

func (b *builder) make(ctx context.Context, dir string) (err error) {
	began := time.Now()
	drawn := filepath.Join(dir, "drawings")
	if err := errors.Join(b.paths.Make(), os.MkdirAll(b.paths.Pictures, 0o755), os.MkdirAll(drawn, 0o755)); err != nil {
		return err
	}
	if b.drawings, err = drawAll(ctx, drawn, b.spec.shrink); err != nil {
		return err
	}
	b.log("%d pictures drawn after %.0f s", len(motifs)*pictured, time.Since(began).Seconds())
	jobs, err := b.spec.plan()
	if err != nil {
		return err
	}
	if b.library, err = library.Open(ctx, b.paths.Library(), library.Options{Clock: b.clock}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.library.Close()) }()
	work, side := errgroup.WithContext(ctx)
	work.Go(func() error { return b.link(side, jobs) })
	work.Go(func() error { return b.fill(side, jobs) })
	if err := work.Wait(); err != nil {
		return err
	}
	b.log("library and files made after %.0f s", time.Since(began).Seconds())
	if err := errors.Join(b.spoil(ctx), mark(ctx, b.library, b.spec)); err != nil {
		return err
	}
	if err := b.verify(ctx); err != nil {
		return err
	}
	b.log("a year of %d jobs made in %.0f s", len(jobs), time.Since(began).Seconds())
	return nil
}

// fill gives the library the jobs and then their files, as they would have
// come.
func (b *builder) fill(ctx context.Context, jobs []planned) error {
	for _, m := range models {
		kind, id := "checkpoint", m.checkpoint
		if id == "" {
			kind, id = "stock", m.base
		}
		if err := b.library.Models.Remember(ctx, library.Model{Kind: kind, ID: id, Type: m.kind, Name: m.name, Worked: true}); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(jobs, atOnce) {
		b.advance(part[len(part)-1].end.Add(time.Minute))
		updates := make([]library.JobUpdate, len(part))
		var files []library.FoundFile
		for i, p := range part {
			updates[i] = library.JobUpdate{Job: p.job, Raw: p.raw, Full: true}
			files = append(files, b.files(p)...)
		}
		if _, err := b.library.Jobs.Put(ctx, updates); err != nil {
			return err
		}
		outcomes, err := b.library.Images.PutFiles(ctx, files)
		if err != nil {
			return err
		}
		for i, outcome := range outcomes {
			if outcome != library.FileAdded {
				return fmt.Errorf("%s was not taken in", files[i].Path)
			}
		}
	}
	return nil
}

func (b *builder) advance(to time.Time) {
	if ahead := to.Sub(b.clock.Now()); ahead > 0 {
		b.clock.Advance(ahead)
	}
}

// files are those of a job's pictures, under the names that the engine gives.
func (b *builder) files(p planned) []library.FoundFile {
	config := p.job.Config
	model := config.CheckpointID
	if model == "" {
		model = config.BaseModel
	}
	var files []library.FoundFile
	for _, result := range p.job.ImageGenResults {
		for k, g := range result.GeneratedImages {
			if unsaved(p, k) {
				continue
			}
			d := b.drawings[p.motif][p.drawings[k]]
			name := b.template.Name(naming.Fields{
				Time: p.began, Prompt: config.Prompt, Seed: g.Seed, Job: p.job.JobID, Index: k + 1, Count: config.NumSamples, Model: model,
			})
			files = append(files, library.FoundFile{
				Origin: library.Origin{JobID: p.job.JobID, ImageID: g.GeneratedImageID}, Seed: g.Seed, Index: g.GenerationIdx,
				Request: config, Made: p.began, Path: filepath.Join(b.paths.Pictures, name),
				Bytes: d.bytes, Width: d.width, Height: d.height, Written: p.end.Add(time.Duration(k+1) * 150 * time.Millisecond),
			})
		}
	}
	return files
}

// unsaved and gone tell the pictures that are not in the folder. They depend on
// the picture's own id, which is random.
func unsaved(p planned, k int) bool { return dice(p, k, 2).IntN(failedOneIn) == 0 }
func gone(p planned, k int) bool    { return dice(p, k, 3).IntN(goneOneIn) == 0 }

func dice(p planned, k int, what uint64) *rand.Rand {
	seed := p.job.ImageGenResults[0].GeneratedImages[k].Seed
	return rand.New(rand.NewPCG(uint64(*seed), what))
}

// link gives every picture and every thumbnail its name.
func (b *builder) link(ctx context.Context, jobs []planned) error {
	for first := range 256 { // the folders of the engine's cache
		if err := os.MkdirAll(filepath.Join(b.paths.Thumbnails(), fmt.Sprintf("%02x", first)), 0o700); err != nil {
			return err
		}
	}
	for _, p := range jobs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for k, file := range b.files(p) {
			at := *file.Index
			d := b.drawings[p.motif][p.drawings[at]]
			if !gone(p, at) {
				if err := os.Link(d.file, file.Path); err != nil {
					return err
				}
			}
			image := library.Image{JobID: file.JobID, State: library.ImageSaved}
			image.Generated.GeneratedImageID = file.ImageID
			for px, thumb := range d.thumbs {
				if px == listPixels && k >= previews {
					continue
				}
				if err := os.Link(thumb, thumbs.File(b.paths.Thumbnails(), image, px)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// spoil records what went wrong in the course of the year.
func (b *builder) spoil(ctx context.Context) error {
	pending, err := b.library.PendingImages(ctx, 1000)
	if err != nil {
		return err
	}
	for _, image := range pending {
		problem := &library.Problem{
			What: "download a picture", Status: 404, At: b.clock.Now(),
			Message: "the service does not have the picture any more", Charged: library.ChargedNo,
		}
		// No time for another try: this one is not to be had.
		if _, err := b.library.Images.Fail(ctx, image.ID, problem, time.Time{}); err != nil {
			return err
		}
	}
	var marks []library.FileMark
	for after := int64(0); ; {
		files, err := b.library.Folders.Files(ctx, after, 5000)
		if err != nil {
			return err
		}
		if len(files) == 0 {
			break
		}
		for _, file := range files {
			after = file.Image
			if _, err := os.Lstat(file.Path); errors.Is(err, os.ErrNotExist) {
				marks = append(marks, library.FileMark{Image: file.Image, Path: file.Path})
			}
		}
	}
	_, err = b.library.Images.MarkFiles(ctx, marks)
	return err
}

// verify reads back what was made.
func (b *builder) verify(ctx context.Context) error {
	if err := b.library.Check(ctx); err != nil {
		return err
	}
	count, err := b.library.CountImages(ctx, library.ImageFilter{})
	if err != nil {
		return err
	}
	totals, err := b.library.Totals(ctx)
	if err != nil {
		return err
	}
	if want := b.spec.jobs() * PerJob; count != want || totals.Entries != b.spec.jobs() {
		return fmt.Errorf("the library holds %d pictures of %d jobs instead of %d of %d", count, totals.Entries, want, b.spec.jobs())
	}
	return nil
}
