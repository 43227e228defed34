package files

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/problem"
)

const (
	// takenAtOnce is how many found files are given to the library at once,
	// and takenEvery how long found files wait at most: on a slow disk
	// pictures should turn up all the same.
	takenAtOnce = 2000
	takenEvery  = 2 * time.Second

	// lookedEvery is how often the number of files looked at is told.
	lookedEvery = 200 * time.Millisecond
)

// doingRescan is what is being done when the folder is looked through.
const doingRescan = "looking through the pictures folder"

// ErrRescanning: the folder is being looked through already.
var ErrRescanning = errors.New("the folder is being looked through already")

// RescanResult is what looking through the folder found.
type RescanResult struct {
	Looked  int  // files looked at that may be pictures of ours
	Moved   int  // pictures that have another name or place than the library believed
	Back    int  // pictures that were gone and are where they were
	Added   int  // pictures that were not saved, as far as the library knew
	Missing int  // pictures whose file is still gone
	Skipped int  // files that are not whole, or say of themselves what makes no sense
	Unread  int  // files and folders that could not be read
	Marked  int  // pictures whose marks came from the files beside them
	Clashed int  // of these, such as had been marked here too since the last time
	Cut     bool // there was more than the bounds let through
}

// FolderError tells that the folder of the pictures can't be looked through.
type FolderError struct {
	Folder string
	Err    error
}

func (f *FolderError) Error() string { return "the folder of the pictures: " + f.Err.Error() }

// Cause says what is wrong with the folder.
func (f *FolderError) Cause() cause.Cause { return problem.Of(f.Err) }

// Unwrap returns what the system said.
func (f *FolderError) Unwrap() error { return f.Err }

// Rescan looks through the folder of the pictures and the folders within it
// for pictures that were moved or renamed and for those that the library does
// not know, and takes them in. Status tells how far it has come. It ends when
// ctx does; what was taken in until then stays. A second file of a picture is
// left alone and counts for nothing. Errors: ErrRescanning, ErrClosed,
// *FolderError, the library's.
func (f *Files) Rescan(ctx context.Context) (RescanResult, error) {
	var result RescanResult
	err := f.work.Do(ctx, doingRescan, func(ctx context.Context) (err error) {
		result, err = f.rescan(ctx)
		return err
	})
	return result, err
}

// rescan is Rescan in the goroutine of the caller.
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

// folderWhole looks through the folder. One that the program makes itself when
// it has something to save holds nothing while it is not there.
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
	err = s.walk(ctx, in.Root())
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.Join(err, s.take(ctx))
}

// take gives the library the files that were found since the last time.
func (s *scan) take(ctx context.Context) error {
	found := s.found
	s.found, s.taken = nil, s.files.clock.Now()
	if len(found) == 0 {
		return nil
	}
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
				continue // where it should be, or a copy
			}
			f.Instead = is.Path
		case is.State == library.ImageTrashed && !holdsPicture(f.Path, f.Origin):
			continue
		case !s.files.downloads.Claim(is.Image):
			continue // it is being put into the folder just now
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
	for _, outcome := range outcomes {
		switch outcome {
		case library.FileMoved:
			s.result.Moved++
		case library.FileAdded:
			s.result.Added++
		}
	}
	if err != nil {
		return fmt.Errorf("taking in what the folder holds: %w", err)
	}
	return nil
}
