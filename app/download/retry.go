package download

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

// RetryImage queues a picture whose download failed or whose file is gone. It
// costs nothing. It returns when the picture is queued; events report the rest.
// A saved picture is left alone.
func (d *Downloader) RetryImage(ctx context.Context, imageID int64) error {
	image, err := d.library.Image(ctx, imageID)
	if err != nil {
		return err
	}
	if err := d.requeue(ctx, image.ID); err != nil {
		return err
	}
	d.tryNow(image.JobID)
	return nil
}

// requeue resets a picture to one that was never tried, unless it is being
// fetched or was saved meanwhile.
func (d *Downloader) requeue(ctx context.Context, id int64) error {
	if !d.Claims.Claim(id) {
		return nil
	}
	defer d.Claims.Release(id)
	image, err := d.library.Image(ctx, id)
	if err != nil {
		return err
	}
	if image.State != library.ImageFailed && image.State != library.ImageGone {
		return nil
	}
	_, err = d.library.Images.SetState(ctx, id, library.ImageKnown)
	return err
}

// tryNow ends all waits of downloads.
func (d *Downloader) tryNow(jobID string) {
	d.troubles.tryNow()
	d.addresses.tryNow(jobID)
	d.wanted.Wake()
}

// RetryEntry does everything for an entry that costs nothing: it fetches the
// pictures whose downloads failed, and asks for the job again when the service
// failed, did not know it, or listed too few pictures.
func (d *Downloader) RetryEntry(ctx context.Context, entryID int64) error {
	entry, err := d.library.Entry(ctx, entryID)
	if err != nil {
		return err
	}
	if err := d.requeueFailed(ctx, library.ImageFilter{EntryID: entryID, States: []library.ImageState{library.ImageFailed}}); err != nil {
		return err
	}
	d.tryNow(entry.Job.JobID)
	complete := entry.Job.State == api.Success && entry.Short() == 0
	if entry.Job.JobID == "" || (complete && !entry.Missing && entry.Problem == nil) {
		return nil
	}
	if err := d.jobs.Ask(ctx, entry); err != nil {
		return fmt.Errorf("asking for the job again: %w", err)
	}
	return nil
}

// RetryFailed queues every picture whose download failed.
func (d *Downloader) RetryFailed(ctx context.Context) error {
	err := d.requeueFailed(ctx, library.ImageFilter{States: []library.ImageState{library.ImageFailed}})
	d.tryNow("")
	return err
}

// RetryGone queues every picture whose file is gone. The service may not have it any more.
func (d *Downloader) RetryGone(ctx context.Context) error {
	err := d.requeueFailed(ctx, library.ImageFilter{States: []library.ImageState{library.ImageGone}})
	d.tryNow("")
	return err
}

// requeueFailed queues the pictures that match the filter. The pages may shift
// while they are read; a picture missed that way is already being fetched.
func (d *Downloader) requeueFailed(ctx context.Context, filter library.ImageFilter) error {
	const page = 200
	var ids []int64
	for {
		images, err := d.library.PageImages(ctx, filter, len(ids), page)
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
		if err := d.requeue(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// savesIn records the folder that is saved to, and returns the previous one.
func (d *Downloader) savesIn(folder string) (before string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	before, d.lastIn = d.lastIn, folder
	return before
}

// FolderChanged says that the folder was changed or repaired. Pictures that
// could not be saved are tried again at once. It returns at once.
func (d *Downloader) FolderChanged() {
	folder := d.saving().Folder
	before := d.savesIn(folder)
	d.troubles.folderWorks()
	d.work.Go("trying to save again", func(ctx context.Context) error {
		d.saver.folders.Forget(folder)
		var leaving error
		if before != "" && before != folder {
			leaving = cleaner{d.saver}.leaveFolder(ctx, before) // done first: pictures already in place need not be fetched
		}
		return errors.Join(leaving, d.RetryFailed(ctx))
	})
}

// FolderFails records a failure of the folder that another part met, and
// returns the wait until the next try.
func (d *Downloader) FolderFails(err error) time.Duration {
	return d.troubles.folderFails(&savingError{err: err, folder: true})
}

// OtherFolder reports whether another folder has taken the folder's place.
func (d *Downloader) OtherFolder() bool { return d.Status().OtherFolder }

// FolderWorks records that the folder works again.
func (d *Downloader) FolderWorks() { d.troubles.folderWorks() }

// HostsChanged says that a person allowed another host, or revoked one. Refused
// pictures are tried at once. It returns at once.
func (d *Downloader) HostsChanged() {
	d.Hosts.forget()
	d.work.Go("trying the image host again", func(ctx context.Context) error {
		err := d.RetryFailed(ctx)
		d.Hosts.Try(ctx)
		return err
	})
}
