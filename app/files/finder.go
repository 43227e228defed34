package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
)

// finder finds out whether files exist. It remembers which folders do, so it is
// used by one goroutine for a short time.
type finder struct {
	identity *folder.Identity // nil: only existing files are examined
	home     string           // the pictures folder
	folders  map[string]bool
}

func (s *source) finder() *finder {
	return &finder{identity: s.identity, home: filepath.Clean(s.saving().Folder), folders: map[string]bool{}}
}

// there reports whether a file exists. sure is false when the file can't be
// examined, or its folder is missing too, perhaps with its disk. Subfolders of
// the pictures folder come and go with their pictures, but the pictures folder
// itself must be the one that the picture was saved in.
func (f *finder) there(ctx context.Context, path string) (is, sure bool) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.Mode().IsRegular():
		return true, true
	case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
		return false, false
	}
	if f.identity != nil {
		home, err := f.identity.Home(ctx, f.home, path)
		if err != nil {
			return false, false
		}
		if home != "" {
			return false, f.same(ctx, home)
		}
	}
	return false, f.folderThere(filepath.Dir(path))
}

func (f *finder) folderThere(path string) bool {
	return f.once(path, func() bool {
		info, err := os.Stat(path)
		return err == nil && info.IsDir()
	})
}

// same reports whether a folder that pictures were saved in is there, and is
// not another one in its place.
func (f *finder) same(ctx context.Context, path string) bool {
	return f.once(path, func() bool {
		in, err := folder.Open(path)
		if err != nil {
			return false
		}
		return errors.Join(f.identity.Check(ctx, in), in.Close()) == nil
	})
}

// once computes an answer about a folder once.
func (f *finder) once(path string, find func() bool) bool {
	is, known := f.folders[path]
	if !known {
		is = find()
		f.folders[path] = is
	}
	return is
}

// fileState is what is at a picture's path.
type fileState int

const (
	fileIs      fileState = iota // the picture's file
	fileOther                    // something else
	fileAbsent                   // nothing, and its folder is there
	fileUnknown                  // nothing is known: its disk may be missing
)

// open opens the file at a picture's path if it is the picture's; otherwise
// file is nil.
func (f *finder) open(ctx context.Context, image library.Image) (file *os.File, info fs.FileInfo, state fileState, err error) {
	if image.Path == "" {
		return nil, nil, fileAbsent, nil
	}
	file, err = media.Open(image.Path)
	if errors.Is(err, media.ErrNotFile) {
		return nil, nil, fileOther, nil
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		if _, sure := f.there(ctx, image.Path); !sure {
			return nil, nil, fileUnknown, err
		}
		return nil, nil, fileAbsent, nil
	}
	if err != nil {
		return nil, nil, fileUnknown, err
	}
	info, is, err := isPicture(file, image)
	switch {
	case err != nil:
		state = fileUnknown
	case !is:
		state = fileOther
	default:
		return file, info, fileIs, nil
	}
	return nil, nil, state, errors.Join(err, file.Close())
}

// isPicture reports whether a file is a picture's: by what it says of itself,
// or, where it says nothing because it is signed or has no room for that, by its
// size.
func isPicture(file *os.File, image library.Image) (fs.FileInfo, bool, error) {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return info, false, err
	}
	from, ours, err := origin.Read(file, info.Size())
	switch {
	case ours:
		return info, err == nil && from.JobID == image.JobID && from.ImageID == image.Generated.GeneratedImageID, nil
	case err != nil:
		return info, false, err
	}
	return info, image.Bytes > 0 && info.Size() == image.Bytes, nil
}
