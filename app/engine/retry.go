package engine

import (
	"context"
	"errors"
	"fmt"

	"lookbook/api"
	"lookbook/app/library"
)

// RetryImage fetches a picture again now: one whose download failed, or whose
// file is gone. It costs nothing. It returns when the picture is in the queue;
// events tell how it goes. A picture that is saved is left alone.
func (e *Engine) RetryImage(ctx context.Context, imageID int64) error {
	image, err := e.library.Image(ctx, imageID)
	if err != nil {
		return err
	}
	if err := e.requeue(ctx, image); err != nil {
		return err
	}
	e.tryNow(image.JobID)
	return nil
}

// requeue makes a picture one that was never tried.
func (e *Engine) requeue(ctx context.Context, image library.Image) error {
	if image.State != library.ImageFailed && image.State != library.ImageGone {
		return nil
	}
	_, err := e.library.SetImageState(ctx, image.ID, library.ImageKnown)
	if _, moved := errors.AsType[*library.StateError](err); moved {
		return nil // it is being fetched, or is saved by now
	}
	return err
}

// tryNow ends the waits that keep downloads back.
func (e *Engine) tryNow(jobID string) {
	f := &e.fetch
	f.mu.Lock()
	f.host.retryAt, f.folder.retryAt = e.clock.Now(), e.clock.Now()
	own := f.renewals[jobID]
	own.retryAt = e.clock.Now()
	f.renewals[jobID] = own
	f.mu.Unlock()
	f.wanted.wake()
}

// RetryEntry does what can be done for an entry without cost: it fetches the
// pictures whose downloads failed, and asks for the job again when the service
// had trouble with it, did not know it, or told of fewer pictures than were
// asked for.
func (e *Engine) RetryEntry(ctx context.Context, entryID int64) error {
	entry, err := e.library.Entry(ctx, entryID)
	if err != nil {
		return err
	}
	if err := e.requeueFailed(ctx, library.ImageFilter{EntryID: entryID, States: []library.ImageState{library.ImageFailed}}); err != nil {
		return err
	}
	e.tryNow(entry.Job.JobID)
	complete := entry.Job.State == api.Success && entry.Images.Known >= entry.Job.Config.NumSamples
	if entry.Job.JobID == "" || (complete && !entry.Missing && entry.Problem == nil) {
		return nil
	}
	if _, err := e.renewJob(ctx, entry.Job.JobType, entry.Job.JobID); err != nil {
		return fmt.Errorf("asking for the job again: %w", err)
	}
	if entry.Problem != nil && entry.Problem.What == doingFollow {
		_, err = e.library.SetProblem(ctx, entry.ID, nil)
	}
	return err
}

// RetryFailed fetches every picture whose download failed again now.
func (e *Engine) RetryFailed(ctx context.Context) error {
	err := e.requeueFailed(ctx, library.ImageFilter{States: []library.ImageState{library.ImageFailed}})
	e.tryNow("")
	return err
}

// requeueFailed puts the pictures that the filter chooses back into the queue.
func (e *Engine) requeueFailed(ctx context.Context, filter library.ImageFilter) error {
	const page = 200
	for {
		images, err := e.library.Images(ctx, filter, 0, page)
		if err != nil {
			return err
		}
		for _, image := range images {
			if err := e.requeue(ctx, image); err != nil {
				return err
			}
		}
		// Those that were put back are not chosen any more.
		if len(images) < page {
			return nil
		}
	}
}

// FolderChanged tells the engine that pictures go to another folder now, or
// that something was done about the folder: what could not be saved is tried
// again at once. It returns at once.
func (e *Engine) FolderChanged() {
	folder := e.saving().Folder
	f := &e.fetch
	f.mu.Lock()
	f.folder.reset()
	before := f.lastIn
	f.lastIn = folder
	f.mu.Unlock()
	e.board.set(func(s *Status) { s.FolderProblem = nil })
	e.spawn("trying to save again", func(ctx context.Context) error {
		err := e.RetryFailed(ctx)
		if before != "" && before != folder {
			err = errors.Join(err, e.leaveFolder(ctx, before))
		}
		return err
	})
}
