// Package year makes the library of a keen user's year: 10,000 jobs and 160,000 pictures with
// thumbnails and files, in half a minute. The benchmarks measure on it, and a person can look at it
// in the real window: its folder is a home folder as Linux has it, so `HOME=folder lookbook` opens
// it.
//
// The methods of app/library fill the database in transactions of the size that the engine uses,
// with a clock that runs through the year. The pictures are 512 drawings of full size and weight.
// Every other picture is a hard link to one of their files, because 160,000 files would need 160
// GB. Within a job all pictures differ. Thumbnails are the ones that the engine would have made,
// under the names that it looks for.
//
// Goroutines: Ensure blocks and joins every goroutine that it starts. Several processes may call it
// at once: one makes the year and the others wait for it.
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

	"github.com/gofrs/flock"
	"github.com/jonboulle/clockwork"
	"golang.org/x/sync/errgroup"

	"lookbook/app/library"
	"lookbook/app/settings"
	"lookbook/app/thumbs"
)

// made is the version of this package's result: a year with another version is made again.
const made = 4

const (
	Jobs   = 10_000 // in a year
	PerJob = 16     // pictures

	atOnce   = 500 // jobs passed to the library at once
	previews = 4   // pictures of a job shown in the job list
)

// first is the year's first day, in the past so that nothing depends on the present date.
var first = time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC)

// Home returns Lookbook's folders in a home folder, as on Linux.
func Home(dir string) settings.Paths {
	return settings.Paths{
		Data:     filepath.Join(dir, ".local", "share", "lookbook"),
		Cache:    filepath.Join(dir, ".cache", "lookbook"),
		State:    filepath.Join(dir, ".local", "state", "lookbook"),
		Config:   filepath.Join(dir, ".config", "lookbook"),
		Pictures: filepath.Join(dir, "Pictures", "Lookbook"),
	}
}

// Ensure returns the home folder of a year with this many jobs, in the user's cache, and makes it
// if there is none with this version. All benchmarks share it: nobody changes its library or its
// pictures; the cache of thumbnails may grow.
func Ensure(ctx context.Context, jobs int) (dir string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(cache, "lookbook-bench", fmt.Sprintf("year-%d-%s-%d", made, library.Schema(), jobs))
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	lock := flock.New(dir + ".lock")
	if _, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	complete := filepath.Join(dir, "complete") // written last
	if _, err := os.Lstat(complete); err == nil {
		return dir, nil
	}
	if err := errors.Join(os.RemoveAll(dir), Make(ctx, dir, jobs, 1)); err != nil {
		return "", err
	}
	return dir, os.WriteFile(complete, nil, 0o644)
}

// CopyLibrary copies the year's database into another home folder, for a benchmark that writes to
// it. The pictures stay where they are.
func CopyLibrary(from, to string) error {
	data, err := os.ReadFile(Home(from).Library())
	target := Home(to).Library()
	return errors.Join(err, os.MkdirAll(filepath.Dir(target), 0o700), os.WriteFile(target, data, 0o600))
}

// Make makes a year in dir, which becomes a home folder and must not contain a library. Its
// pictures have 1/shrink of the usual size.
func Make(ctx context.Context, dir string, jobs, shrink int) (err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	paths, drawn := Home(dir), filepath.Join(dir, "drawings")
	if _, err := os.Lstat(paths.Library()); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s holds a library already", dir)
	}
	if err := errors.Join(paths.Make(), os.MkdirAll(paths.Pictures, 0o755), os.MkdirAll(drawn, 0o755)); err != nil {
		return err
	}
	for folder := range 256 { // of the engine's cache
		if err := os.MkdirAll(filepath.Join(paths.Thumbnails(), fmt.Sprintf("%02x", folder)), 0o700); err != nil {
			return err
		}
	}
	drawings, err := drawAll(ctx, drawn, shrink)
	if err != nil {
		return err
	}
	clock := clockwork.NewFakeClockAt(first)
	l, err := library.Open(ctx, paths.Library(), library.Options{Clock: clock})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	var some []planned
	for n := range jobs {
		p, err := plan(n, jobs)
		if err != nil {
			return err
		}
		if some = append(some, p); len(some) == atOnce || n == jobs-1 {
			clock.Advance(max(p.job.StateRunningEnd.Sub(clock.Now()), 0))
			if err := fill(ctx, l, paths, drawings, some); err != nil {
				return err
			}
			some = nil
		}
	}
	if err := errors.Join(mark(ctx, l), l.Check(ctx)); err != nil {
		return err
	}
	if count, err := l.CountImages(ctx, library.ImageFilter{}); err != nil || count != jobs*PerJob {
		return fmt.Errorf("the library holds %d pictures instead of %d: %w", count, jobs*PerJob, err)
	}
	return nil
}

