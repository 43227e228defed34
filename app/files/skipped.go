package files

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"lookbook/app/folder"
	"lookbook/app/library"
)

// Progress is told how much of what was asked for is done. It is called on the
// goroutine that works, one call at a time, and must return at once.
type Progress func(done, total int)

func (p Progress) tell(done, total int) {
	if p != nil {
		p(done, total)
	}
}

// Skipped is a picture that something could not be done with.
type Skipped struct {
	Image  int64
	Name   string // of its file; empty: it has none
	Reason string // a clause: "it is not saved yet"
	Err    error  // what the system said; may be nil
}

// imagesOf are the images with these ids, and what is to be told of those that
// are not in the library any more.
func (f *Files) imagesOf(ctx context.Context, ids []int64) (images []library.Image, missing []Skipped, err error) {
	images, err = f.library.ImagesByID(ctx, ids)
	if err != nil || len(images) == len(ids) {
		return images, nil, err
	}
	known := make(map[int64]bool, len(images))
	for _, image := range images {
		known[image.ID] = true
	}
	for _, id := range ids {
		if !known[id] {
			missing = append(missing, Skipped{Image: id, Reason: "it is not in the library any more"})
		}
	}
	return images, missing, nil
}

// unsavedWords says why a picture that has no file can't be taken.
func unsavedWords(state library.ImageState) string {
	switch state {
	case library.ImageKnown:
		return "it is not saved yet"
	case library.ImageDownloading:
		return "it is being downloaded"
	case library.ImageFailed:
		return "it could not be downloaded yet"
	case library.ImageGone:
		return "its file is gone"
	case library.ImageTrashed:
		return "it is in the trash"
	}
	return "it has no file"
}

// lookWords says why the file at a picture's path can't be taken.
func lookWords(state fileState, err error) string {
	switch {
	case state == fileOther:
		return "another file has its name now, or it was changed by another program"
	case state == fileAbsent:
		return "its file is gone"
	case errors.Is(err, fs.ErrPermission):
		return "its file may not be read"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return "its folder is not there; perhaps its disk is not plugged in"
	}
	return "its file can't be read: " + folder.Words(err)
}
