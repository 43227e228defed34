package files

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/problem"
)

const (
	// takenAtOnce is how many found files are passed to the library at once.
	// takenEvery is how long they wait at most, so that pictures also appear on
	// a slow disk.
	takenAtOnce = 2000
	takenEvery  = 2 * time.Second

	// lookedEvery is how often the number of examined files is reported.
	lookedEvery = 200 * time.Millisecond
)

// doingRescan is Problem.What for a rescan.
const doingRescan = "looking through the pictures folder"

// ErrRescanning: another rescan is running.
var ErrRescanning = errors.New("the folder is being looked through already")

// RescanResult counts what a rescan found.
type RescanResult struct {
	Looked  int  // examined files that may be ours
	Moved   int  // pictures with a new name or place
	Back    int  // gone pictures that are back in place
	Added   int  // pictures that were not saved as far as the library knew
	Missing int  // pictures still gone
	Skipped int  // files that are incomplete, or whose texts make no sense
	Unread  int  // files and folders that could not be read
	Marked  int  // pictures whose marks came from sidecars
	Clashed int  // of these, pictures also marked here since
	Cut     bool // a bound was reached
}

// FolderError says that the pictures folder can't be searched.
type FolderError struct {
	Folder string
	Err    error
}

func (f *FolderError) Error() string { return "the folder of the pictures: " + f.Err.Error() }

func (f *FolderError) Cause() cause.Cause { return problem.Of(f.Err) }

func (f *FolderError) Unwrap() error { return f.Err }

// Rescan searches the pictures folder and its subfolders for moved or renamed
// pictures and for unknown ones, and records them. Status reports the progress.
// When ctx ends, it stops; what was recorded stays. A second file of a picture
// is ignored. Errors: ErrRescanning, ErrClosed, *FolderError, the library's.
func (f *Files) Rescan(ctx context.Context) (RescanResult, error) {
	var result RescanResult
	err := f.work.Do(ctx, doingRescan, func(ctx context.Context) (err error) {
		result, err = f.rescan(ctx)
		return err
	})
	return result, err
}

// rescan is Rescan on the caller's goroutine.
func (f *Files) rescan(ctx context.Context) (RescanResult, error) {
	if !f.rescanning.TryLock() {
		return RescanResult{}, ErrRescanning
	}
	defer f.rescanning.Unlock()
	f.status.Set(func(s *Status) { s.Rescanning, s.Looked = true, 0 })
	defer f.status.Set(func(s *Status) { s.Rescanning, s.Looked = false, 0 })
	f.step("rescanning")
	s := newScan(f)
	found, err := f.checkAll(ctx, s.remember)
	s.result.Back = found.Back
	if err == nil {
		err = s.folderWhole(ctx)
	}
	if err != nil {
		return s.result, err
	}
	if err := s.readMarks(ctx); err != nil {
		return s.result, err
	}
	totals, err := f.library.Totals(ctx)
	s.result.Missing = totals.Gone
	f.log.Info("folder looked through", "looked", s.result.Looked, "moved", s.result.Moved, "back", s.result.Back,
		"added", s.result.Added, "missing", s.result.Missing, "skipped", s.result.Skipped, "unread", s.result.Unread)
	return s.result, err
}

// folderWhole searches the folder. A folder that the program creates when
// needed is empty while it doesn't exist.
func (s *scan) folderWhole(ctx context.Context) error {
	in, err := folder.Open(s.saving.Folder)
	if errors.Is(err, os.ErrNotExist) && s.saving.Create {
		return nil
	}
	if err == nil {
		defer func() { _ = in.Close() }() // only read
		err = s.files.identity.Check(ctx, in)
	}
	if err != nil {
		return &FolderError{Folder: s.saving.Folder, Err: err}
	}
	s.root = in.Root()
	return s.search(ctx)
}

// search looks through the folder, and records beside that what it found: reading the files and writing into the
// library take about as long as each other.
func (s *scan) search(ctx context.Context) error {
	r := &recorder{scan: s}
	work, within := errgroup.WithContext(ctx)
	defer func() { _ = work.Wait() }() // also after a panic
	work.Go(func() error {
		return s.files.work.Guard(doingRescan, func() error { return r.run(within) })
	})
	walk := func() error {
		defer close(s.batches)
		return errors.Join(s.walk(within, s.root), s.hand(within))
	}
	err := walk()
	if failed := work.Wait(); failed != nil {
		err = failed // which ended the walk
	}
	s.result.add(r.result)
	for _, picture := range r.described {
		s.noteSidecar(picture)
	}
	return cmp.Or(ctx.Err(), err)
}

// hand passes on the files found since the last call.
func (s *scan) hand(ctx context.Context) error {
	found := s.found
	s.found, s.handed = nil, s.files.clock.Now()
	if len(found) == 0 {
		return nil
	}
	select {
	case s.batches <- found:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// add adds what a recorder counted.
func (r *RescanResult) add(recorded RescanResult) {
	r.Moved, r.Back, r.Added, r.Skipped = r.Moved+recorded.Moved, r.Back+recorded.Back, r.Added+recorded.Added, r.Skipped+recorded.Skipped
}

// recorder puts into the library what a scan found. It has a goroutine of its own, and of the scan uses only what
// doesn't change.
type recorder struct {
	*scan
	result    RescanResult
	described []string // pictures whose sidecars followed them
}

func (s *recorder) run(ctx context.Context) error {
	for found := range s.batches {
		if err := s.take(ctx, found); err != nil {
			return err
		}
	}
	return nil
}

// take records found files.
func (s *recorder) take(ctx context.Context, found []foundFile) error {
	origins := make([]library.Origin, len(found))
	for i, f := range found {
		origins[i] = f.Origin
	}
	// A file may be on its way to the trash, found before it was moved.
	s.files.moving.Lock()
	defer s.files.moving.Unlock()
	known, err := s.files.library.FilesOf(ctx, origins)
	if err != nil {
		return err
	}
	var wanted []library.FoundFile
	var marks []library.FileMark
	var claimed []int64
	defer func() {
		for _, id := range claimed {
			s.files.downloads.Release(id)
		}
	}()
	for i, f := range found {
		is := known[i]
		switch {
		case is.Image == 0 && !f.plausible:
			s.result.Skipped++
			continue
		case is.Image == 0:
		case is.State == library.ImageSaved || is.State == library.ImageGone:
			if is.Path == f.Path && is.State == library.ImageGone {
				marks = append(marks, library.FileMark{Image: is.Image, Path: is.Path, There: true})
			}
			if is.Path == f.Path || holdsPicture(is.Path, f.Origin) {
				continue // in its place, or a copy
			}
			f.Instead = is.Path
		case is.State == library.ImageTrashed && !holdsPicture(f.Path, f.Origin):
			continue
		case !s.files.downloads.Claim(is.Image):
			continue // the downloader is just putting it into the folder
		default:
			claimed = append(claimed, is.Image)
		}
		wanted = append(wanted, f.FoundFile)
	}
	back, err := s.files.library.Images.MarkFiles(ctx, marks)
	s.result.Back += back
	if err != nil {
		return err
	}
	outcomes, err := s.files.library.Images.PutFiles(ctx, wanted)
	for i, outcome := range outcomes {
		switch outcome {
		case library.FileMoved:
			s.result.Moved++
			s.follow(wanted[i].Instead, wanted[i].Path)
		case library.FileAdded:
			s.result.Added++
		}
	}
	if err != nil {
		return fmt.Errorf("taking in what the folder holds: %w", err)
	}
	return nil
}
