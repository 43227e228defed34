package files

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/naming"
	"lookbook/app/problem"
)

const (
	doingExport = "exporting pictures"

	// exportAtOnce is how many copies are made side by side. Most of the time
	// goes into waiting until a copy is on the disk, and disks take several
	// such requests together.
	exportAtOnce = 8
	// exportPage is how many pictures are read from the library at once.
	exportPage = 500

	// copySuffix is that of copies that are not whole yet; staleCopy how old
	// one has to be to be what an earlier run of the program left.
	copySuffix = ".copy"
	staleCopy  = time.Hour
)

// ExportTo says where copies go and what they tell.
type ExportTo struct {
	Folder string // absolute; it has to be there
	// Metadata says that the copies keep what they tell of themselves: prompt,
	// settings, where they are from. Without it only the picture is copied.
	Metadata bool
}

// ExportedFile is one copy.
type ExportedFile struct {
	Image int64
	Path  string // absolute
}

// Exported is what Export did, in the order in which it was asked for.
type Exported struct {
	Files   []ExportedFile
	Skipped []Skipped
	// Unsigned is how many copies are without the content credentials of their
	// picture, which hold for the very bytes of its file.
	Unsigned int
}

// Export copies the files of pictures to a folder, under their own names,
// numbered where a name is taken: nothing is written over. What stands under a
// final name is complete and on the disk. Pictures that are not saved, whose
// file is not theirs any more, or that could not be copied are told of in
// Skipped; a full disk or a folder that can't be written to ends the tries,
// and the rest is told of with that reason.
//
// It ends early when ctx does, and leaves whole copies only; those are told.
// Errors: *FolderError, ErrClosed, the context's, the library's.
func (f *Files) Export(ctx context.Context, ids []int64, to ExportTo, p Progress) (Exported, error) {
	x := &export{files: f, to: to, progress: p, total: len(ids)}
	err := f.work.Do(ctx, doingExport, func(ctx context.Context) error { return x.run(ctx, ids) })
	return x.result, err
}

// export is one run of Export.
type export struct {
	files    *Files
	to       ExportTo
	in       *folder.Folder // the same folder, open
	progress Progress
	total    int
	result   Exported

	mu      sync.Mutex
	done    int
	useless cause.Cause // why no further copy can be made; zero: one can
	reason  error       // the same as an error
}

func (x *export) run(ctx context.Context, ids []int64) error {
	in, err := folder.Open(x.to.Folder)
	if err != nil {
		return &FolderError{Folder: x.to.Folder, Err: err}
	}
	defer func() { _ = in.Close() }() // what is done through it says how it went
	x.in = in
	x.clearStale()
	for from := 0; from < len(ids); from += exportPage {
		images, missing, err := x.files.imagesOf(ctx, ids[from:min(from+exportPage, len(ids))])
		if err != nil {
			return fmt.Errorf("%s: %w", doingExport, err)
		}
		x.result.Skipped = append(x.result.Skipped, missing...)
		x.count(len(missing))
		if err := x.page(ctx, images); err != nil {
			return fmt.Errorf("%s: %w", doingExport, err)
		}
	}
	return nil
}

// exported is what became of one picture: a copy, or the reason why there is
// none; neither when it was not begun.
type exported struct {
	path    string
	skipped *Skipped
}

// page copies some pictures. Those with the same name go one after the other,
// so that their numbers follow their order.
func (x *export) page(ctx context.Context, images []library.Image) error {
	outcomes := make([]exported, len(images))
	var order []string
	named := map[string][]int{}
	for i, image := range images {
		name := filepath.Base(image.Path)
		if named[name] == nil {
			order = append(order, name)
		}
		named[name] = append(named[name], i)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(exportAtOnce)
	for _, name := range order {
		group.Go(func() error {
			return x.files.work.Guard(doingExport, func() error {
				finder := x.files.finder()
				for _, i := range named[name] {
					if err := ctx.Err(); err != nil {
						return err
					}
					outcomes[i] = x.one(ctx, finder, images[i])
				}
				return nil
			})
		})
	}
	err := group.Wait()
	if syncing := naming.SyncFolder(x.to.Folder); syncing != nil {
		// The copies are whole and in place; only a power cut could undo their names.
		x.files.log.Warn("making the names of copies durable", "error", syncing)
	}
	for i, o := range outcomes {
		switch {
		case o.path != "":
			x.result.Files = append(x.result.Files, ExportedFile{Image: images[i].ID, Path: o.path})
		case o.skipped != nil:
			x.result.Skipped = append(x.result.Skipped, *o.skipped)
		}
	}
	return err
}

// one copies one picture.
func (x *export) one(ctx context.Context, finder *finder, image library.Image) exported {
	skipped := func(why cause.Cause, err error) exported {
		s := skip(image, why, err)
		x.count(1)
		return exported{skipped: &s}
	}
	if image.State != library.ImageSaved && image.State != library.ImageGone {
		return skipped(whyUnsaved(image.State), nil)
	}
	if why, err := x.hopeless(); !why.IsZero() {
		return skipped(why, err)
	}
	file, info, state, err := finder.open(ctx, image)
	if file == nil {
		return skipped(whyNotThere(state, err), err)
	}
	defer func() { _ = file.Close() }() // only read
	path, err := x.copy(ctx, file, info, filepath.Base(image.Path))
	switch {
	case path != "":
		if x.to.Metadata {
			x.copySidecar(image.Path, path)
		}
		x.count(1)
		return exported{path: path}
	case ctx.Err() != nil:
		return exported{} // nothing failed
	}
	return skipped(x.failed(image, err), err)
}

// count tells that pictures are dealt with.
func (x *export) count(n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done += n
	x.progress.tell(x.done, x.total)
}

// hopeless says why no further copy can be made.
func (x *export) hopeless() (cause.Cause, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.useless, x.reason
}

// failed says why a copy could not be made, and notes when that is so for
// every other one.
func (x *export) failed(image library.Image, err error) cause.Cause {
	if own := whyNotCopied(image, err); !own.IsZero() {
		return own
	}
	why := problem.Of(err)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.useless.IsZero() && folder.Useless(x.to.Folder, err) {
		x.useless, x.reason = why, err
	}
	return why
}

// clearStale removes copies that were not finished because the program ended.
// What can't be removed stays: it is hidden and harms nobody.
func (x *export) clearStale() {
	names, err := x.in.Temps()
	if err != nil {
		return // whatever is wrong is told of the copies
	}
	for _, name := range names {
		if !strings.HasSuffix(name, copySuffix) {
			continue
		}
		info, err := x.in.Root().Lstat(name)
		if err != nil || x.files.wall().Sub(info.ModTime()) < staleCopy {
			continue
		}
		if err := x.in.Remove(name); err != nil {
			x.files.log.Warn("removing what an earlier export left", "error", err)
		}
	}
}
