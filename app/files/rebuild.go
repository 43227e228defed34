package files

import (
	"context"
	"errors"
	"time"

	"lookbook/app/library"
)

// Rebuilt tells how the taking in of the folder's pictures into a library that
// was begun anew has ended.
type Rebuilt struct {
	Result RescanResult
	Err    error // the rest is tried again at the next start
}

// lookAgain is when a first look through the folder is tried again that somebody
// else's look has kept back.
const lookAgain = 5 * time.Second

// Rebuild takes in what the folder holds if the library was begun anew. Start does
// that by itself.
// Until then the pictures of the service's jobs are not fetched: they may be
// there. While the folder itself is not there, that goes on.
func (f *Files) Rebuild(ctx context.Context) {
	missed := false
	for f.rebuild.Load() && ctx.Err() == nil {
		var result RescanResult
		err := f.work.Guard(doingRescan, func() (err error) {
			result, err = f.rescan(ctx)
			return err
		})
		if ctx.Err() != nil {
			return // the next run begins again
		}
		var wait time.Duration
		switch gone, noFolder := errors.AsType[*FolderError](err); {
		case noFolder:
			missed = true
			wait = f.downloads.FolderFails(gone.Err)
		case errors.Is(err, ErrRescanning):
			wait = lookAgain // somebody else's look does not count: it may be stopped
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

// endRebuild lets everything be fetched, and says how it went.
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

// NotInFolder leaves out the pictures that may be in the folder without the
// library's knowing: while it is being looked through for the first time,
// those of all jobs that were not sent with this library.
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
		sent[entry.ID] = entry.Submission != nil
	}
	var free []library.Image
	for _, image := range images {
		if sent[image.EntryID] {
			free = append(free, image)
		}
	}
	return free, nil
}
