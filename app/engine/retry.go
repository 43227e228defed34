package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// longestWait is the longest that any picture waits for its next try.
const longestWait = 2 * absentCap

// triedAt is when a picture that failed is tried again, by the engine's clock.
// When to try is kept as a date, for the next run of the program, and somebody
// may have set the clock since: a picture that failed in the future, or that is
// to wait longer than any, is tried now.
func (e *Engine) triedAt(image library.Image) time.Time {
	now, wall := e.clock.Now(), e.wall()
	wait := image.NextTry.Sub(wall)
	if p := image.Problem; wait > longestWait || p != nil && p.At.After(wall) {
		wait = 0
	}
	return now.Add(wait)
}

// serviceNow is what the service's clock shows: signed addresses expire by it.
// Before the first answer that tells, it is taken to be this computer's.
func (e *Engine) serviceNow() time.Time {
	if now, known := e.api.ServiceTime(); known {
		return now
	}
	return e.wall()
}

// RetryImage fetches a picture again now: one whose download failed, or whose
// file is gone. It costs nothing. It returns when the picture is in the queue;
// events tell how it goes. A picture that is saved is left alone.
func (e *Engine) RetryImage(ctx context.Context, imageID int64) error {
	image, err := e.library.Image(ctx, imageID)
	if err != nil {
		return err
	}
	if err := e.requeue(ctx, image.ID); err != nil {
		return err
	}
	e.tryNow(image.JobID)
	return nil
}

// requeue makes a picture one that was never tried, unless it is being fetched
// or is saved by now.
func (e *Engine) requeue(ctx context.Context, id int64) error {
	if !e.claim(id) {
		return nil
	}
	defer e.release(id)
	image, err := e.library.Image(ctx, id)
	if err != nil {
		return err
	}
	if image.State != library.ImageFailed && image.State != library.ImageGone {
		return nil
	}
	_, err = e.library.Images.SetState(ctx, id, library.ImageKnown)
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
	f.wanted.Wake()
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
	complete := entry.Job.State == api.Success && entry.Short() == 0
	if entry.Job.JobID == "" || (complete && !entry.Missing && entry.Problem == nil) {
		return nil
	}
	if err := e.Jobs.Asker.Entry(ctx, entry); err != nil {
		return fmt.Errorf("asking for the job again: %w", err)
	}
	return nil
}

// RetryFailed fetches every picture whose download failed again now.
func (e *Engine) RetryFailed(ctx context.Context) error {
	err := e.requeueFailed(ctx, library.ImageFilter{States: []library.ImageState{library.ImageFailed}})
	e.tryNow("")
	return err
}

// requeueFailed puts the pictures that the filter chooses back into the queue.
// The pages may shift while they are read; what slips through has begun to
// move by itself.
func (e *Engine) requeueFailed(ctx context.Context, filter library.ImageFilter) error {
	const page = 200
	var ids []int64
	for {
		images, err := e.library.PageImages(ctx, filter, len(ids), page)
		if err != nil {
			return err
		}
		for _, image := range images {
			ids = append(ids, image.ID)
		}
		if len(images) < page {
			break
		}
	}
	for _, id := range ids {
		if err := e.requeue(ctx, id); err != nil {
			return err
		}
	}
	return nil
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
	e.board.set(func(s *Status) { s.FolderProblem, s.OtherFolder = nil, false })
	e.Files.Check()
	e.work.Go("trying to save again", func(ctx context.Context) error {
		e.identity.Forget(folder)
		var leaving error
		if before != "" && before != folder {
			leaving = e.leaveFolder(ctx, before) // first: what is in place there need not be fetched
		}
		return errors.Join(leaving, e.RetryFailed(ctx))
	})
}
