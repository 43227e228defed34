package files

import (
	"context"
	"errors"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/platform/trash"
)

// noteSidecar records that a picture has a sidecar: a.png.xmp for a.png or, as
// Lightroom names it, a.xmp.
func (s *scan) noteSidecar(picture string) {
	full := filepath.Join(s.saving.Folder, filepath.FromSlash(picture))
	s.described[maphash.String(s.seed, full)] = true
}

// readMarks takes over marks from the sidecars that were seen.
func (s *scan) readMarks(ctx context.Context) error {
	if len(s.described) == 0 {
		return nil
	}
	has := func(path string) bool {
		return s.described[maphash.String(s.seed, path)] || s.described[maphash.String(s.seed, strings.TrimSuffix(path, filepath.Ext(path)))]
	}
	for after := int64(0); ; {
		page, err := s.files.library.Folders.Files(ctx, after, checkPage)
		if err != nil {
			return err
		}
		var pictures []library.File
		for _, file := range page {
			after = file.Image
			if file.State == library.ImageSaved && has(file.Path) {
				pictures = append(pictures, file)
			}
		}
		adopted, conflicts, err := s.files.sidecars.ReadBack(ctx, pictures)
		s.result.Marked, s.result.Clashed = s.result.Marked+adopted, s.result.Clashed+conflicts
		if err != nil || len(page) < checkPage {
			return err
		}
	}
}

// trashSidecars moves the sidecars of trashed pictures to the trash. One that can't be moved stays:
// it is not a picture, and its marks are in the library.
func (f *Files) trashSidecars(ctx context.Context, items []*trashedFile) {
	var moving []trash.File
	var of []*trashedFile
	for _, item := range items {
		path := origin.Beside(item.image.Path)
		if is, err := os.Lstat(path); err == nil && is.Mode().IsRegular() {
			moving, of = append(moving, trash.File{Path: path, Is: is}), append(of, item)
		}
	}
	err := trash.PutAll(ctx, moving, func(i int, item trash.Item, err error) {
		if err != nil {
			f.log.Warn("moving a sidecar to the trash", "error", err)
			return
		}
		of[i].beside = &item
	})
	if err != nil {
		f.log.Warn("moving sidecars to the trash", "error", err)
	}
}

// restoreSidecar restores the sidecar of a picture that is back at path. An
// existing sidecar stays.
func (f *Files) restoreSidecar(ctx context.Context, t trashedFile, path string) {
	if t.beside == nil {
		return
	}
	if _, err := trash.RestoreAs(ctx, *t.beside, origin.Beside(path)); err != nil {
		f.log.Warn("restoring a sidecar from the trash", "error", err)
	}
}

// copySidecar copies a picture's sidecar next to the copy. A failure is no reason to do without the
// copy.
func (x *export) copySidecar(from, to string) {
	packet, err := origin.ReadPacket(media.Open(origin.Beside(from)))
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	within, failed := x.in.Within(origin.Beside(to))
	if err == nil && failed == nil {
		if _, there := x.in.Root().Lstat(within); errors.Is(there, fs.ErrNotExist) {
			err = x.in.Replace(within, packet, x.files.wall())
		}
	}
	if err = errors.Join(err, failed); err != nil {
		x.files.log.Warn("copying a sidecar", "error", err)
	}
}
