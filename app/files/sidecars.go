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
	"lookbook/app/media/xmp"
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

// besideName returns a path that a picture's sidecar may have.
type besideName func(picture string) string

// besideNames are origin.Beside and, if no other picture shares it, origin.Short.
func besideNames(picture string, there func(path string) bool) []besideName {
	if origin.Shared(picture, there) {
		return []besideName{origin.Beside}
	}
	return []besideName{origin.Beside, origin.Short}
}

// isFile reports whether there is a regular file at a path.
func isFile(path string) bool {
	is, err := os.Lstat(path)
	return err == nil && is.Mode().IsRegular()
}

// besideFile is a sidecar in the trash.
type besideFile struct {
	name besideName
	item trash.Item
}

// trashSidecars moves the sidecars of trashed pictures to the trash. One that can't be moved stays:
// it is not a picture, and its marks are in the library.
func (f *Files) trashSidecars(ctx context.Context, items []*trashedFile) {
	var moving []trash.File
	type place struct {
		of   *trashedFile
		name besideName
	}
	var of []place
	taken := map[string]bool{}
	for _, item := range items {
		for _, name := range besideNames(item.image.Path, isFile) {
			path := name(item.image.Path)
			if is, err := os.Lstat(path); err == nil && is.Mode().IsRegular() && !taken[path] {
				taken[path] = true
				moving, of = append(moving, trash.File{Path: path, Is: is}), append(of, place{item, name})
			}
		}
	}
	err := trash.PutAll(ctx, moving, func(i int, item trash.Item, err error) {
		if err != nil {
			f.log.Warn("moving a sidecar to the trash", "error", err)
			return
		}
		of[i].of.beside = append(of[i].of.beside, besideFile{of[i].name, item})
	})
	if err != nil {
		f.log.Warn("moving sidecars to the trash", "error", err)
	}
}

// restoreSidecars restores the sidecars of a picture that is back at path. An
// existing sidecar stays.
func (f *Files) restoreSidecars(ctx context.Context, t trashedFile, path string) {
	for _, beside := range t.beside {
		if _, err := trash.RestoreAs(ctx, beside.item, beside.name(path)); err != nil {
			f.log.Warn("restoring a sidecar from the trash", "error", err)
		}
	}
}

// follow moves the sidecars of a picture that somebody moved without them. One
// that is there already stays, and so does one that another picture shares.
func (s *recorder) follow(from, to string) {
	for _, name := range besideNames(from, isFile) {
		was, err := filepath.Rel(s.saving.Folder, name(from))
		is, failed := filepath.Rel(s.saving.Folder, name(to))
		if err != nil || failed != nil || !isFile(name(from)) {
			continue
		}
		if _, there := s.root.Lstat(is); !errors.Is(there, fs.ErrNotExist) {
			continue
		}
		if err := s.root.Rename(was, is); err != nil {
			s.files.log.Warn("moving a sidecar behind its picture", "error", err)
			continue
		}
		s.described = append(s.described, strings.TrimSuffix(filepath.ToSlash(is), xmp.Extension))
	}
}

// copySidecars copies a picture's sidecars next to the copy, also one that another
// picture shares. A failure is no reason to do without the copy.
func (x *export) copySidecars(from, to string) {
	for _, name := range []besideName{origin.Beside, origin.Short} {
		if err := x.copySidecar(name(from), name(to)); err != nil {
			x.from.log.Warn("copying a sidecar", "error", err)
		}
	}
}

func (x *export) copySidecar(from, to string) error {
	packet, err := origin.ReadPacket(media.Open(from))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	within, failed := x.in.Within(to)
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	if _, there := x.in.Root().Lstat(within); !errors.Is(there, fs.ErrNotExist) {
		return nil
	}
	return x.in.Replace(within, packet, x.from.wall())
}