// fill adds some jobs and their files to the library, as they would have
// arrived.
func fill(ctx context.Context, l *library.Library, paths settings.Paths, drawings [][]drawing, jobs []planned) error {
	var updates []library.JobUpdate
	var files []library.FoundFile
	linking := errgroup.Group{}
	linking.SetLimit(2)
	for _, p := range jobs {
		updates = append(updates, library.JobUpdate{Job: p.job, Raw: p.raw, Full: true})
		saved := p.files(paths.Pictures, drawings)
		files = append(files, saved...)
		linking.Go(func() error { return link(paths.Thumbnails(), saved, drawings[p.motif], p.order) })
	}
	_, err := l.Jobs.Put(ctx, updates)
	outcomes, filesErr := l.Images.PutFiles(ctx, files)
	if err := errors.Join(err, filesErr, linking.Wait()); err != nil {
		return err
	}
	if slices.ContainsFunc(outcomes, func(o library.FileOutcome) bool { return o != library.FileAdded }) {
		return errors.New("the library did not take every file in")
	}
	return nil
}

// files returns those of a job's pictures.
func (p planned) files(folder string, drawings [][]drawing) (files []library.FoundFile) {
	for k, g := range p.job.ImageGenResults[0].GeneratedImages {
		d := drawings[p.motif][p.order[k]]
		name := fmt.Sprintf("%s %.40s %s-%02d.png", p.job.StateQueuedStart.Format("2006-01-02"), p.job.Config.Prompt, p.job.JobID, k+1)
		files = append(files, library.FoundFile{
			Origin: library.Origin{JobID: p.job.JobID, ImageID: g.GeneratedImageID}, Seed: g.Seed, Index: g.GenerationIdx,
			Request: p.job.Config, Made: p.job.StateQueuedStart.Time, Path: filepath.Join(folder, name),
			Bytes: d.bytes, Width: d.width, Height: d.height, Written: p.job.StateRunningEnd.Time,
		})
	}
	return files
}

// link gives a job's pictures and thumbnails their names.
func link(cache string, files []library.FoundFile, drawings []drawing, order []int) error {
	for k, file := range files {
		d := drawings[order[k]]
		image := library.Image{JobID: file.JobID, State: library.ImageSaved}
		image.Generated.GeneratedImageID = file.ImageID
		err := errors.Join(os.Link(d.file, file.Path), os.Link(d.gallery, thumbs.File(cache, image, galleryPixels)))
		if k < previews {
			err = errors.Join(err, os.Link(d.list, thumbs.File(cache, image, listPixels)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mark gives pictures a person's marks of a year, and saves some searches.
func mark(ctx context.Context, l *library.Library) error {
	all, err := l.ListImages(ctx, library.ImageFilter{}, library.ListOptions{})
	if err != nil {
		return err
	}
	ids := slices.Sorted(slices.Values(all.IDs))
	random := rand.New(rand.NewPCG(1, 4))
	set := func(part float64, marking library.Marking) error {
		var some []int64
		for _, id := range ids {
			if random.Float64() < part {
				some = append(some, id)
			}
		}
		_, err := l.Marks.Set(ctx, some, marking)
		return err
	}
	errs := []error{set(.04, library.Marking{Favourite: new(true)})}
	for stars := 1; stars <= 5; stars++ {
		errs = append(errs, set(.03, library.Marking{Rating: &stars}))
	}
	for _, tag := range tags {
		errs = append(errs, set(.01, library.Marking{AddTags: []string{tag}}))
	}
	for name, query := range map[string]string{"Best of the year": "rating:>=5", "Neon": "neon -portrait", "For the book": "tag:book is:favourite"} {
		errs = append(errs, l.Searches.Save(ctx, name, query))
	}
	return errors.Join(append(errs, settle(ctx, l))...)
}

// settle records all marks as written into sidecars: a measured program must not start with writing
// a year of them.
func settle(ctx context.Context, l *library.Library) error {
	owed, err := l.Sidecars.Owed(ctx, 0, Jobs*16)
	if err != nil {
		return err
	}
	return l.Sidecars.Written(ctx, owed)
}
