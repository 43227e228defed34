package engine

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/cost"
	"lookbook/app/download"
	"lookbook/app/files"
	"lookbook/app/folder"
	"lookbook/app/jobsync"
	"lookbook/app/library"
	"lookbook/app/sidecars"
	"lookbook/app/signal"
	"lookbook/app/status"
	"lookbook/app/submit"
	"lookbook/app/supervisor"
	"lookbook/app/thumbs"
)

// API is what the engine needs of the service; *api.Client implements it.
type API interface {
	submit.API
	jobsync.API
}

// Params are the parts of an Engine.
type Params struct {
	API     API             // with the key of the first account
	Others  map[int64]API   // with those of the other accounts
	Images  download.Images // the hosts of pictures
	Library *library.Library
	Clock   clockwork.Clock // nil: the real clock

	// Wall returns this computer's time, which may be set at any moment. It
	// dates what is stored and what people read. Waits use Clock, which is
	// monotonic. nil: Clock.Now, which is both for the real clock (package
	// time, "Monotonic Clocks").
	Wall func() time.Time

	// Saving says where pictures go. It is called for every picture, on any
	// goroutine, and must return at once. Call FolderChanged when its result
	// has changed.
	Saving func() folder.Saving

	// Random returns numbers from 0 to 1, without 1, to vary waits. It is
	// called on several goroutines. nil: math/rand.
	Random func() float64

	// TryHost finds out whether an image host can be reached, at no cost, as
	// api.ImageHost.TryHost does; UsualHost is the one to try while none is known.
	// Nil: none is tried; empty: there is none.
	TryHost   func(ctx context.Context, address string) error
	UsualHost string

	Log        *slog.Logger // nil: no log
	AppVersion string       // written into saved pictures

	// ThumbDir is the folder of the thumbnail cache; "": nothing on disk.
	ThumbDir string

	// Settle is how long work waits that a start does once for all pictures: it would take the processor from the
	// window's first screen.
	Settle time.Duration

	// Rebuild says that the folder may have pictures the library does not know: it
	// is new, or an older copy. They are taken in before anything of theirs is
	// fetched. Newest is the newest entry that the library had when it was opened.
	// Rebuilt is called when that is done, on a goroutine of the engine; nil:
	// nothing is.
	Rebuild bool
	Newest  int64
	Rebuilt func(files.RescanResult) error

	// Terms returns the prices and limits at present, at once; nil: there are none.
	Terms func() cost.Terms

	// Crashed is called for every recovered panic, on the goroutine that
	// panicked; nil: nothing is called.
	Crashed func(*supervisor.PanicError)
}

// ErrClosed: the engine is closed or closing.
var ErrClosed = supervisor.ErrClosed

// Engine does the work that happens without a click. The package comment says
// who may call what.
type Engine struct {
	Outbox    *Outbox              // sends requests
	Jobs      *Jobs                // follows jobs
	Downloads *download.Downloader // saves pictures
	Files     *files.Files         // looks after saved files
	Sidecars  *sidecars.Keeper     // writes marks beside pictures
	Thumbs    *thumbs.Cache        // small copies of pictures

	accounts *accounts
	library  *library.Library
	log      *slog.Logger
	held     *heldTimes
	hold     jobsync.Hold

	work    *supervisor.Group
	ctx     context.Context // ends when Close starts
	started sync.Once

	pictures    *status.Value[PictureStatus]
	stale       atomic.Bool   // pictures have to be counted again
	changed     signal.Signal // Status has changed or is out of date
	subscribers subscribers

	stepped func(string) // lets tests end the engine at a step; otherwise nil
}

// step reports a step of saving a picture to tests.
func (e *Engine) step(name string) {
	if e.stepped != nil {
		e.stepped(name)
	}
}

