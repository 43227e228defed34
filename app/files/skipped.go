package files

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/problem"
)

// Progress reports how much is done. It is called on the working goroutine, one
// call at a time, and must return at once.
type Progress func(done, total int)

func (p Progress) tell(done, total int) {
	if p != nil {
		p(done, total)
	}
}

// Skipped is a picture that could not be handled.
type Skipped struct {
	Image int64
	Name  string // of its file; "": it has none
	Cause cause.Cause
	Err   error // of the system; may be nil
}

// imagesOf returns the images with these ids, and a Skipped for each one that
// is no longer in the library.
func (s *source) imagesOf(ctx context.Context, ids []int64) (images []library.Image, missing []Skipped, err error) {
	images, err = s.library.ImagesByID(ctx, ids)
	if err != nil || len(images) == len(ids) {
		return images, nil, err
	}
	known := make(map[int64]bool, len(images))
	for _, image := range images {
		known[image.ID] = true
	}
	for _, id := range ids {
		if !known[id] {
			missing = append(missing, Skipped{Image: id, Cause: cause.New(cause.ImageUnknown)})
		}
	}
	return images, missing, nil
}

// whyUnsaved says why a picture without a file can't be used.
func whyUnsaved(state library.ImageState) cause.Cause {
	switch state {
	case library.ImageKnown:
		return cause.New(cause.ImageNotYet)
	case library.ImageDownloading:
		return cause.New(cause.ImageDownloading)
	case library.ImageFailed:
		return cause.New(cause.ImageFailed)
	case library.ImageGone:
		return cause.New(cause.FileGone)
	case library.ImageTrashed:
		return cause.New(cause.ImageTrashed)
	}
	return cause.New(cause.ImageNoFile)
}

// whyNotThere says why the file at a picture's path can't be used.
func whyNotThere(state fileState, err error) cause.Cause {
	switch {
	case state == fileOther:
		return cause.New(cause.FileOther)
	case state == fileAbsent:
		return cause.New(cause.FileGone)
	case errors.Is(err, fs.ErrPermission):
		return cause.New(cause.FileForbidden)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return cause.New(cause.FileFolderAbsent)
	}
	return cause.New(cause.FileUnreadable).Because(problem.Of(err))
}
