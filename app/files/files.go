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
	// checkPause is the shortest time between two checks of all files: people
	// go back and forth between windows. checkShare, times what the last one
	// took, is another: on a slow disk a check may take minutes.
	checkPause = 15 * time.Second
	checkShare = 20
)

// Downloads is what this part needs of the one that brings pictures home.
type Downloads interface {
	// Claim takes a picture for the caller alone until Release. It reports
	// false when somebody else works on it.
	Claim(image int64) bool
	Release(image int64)

	// FolderFails is told that the folder of the pictures is not there, or is
	// another one, and returns when to look again. FolderWorks is told that
	// this is over; OtherFolder reports whether it is another one by what is
	// known so far.
	FolderFails(err error) (wait time.Duration)
	FolderWorks()
	OtherFolder() bool

	// Wake is called when pictures that NotInFolder kept back may be fetched.
	Wake()
}

// Sidecars is what this part needs of the one that writes marks beside pictures.
type Sidecars interface {
	// ReadBack takes the marks of pictures from the files beside them.
	ReadBack(ctx context.Context, pictures []library.File) (adopted, conflicts int, err error)
}

// Params is what Files is made of.
type Params struct {
	Work      *supervisor.Group
	Library   *library.Library
	Identity  *folder.Identity
	Downloads Downloads
	Sidecars  Sidecars
	Clock     clockwork.Clock
	Wall      func() time.Time // what this computer's clock shows
	Saving    func() folder.Saving
	Log       *slog.Logger

	// Rebuild says that the library was begun anew although there may be
	// pictures of earlier days in the folder: they are taken in before anything
	// of theirs is fetched. Rebuilt is called when that is done, on a goroutine
	// of the group's; nil: nothing is.
	Rebuild bool
	Rebuilt func(RescanResult) error

	Changed func()            // called when Status has changed; it must return at once
	Step    func(name string) // tests end the program at a step; nil otherwise
}

// Status is how things stand with the files.
type Status struct {
	Rescanning bool     // the folder is being looked through
	Looked     int      // pictures that were looked at so far
	Rebuilt    *Rebuilt // how a library that was begun anew was filled from the folder; nil: it was not
}

// Files is what the program knows of the saved files.
type Files struct {
	work      *supervisor.Group
	library   *library.Library
	identity  *folder.Identity
	downloads Downloads
	sidecars  Sidecars
	clock     clockwork.Clock
	wall      func() time.Time
	saving    func() folder.Saving
	log       *slog.Logger
	rebuilt   func(RescanResult) error
	stepped   func(string)
	status    *status.Value[Status]
	wanted    signal.Signal // a check, or a new try of the rebuild

	rebuild    atomic.Bool // what the folder holds is still to be found out
	rescanning sync.Mutex  // held while the folder is looked through

	// moving is held while files are moved to the trash or back, and by those
	// who conclude from a file that its picture is not in the trash any more.
	moving sync.Mutex
}

// New makes a Files that watches nothing until Start.
func New(p Params) *Files {
	f := &Files{
		work: p.Work, library: p.Library, identity: p.Identity, downloads: p.Downloads, sidecars: p.Sidecars, clock: p.Clock, wall: p.Wall,
		saving: p.Saving, log: p.Log, rebuilt: p.Rebuilt, stepped: p.Step,
		status: status.New[Status](p.Changed), wanted: signal.New(),
	}
	f.rebuild.Store(p.Rebuild)
	return f
}

// Start brings back what the folder holds, if need be, and then checks the saved
// files, at once and whenever Check asks for it. It returns at once.
func (f *Files) Start() { f.work.Go("watch the files", f.run) }

// Status returns how things stand.
func (f *Files) Status() Status { return f.status.Get() }

// step tells tests how far something has come.
func (f *Files) step(name string) {
	if f.stepped != nil {
		f.stepped(name)
	}
}

func (f *Files) run(ctx context.Context) error {
	f.Rebuild(ctx)
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

// Check has the saved files checked soon: those that were moved or deleted are
// marked as gone, and those that are back as saved. It is for when the window
// comes to the front, and returns at once; a check follows the last one after 15
// seconds at the earliest.
func (f *Files) Check() { f.wanted.Wake() }

// UseFolder makes the folder at path, an absolute one, the one that pictures
// belong to, although others may have been saved at that path: a person says
// so. It takes effect with the next try to save.
func (f *Files) UseFolder(ctx context.Context, path string) error {
	saving := f.saving()
	return f.identity.Use(ctx, folder.Saving{Folder: path, Create: saving.Create && saving.Folder == path})
}

// tellFolder says so when the folder is another one, before anything is to be
// saved there, and that it is over when it is.
func (f *Files) tellFolder(ctx context.Context) {
	in, err := folder.Open(f.saving().Folder)
	if err != nil {
		return // saving says what is wrong
	}
	err = errors.Join(f.identity.Check(ctx, in), in.Close())
	switch {
	case errors.Is(err, folder.ErrOtherFolder):
		f.downloads.FolderFails(err)
	case err == nil && f.downloads.OtherFolder():
		f.downloads.FolderWorks()
	}
}