// New makes an engine that is idle until Start, except that its Outbox writes
// submissions down.
func New(p Params) *Engine {
	if p.Clock == nil {
		p.Clock = clockwork.NewRealClock()
	}
	if p.Wall == nil {
		p.Wall = p.Clock.Now
	}
	if p.Random == nil {
		p.Random = rand.Float64
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	e := &Engine{
		library: p.Library, log: p.Log,
		changed: signal.New(),
	}
	e.stale.Store(true)
	e.pictures = status.New[PictureStatus](e.changed.Wake)
	e.work = supervisor.New(p.Log, func(crash *supervisor.PanicError) {
		e.pictures.Set(func(s *PictureStatus) { s.Internal = crash })
		if p.Crashed != nil {
			p.Crashed(crash)
		}
	})
	e.ctx = e.work.Context()
	identity := folder.NewIdentity(p.Library.Folders, p.Clock, p.Log)
	e.accounts = &accounts{of: map[int64]*account{}}
	e.accounts.make = func(id int64, client API) *account {
		jobs := jobsync.New(jobsync.Params{
			Account: id, API: client, Library: p.Library, Work: e.work,
			Clock: p.Clock, Wall: p.Wall, Random: p.Random, Log: p.Log, Changed: e.changed.Wake, Hold: &e.hold,
		})
		outbox := submit.New(submit.Params{
			Account: id, API: client, Library: p.Library, Service: jobs.Service, Jobs: jobs, Work: e.work,
			Clock: p.Clock, Wall: p.Wall, Log: p.Log, Changed: e.changed.Wake, Terms: p.Terms,
		})
		jobs.Connect(outbox.Lost, e.Downloads)
		return &account{api: client, outbox: outbox, jobs: jobs}
	}
	e.Outbox, e.Jobs = &Outbox{e.accounts, p.Library}, &Jobs{e.accounts}
	e.held = &heldTimes{outbox: e.Outbox, library: p.Library, clock: p.Clock, wall: p.Wall, log: p.Log, changed: signal.New()}
	e.Downloads = download.New(download.Params{
		Images: p.Images, ServiceTime: e.accounts.serviceTime, Library: p.Library, Jobs: forDownloads{e.accounts}, Folders: identity, Work: e.work,
		Clock: p.Clock, Wall: p.Wall, Random: p.Random, Log: p.Log, Version: p.AppVersion,
		Saving: p.Saving, TryHost: p.TryHost, UsualHost: p.UsualHost, Changed: e.changed.Wake, Step: e.step,
		Held: e.hold.On,
		Wanted: func(ctx context.Context, images []library.Image) ([]library.Image, error) {
			return e.Files.NotInFolder(ctx, images)
		},
	})
	e.AddAccount(library.FirstAccount, p.API)
	for id, client := range p.Others {
		e.AddAccount(id, client)
	}
	e.Sidecars = sidecars.New(sidecars.Params{
		Work: e.work, Library: p.Library, Identity: identity, Clock: p.Clock, Random: p.Random, Saving: p.Saving, Log: p.Log, Changed: e.changed.Wake,
	})
	e.Files = files.New(files.Params{
		Work: e.work, Library: p.Library, Identity: identity, Downloads: forFiles{e.Downloads, e.Downloads.Claims}, Sidecars: e.Sidecars, Clock: p.Clock, Wall: p.Wall,
		Saving: p.Saving, Log: p.Log, Rebuild: p.Rebuild, Newest: p.Newest, Rebuilt: p.Rebuilt, Settle: p.Settle, Changed: e.changed.Wake, Step: e.step,
	})
	e.Thumbs = thumbs.New(thumbs.Params{
		Work: e.work, Files: e.Files, Service: p.Images, Clock: p.Clock, Log: p.Log, Dir: p.ThumbDir, Settle: p.Settle,
	})
	return e
}

// forFiles gives files.Files what it needs of the downloads.
type forFiles struct {
	*download.Downloader
	*download.Claims
}

// FolderChanged says that the folder was changed or repaired. It returns at
// once.
func (e *Engine) FolderChanged() {
	e.Downloads.FolderChanged()
	e.Files.Check()
	e.Sidecars.Wake()
}

// Hold stops asking for jobs and starting downloads, or goes on with both.
// Requests are sent meanwhile, downloads that run are finished, and nothing is
// lost: what is missing is asked for and fetched afterwards. It returns at once.
func (e *Engine) Hold(on bool) {
	e.hold.Set(on)
	e.Downloads.Wake()
	e.pictures.Set(func(s *PictureStatus) { s.Held = on })
}

// Start starts the work: it sends submissions, asks the service about
// unfinished jobs at once, and fetches unsaved pictures. It returns at once. A
// second call does nothing.
func (e *Engine) Start() { e.started.Do(e.start) }

func (e *Engine) start() {
	if !e.accounts.start(e.startAccount) {
		return
	}
	context.AfterFunc(e.ctx, e.library.Subscribe(e.libraryChanged))
	e.work.Go("status", e.runStatus)
	e.work.Go("release held requests", e.held.run)
	e.work.Go("download", e.Downloads.Run)
	e.work.Go("try the image host", e.Downloads.Hosts.TryFirst)
	e.Files.Start()
	e.Sidecars.Start()
	e.Thumbs.Start()
	e.changed.Wake()
}

// libraryChanged handles the library's events, on the goroutine that wrote.
func (e *Engine) libraryChanged(event library.Event) {
	e.stale.Store(true)
	e.changed.Wake()
	switch event := event.(type) {
	case library.HeldChanged:
		e.held.changed.Wake()
	case library.ImageChanged:
		e.Sidecars.Wake()
		switch event.Image.State {
		case library.ImageKnown, library.ImageFailed:
			e.Downloads.Wake()
		}
	case library.Reset:
		e.Sidecars.Wake()
		e.Downloads.Wake()
	}
}

// Close stops the engine. Submissions already made are sent for up to five
// seconds; everything else ends at once, and downloads continue next time. It
// returns when every goroutine has ended, or an error when ctx ends first. Then
// the library may be closed.
func (e *Engine) Close(ctx context.Context) error {
	e.work.Stop()
	e.accounts.close(ctx)
	return e.work.Wait(ctx)
}
