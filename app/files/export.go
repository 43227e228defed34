package files

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media/convert"
	"lookbook/app/media/naming"
	"lookbook/app/problem"
)

const (
	doingExport = "exporting pictures"

	// exportAtOnce is how many copies are made at once. Most of the time they
	// wait for the disk, and disks handle several such requests together.
	exportAtOnce = 8
	// exportPage is how many pictures are read from the library at once.
	exportPage = 500

	// copySuffix ends the names of unfinished copies. staleCopy is the age at
	// which one counts as left by an earlier run.
	copySuffix = ".copy"
	staleCopy  = time.Hour
)

// ExportTo says where copies go and what they contain.
type ExportTo struct {
	Folder string // absolute; must exist
	// Metadata keeps the texts of the pictures in the copies: prompt, settings,
	// origin. Without it only the picture is copied.
	Metadata bool
	// Credits keeps, without Metadata, who made a picture, who has rights in it, and
	// that a model made it.
	Credits bool
	// NoSidecars leaves out the files beside the pictures, which are copied with
	// Metadata only.
	NoSidecars bool
	// Template names the copies, see package naming; "": they keep their names.
	Template string
	// As is their format and size.
	As convert.Options
}

// ExportedFile is one copy.
type ExportedFile struct {
	Image int64
	Path  string // absolute
}

// Exported is the result of Export, in the order of the ids.
type Exported struct {
	Files   []ExportedFile
	Skipped []Skipped
	// Unsigned is how many copies lack the content credentials of their
	// picture, which are valid only for the unchanged file.
	Unsigned int
	// Shortened is how many copies lack some texts of their picture, because their
	// format has no room for them.
	Shortened int
}

// Copies makes copies of saved pictures for elsewhere: exports, proof pages and contact sheets. It changes neither
// the pictures nor the library.
type Copies struct{ source }

// Export copies the files of pictures to a folder, under their own names, with
// a number if the name is taken. Nothing is overwritten. A file under its final
// name is complete and on the disk. Skipped lists pictures that are not saved,
// whose file is not theirs any more, or that could not be copied or converted. A full disk
// or an unwritable folder ends the export; the remaining pictures are then
// skipped for that reason.
//
// When ctx ends, Export stops early, leaves only complete copies, and returns
// those. Errors: *FolderError, *naming.TemplateError, ErrClosed, the context's, the library's.
func (c *Copies) Export(ctx context.Context, ids []int64, to ExportTo, p Progress) (Exported, error) {
	x := &export{from: &c.source, to: to, progress: p, total: len(ids)}
	err := c.work.Do(ctx, doingExport, func(ctx context.Context) error { return x.run(ctx, ids) })
	return x.result, err
}

// export is one run of Export.
type export struct {
	from     *source
	to       ExportTo
	in       *folder.Folder // the folder, open
	convert  *convert.Converter
	template naming.Template
	inside   bool // the folder is that of the pictures, or within it
	progress Progress
	total    int
	result   Exported

	mu      sync.Mutex
	done    int
	useless cause.Cause // why no more copies can be made; zero: they can
	reason  error       // the same, as an error
}

func (x *export) run(ctx context.Context, ids []int64) (err error) {
	if x.to.Template != "" {
		if x.template, err = naming.Parse(x.to.Template); err != nil {
			return err
		}
	}
	in, err := folder.Open(x.to.Folder)
	if err != nil {
		return &FolderError{Folder: x.to.Folder, Err: err}
	}
	defer func() { _ = in.Close() }() // the results of what was done through it count
	x.in = in
	x.inside = within(x.from.saving().Folder, x.to.Folder)
	x.convert = convert.New()
	defer func() {
		if closing := x.convert.Close(); closing != nil {
			x.from.log.Warn("closing the encoder of an export", "error", closing)
		}
	}()
	x.clearStale()
	for first := 0; first < len(ids); first += exportPage {
		images, missing, err := x.from.imagesOf(ctx, ids[first:min(first+exportPage, len(ids))])
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

// exported is the result for one picture: a copy, or the reason why there is
// none; neither if it was not started.
type exported struct {
	path    string
	skipped *Skipped
}

// page copies some pictures. Those with the same name are copied one after the
// other, so that their numbers follow their order.
func (x *export) page(ctx context.Context, images []library.Image) error {
	outcomes := make([]exported, len(images))
	var order []string
	named := map[string][]int{}
	names, err := x.names(ctx, images)
	if err != nil {
		return err
	}
	for i, name := range names {
		if named[name] == nil {
			order = append(order, name)
		}
		named[name] = append(named[name], i)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(x.atOnce())
	for _, name := range order {
		group.Go(func() error {
			return x.from.work.Guard(doingExport, func() error {
				finder := x.from.finder()
				for _, i := range named[name] {
					if err := ctx.Err(); err != nil {
						return err
					}
					outcomes[i] = x.one(ctx, finder, images[i], name)
				}
				return nil
			})
		})
	}
	err = group.Wait()
	if syncing := naming.SyncFolder(x.to.Folder); syncing != nil {
		// The copies are complete and in place; only a power cut could undo their names.
		x.from.log.Warn("making the names of copies durable", "error", syncing)
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
func (x *export) one(ctx context.Context, finder *finder, image library.Image, name string) exported {
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
	path, err := x.copy(ctx, file, info, name)
	switch {
	case path != "":
		if x.to.Metadata && !x.to.NoSidecars {
			x.copySidecars(image.Path, path)
		}
		x.count(1)
		return exported{path: path}
	case ctx.Err() != nil:
		return exported{} // nothing failed
	}
	return skipped(x.failed(image, err), err)
}

// count reports n more pictures as done.
func (x *export) count(n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done += n
	x.progress.tell(x.done, x.total)
}

// hopeless says why no more copies can be made.
func (x *export) hopeless() (cause.Cause, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.useless, x.reason
}

// failed says why a copy could not be made, and records it if the reason
// applies to all others.
func (x *export) failed(image library.Image, err error) cause.Cause {
	if own := x.whyNotCopied(image, err); !own.IsZero() {
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

// clearStale removes unfinished copies of earlier runs. One that can't be
// removed stays: it is hidden and harmless.
func (x *export) clearStale() {
	names, err := x.in.Temps()
	if err != nil {
		return // the copies will report what is wrong
	}
	for _, name := range names {
		if !strings.HasSuffix(name, copySuffix) {
			continue
		}
		info, err := x.in.Root().Lstat(name)
		if err != nil || x.from.wall().Sub(info.ModTime()) < staleCopy {
			continue
		}
		if err := x.in.Remove(name); err != nil {
			x.from.log.Warn("removing what an earlier export left", "error", err)
		}
	}
}
