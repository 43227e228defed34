package files

import (
	"context"
	"errors"
	"time"

	"lookbook/app/library"
)

// Rebuilt is the result of taking the folder's pictures into a new library.
type Rebuilt struct {
	Result RescanResult
	Err    error // the rest is tried again at the next start
}

// lookAgain is the wait before the first rescan is retried, if another rescan prevented it.
const lookAgain = 5 * time.Second

// Rebuild takes in what the folder has, if the library is new. Start does the same by itself. Until
// it is done, the pictures of the service's jobs are not fetched, because they may be in the
// folder. While the folder is missing, it keeps trying.
func (f *Files) Rebuild(ctx context.Context) {
	missed := false
	for f.rebuild.Load() && ctx.Err() == nil {
		var result RescanResult
		err := f.work.Guard(doingRescan, func() (err error) {
			result, err = f.rescan(ctx)
			return err
		})
		if ctx.Err() != nil {
			return // the next run starts again
		}
		var wait time.Duration
		switch gone, noFolder := errors.AsType[*FolderError](err); {
		case noFolder:
			missed = true
			wait = f.downloads.FolderFails(gone.Err)
		case errors.Is(err, ErrRescanning):
			wait = lookAgain // another rescan doesn't count: a person may stop it
		default:
			f.endRebuild(result, err)
			if missed {
				f.downloads.FolderWorks()
			}
			return
		}
		timer := f.clock.NewTimer(wait)
		select {
		case <-timer.Chan():
		case <-f.wanted:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// endRebuild lets all pictures be fetched, and reports the result.
func (f *Files) endRebuild(result RescanResult, err error) {
	if err == nil && f.rebuilt != nil {
		err = f.rebuilt(result)
	}
	if err != nil {
		f.log.Error("bringing back what the folder holds", "error", err)
	}
	f.rebuild.Store(false)
	f.downloads.Wake()
	f.status.Set(func(s *Status) { s.Rebuilt = &Rebuilt{Result: result, Err: err} })
}

// NotInFolder leaves out pictures that may be in the folder without a row in
// the library: during the rebuild, those of all jobs except the ones sent since
// the library was opened.
func (f *Files) NotInFolder(ctx context.Context, images []library.Image) ([]library.Image, error) {
	if !f.rebuild.Load() || len(images) == 0 {
		return images, nil
	}
	ids := make([]int64, len(images))
	for i, image := range images {
		ids[i] = image.EntryID
	}
	entries, err := f.library.EntriesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	sent := map[int64]bool{}
	for _, entry := range entries {
		sent[entry.ID] = entry.Submission != nil && entry.ID > f.newest
	}
	var free []library.Image
	for _, image := range images {
		if sent[image.EntryID] {
			free = append(free, image)
		}
	}
	return free, nil
}
