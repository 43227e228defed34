package files

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/signal"
	"lookbook/app/status"
	"lookbook/app/supervisor"
)

const (
	// checkPause is the shortest time between two checks of all files, because
	// people switch between windows often. checkShare, multiplied by the
	// duration of the last check, is another: on a slow disk a check may take
	// minutes.
	checkPause = 15 * time.Second
	checkShare = 20
)

// Downloads is what Files needs of the downloader.
type Downloads interface {
	// Claim claims a picture for the caller until Release. It returns false
	// when the picture is already claimed.
	Claim(image int64) bool
	Release(image int64)

	// FolderFails reports that the pictures folder is missing, or is another
	// one, and returns when to look again. FolderWorks reports that this is
	// over. OtherFolder reports whether another folder is known to be in its
	// place.
	FolderFails(err error) (wait time.Duration)
	FolderWorks()
	OtherFolder() bool

	// Wake is called when pictures that NotInFolder held back may be fetched.
	Wake()
}

// Sidecars is what Files needs of the part that writes marks.
type Sidecars interface {
	// ReadBack takes over the marks of pictures from their sidecars.
	ReadBack(ctx context.Context, pictures []library.File) (adopted, conflicts int, err error)
}

// Params are the parts of a Files.
type Params struct {
	Work      *supervisor.Group
	Library   *library.Library
	Identity  *folder.Identity
	Downloads Downloads
	Sidecars  Sidecars
	Clock     clockwork.Clock
	Wall      func() time.Time // this computer's time
	Saving    func() folder.Saving
	Log       *slog.Logger

	// Rebuild says that the folder may have pictures the library does not know: it
	// is new, or an older copy. They are taken in before their jobs' pictures are
	// fetched. Newest is the newest entry that the library had when it was opened.
	// Rebuilt is called when that is done, on a goroutine of the group; nil:
	// nothing is called.
	Rebuild bool
	Newest  int64
	Rebuilt func(RescanResult) error

	Settle  time.Duration     // wait before the first check; the rebuild doesn't wait
	Changed func()            // called after Status changed; returns at once
	Step    func(name string) // lets tests end the program at a step; otherwise nil
}

// Status is the state of the work on files.
type Status struct {
	Rescanning bool     // a rescan is running
	Looked     int      // files read so far
	Rebuilt    *Rebuilt // how the folder's pictures were taken into a new library; nil: they were not
}

// source is where the files of pictures are, and who works with them.
type source struct {
	work     *supervisor.Group
	library  *library.Library
	identity *folder.Identity
	saving   func() folder.Saving
	wall     func() time.Time
	log      *slog.Logger
	stepped  func(string)
}

// step reports a step to tests.
func (s *source) step(name string) {
	if s.stepped != nil {
		s.stepped(name)
	}
}

// Files looks after the saved files.
type Files struct {
	source
	// Copies makes copies of them for elsewhere.
	Copies *Copies

	downloads Downloads
	sidecars  Sidecars
	clock     clockwork.Clock
	rebuilt   func(RescanResult) error
	settle    time.Duration
	status    *status.Value[Status]
	wanted    signal.Signal // a check, or a retry of the rebuild, is wanted
	folders   folders       // as they were at the last check

	newest     int64       // entry of the library as it was opened
	rebuild    atomic.Bool // the rebuild is not done yet
	rescanning sync.Mutex  // held during a rescan

	// moving is held while files are moved to the trash or back, and while the
	// presence of a file decides that its picture has left the trash.
	moving sync.Mutex
}

// New makes a Files that is idle until Start.
func New(p Params) *Files {
	s := source{p.Work, p.Library, p.Identity, p.Saving, p.Wall, p.Log, p.Step}
	f := &Files{
		source: s, Copies: &Copies{s}, downloads: p.Downloads, sidecars: p.Sidecars, clock: p.Clock, rebuilt: p.Rebuilt, settle: p.Settle,
		status: status.New[Status](p.Changed), wanted: signal.New(), newest: p.Newest,
	}
	f.folders.now = p.Wall
	context.AfterFunc(p.Work.Context(), p.Library.Subscribe(f.folders.changed))
	f.rebuild.Store(p.Rebuild)
	return f
}

// Start takes in the folder's pictures, if needed. Then it checks the saved files, once after Params.Settle and
// after each call of Check. It returns at once.
func (f *Files) Start() { f.work.Go("watch the files", f.run) }

func (f *Files) Status() Status { return f.status.Get() }

func (f *Files) run(ctx context.Context) error {
	f.Rebuild(ctx)
	supervisor.Pause(ctx, f.clock, f.settle)
	for ctx.Err() == nil {
		began := f.clock.Now()
		err := f.work.Guard("checking the files", func() error {
			_, err := f.CheckAll(ctx)
			return err
		})
		if err != nil && ctx.Err() == nil {
			f.log.Error("checking the files", "error", err)
		}
		pause := f.clock.NewTimer(max(checkPause, checkShare*f.clock.Since(began)))
		select {
		case <-pause.Chan():
		case <-ctx.Done():
		}
		pause.Stop()
		select {
		case <-f.wanted:
		case <-ctx.Done():
		}
	}
	return nil
}

// Check requests a check of the saved files: those moved or deleted become gone, those that are
// back become saved. It is called when the window comes to the front. It returns at once; the check
// starts at least 15 seconds after the last one.
func (f *Files) Check() { f.wanted.Wake() }

// UseFolder makes the folder at path, which is absolute, the pictures folder,
// although another one may have been at that path before: a person confirmed
// it. It takes effect at the next attempt to save.
func (f *Files) UseFolder(ctx context.Context, path string) error {
	saving := f.saving()
	return f.identity.Use(ctx, folder.Saving{Folder: path, Create: saving.Create && saving.Folder == path})
}

// tellFolder reports when another folder has taken the pictures folder's place,
// before something is saved there, and when that is over.
func (f *Files) tellFolder(ctx context.Context) {
	in, err := folder.Open(f.saving().Folder)
	if err != nil {
		return // saving will report what is wrong
	}
	err = errors.Join(f.identity.Check(ctx, in), in.Close())
	switch {
	case errors.Is(err, folder.ErrOtherFolder):
		f.downloads.FolderFails(err)
	case err == nil && f.downloads.OtherFolder():
		f.downloads.FolderWorks()
	}
}
