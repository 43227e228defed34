package engine

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

// runRebuild takes in what the folder holds when the library was begun anew.
// Until then the pictures of the service's jobs are not fetched: they may be
// there. While the folder itself is not there, that goes on.
func (e *Engine) runRebuild(ctx context.Context) error {
	missed := false
	for e.rebuilding() && ctx.Err() == nil {
		var result RescanResult
		err := e.work.Guard(doingRescan, func() (err error) {
			result, err = e.rescan(ctx)
			return err
		})
		if ctx.Err() != nil {
			return nil // the next run begins again
		}
		var wait time.Duration
		switch gone, noFolder := errors.AsType[*FolderError](err); {
		case noFolder:
			missed = true
			wait = e.folderFails(&savingError{err: gone.Err, folder: true}, e.clock.Now(), e.random())
		case errors.Is(err, ErrRescanning):
			wait = folderFirst // somebody else's look does not count: it may be stopped
		default:
			e.endRebuild(result, err)
			if missed {
				e.folderWorks()
			}
			return nil
		}
		timer := e.clock.NewTimer(wait)
		select {
		case <-timer.Chan():
		case <-e.files.wanted:
		case <-ctx.Done():
		}
		timer.Stop()
	}
	return nil
}

func (e *Engine) rebuilding() bool {
	e.files.mu.Lock()
	defer e.files.mu.Unlock()
	return e.files.rebuild
}

// endRebuild lets everything be fetched, and says how it went.
func (e *Engine) endRebuild(result RescanResult, err error) {
	if err == nil && e.files.rebuilt != nil {
		err = e.files.rebuilt(result)
	}
	if err != nil {
		e.log.Error("bringing back what the folder holds", "error", err)
	}
	e.files.mu.Lock()
	e.files.rebuild = false
	e.files.mu.Unlock()
	e.fetch.wanted.Wake()
	e.board.set(func(s *Status) { s.Rebuilt = &Rebuilt{Result: result, Err: err} })
}

// notInFolder leaves out the pictures that may be in the folder without the
// library's knowing: while it is being looked through for the first time,
// those of all jobs that were not sent with this library.
func (e *Engine) notInFolder(ctx context.Context, images []library.Image) ([]library.Image, error) {
	if !e.rebuilding() || len(images) == 0 {
		return images, nil
	}
	ids := make([]int64, len(images))
	for i, image := range images {
		ids[i] = image.EntryID
	}
	entries, err := e.library.EntriesByID(ctx, ids)
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
