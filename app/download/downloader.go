package download

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/api"
	"lookbook/app/backoff"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/signal"
	"lookbook/app/status"
	"lookbook/app/supervisor"
)

const (
	// downloadsAtOnce is how many pictures are fetched at once unless Saving
	// says otherwise; mostAtOnce is the largest number that it may say.
	// Browsers open slightly fewer connections to a host.
	downloadsAtOnce = 6
	mostAtOnce      = 16

	// deepLook is how many pending pictures are searched for one that can be
	// fetched, when none of the first few can.
	deepLook = 200
)

// Images fetches pictures; an *api.ImageHost does.
type Images interface {
	Download(ctx context.Context, url string, from api.Resume) (*api.Download, error)
}

// Jobs asks the service for jobs, each with the key of its account. When its
// methods return, the library has the answer, with fresh addresses of the
// pictures.
type Jobs interface {
	// MayCall returns when calls for an account may be made again; false: only a
	// new key can change that.
	MayCall(account int64) (time.Time, bool)
	// Ask asks for an entry's job.
	Ask(ctx context.Context, entry library.Entry) error
	// NotKnown records that the service doesn't know a job of an account.
	NotKnown(ctx context.Context, account int64, jobID string, err error) error
	// Failed records a failure that every call for an account would meet.
	Failed(account int64, err error)
}

// Params are the parts of a Downloader. None may be nil unless its comment says
// so.
type Params struct {
	Images  Images
	Library *library.Library
	Jobs    Jobs
	Folders *folder.Identity
	Work    *supervisor.Group
	Clock   clockwork.Clock  // for waits
	Wall    func() time.Time // for times that people read
	Random  func() float64   // returns 0 to 1, without 1
	Log     *slog.Logger
	Version string // of the program, for the texts in pictures

	ServiceTime func() (time.Time, bool) // the service's present time; false: unknown so far

	// Saving says where pictures go. It is called for every picture, on any
	// goroutine, and returns at once.
	Saving func() folder.Saving
	// Held reports whether a person paused: then no download starts. Wake says that
	// it goes on.
	Held func() bool
	// Wanted leaves out the pictures that should not be fetched yet.
	Wanted func(ctx context.Context, images []library.Image) ([]library.Image, error)
	// TryHost finds out, at no cost, whether an image host can be reached; nil:
	// no host is tried. UsualHost is tried while no host is known; "": none.
	TryHost   func(ctx context.Context, address string) error
	UsualHost string

	Changed func()            // called after Status changed; returns at once
	Step    func(name string) // called at each step of saving a picture; for tests
}

// Status is the state of the downloads.
type Status struct {
	Fetching int // pictures being worked on

	FolderProblem  *library.Problem // why nothing can be saved; nil: it can
	OtherFolder    bool             // the folder is not the one that pictures were saved in
	HostProblem    *library.Problem // why nothing can be fetched from the image host; nil: it can
	LibraryProblem *library.Problem // why the library can't be written; nil: it can

	// ImageHost is why pictures can't be fetched from one of their hosts, or could not at the last
	// try; nil: they can.
	ImageHost *HostTrouble
}

// common is used by all parts of the package.
type common struct {
	clock  clockwork.Clock
	wall   func() time.Time
	random func() float64
	log    *slog.Logger
	status *status.Value[Status]
}

// Downloader saves the pictures of jobs.
type Downloader struct {
	Claims *Claims // which pictures are being worked on
	Hosts  *Hosts  // where pictures come from

	common
	library *library.Library
	jobs    Jobs
	work    *supervisor.Group
	saving  func() folder.Saving
	filter  func(context.Context, []library.Image) ([]library.Image, error)
	held    func() bool
	wanted  signal.Signal // there may be something to do

	addresses *addresses
	troubles  *troubles
	saver     *saver

	mu     sync.Mutex
	lastIn string // last folder that was saved to
}

// New makes a downloader that is idle until Run.
func New(p Params) *Downloader {
	c := common{clock: p.Clock, wall: p.Wall, random: p.Random, log: p.Log, status: status.New[Status](p.Changed)}
	d := &Downloader{
		common: c, library: p.Library, jobs: p.Jobs, work: p.Work, saving: p.Saving, filter: p.Wanted, held: p.Held, wanted: signal.New(),
		Hosts: &Hosts{try: p.TryHost, usual: p.UsualHost, library: p.Library, status: c.status, turn: make(chan struct{}, 1)},
		addresses: &addresses{
			common: c, library: p.Library, jobs: p.Jobs, service: p.ServiceTime, work: p.Work,
			renewals: map[string]renewal{}, refused: map[int64]string{},
		},
		troubles: &troubles{common: c},
	}
	d.Claims = &Claims{by: map[int64]string{}, changed: func(count int) {
		c.status.Set(func(s *Status) { s.Fetching = count })
		d.wanted.Wake()
	}}
	d.saver = &saver{
		common: c, images: p.Images, library: p.Library, folders: p.Folders, saving: p.Saving, version: p.Version, step: p.Step,
		claims: d.Claims, addresses: d.addresses,
	}
	return d
}

func (d *Downloader) Status() Status { return d.status.Get() }

// Wake says that there may be pictures to fetch.
func (d *Downloader) Wake() { d.wanted.Wake() }

// Renewed says that the library has fresh addresses of a job's pictures.
func (d *Downloader) Renewed(jobID string) { d.addresses.renewed(jobID, d.clock.Now()) }

// NewKey tries the pictures of an account again whose addresses could not be
// asked for with the previous key.
func (d *Downloader) NewKey(ctx context.Context, account int64) error {
	d.addresses.forget()
	return d.library.Jobs.AskAgain(ctx, account, doingRenew)
}

// Run starts downloads until ctx ends.
func (d *Downloader) Run(ctx context.Context) error {
	if err := d.work.Guard("cleaning up", func() error { return d.CleanUp(ctx) }); err != nil && ctx.Err() == nil {
		d.log.Warn("looking for what an earlier run left", "error", err)
	}
	failures := 0
	for ctx.Err() == nil {
		var next time.Time
		err := d.work.Guard("choosing what to fetch", func() (err error) {
			next, err = d.Dispatch(ctx)
			return err
		})
		if err != nil && ctx.Err() == nil {
			failures++
			d.log.Error("choosing what to fetch", "error", err)
			next = d.clock.Now().Add(backoff.After(failures, backoff.Longest, 0, d.random()))
		} else {
			failures = 0
		}
		d.Rest(ctx, next)
	}
	return nil
}

// CleanUp removes temporary files of earlier runs that are no longer needed. It is called before
// the first download.
func (d *Downloader) CleanUp(ctx context.Context) error {
	return cleaner{d.saver}.cleanUp(ctx, d.saving().Folder)
}

// Rest waits until there may be something to do, or until next, unless that is
// zero.
func (d *Downloader) Rest(ctx context.Context, next time.Time) {
	var due <-chan time.Time
	if !next.IsZero() {
		timer := d.clock.NewTimer(max(d.clock.Until(next), 0))
		defer timer.Stop()
		due = timer.Chan()
	}
	select {
	case <-ctx.Done():
	case <-d.wanted:
	case <-due:
	}
}

// Dispatch starts as many downloads as allowed, those whose addresses expire
// first. It returns when the next one is due; zero: none is.
func (d *Downloader) Dispatch(ctx context.Context) (time.Time, error) {
	if d.held() {
		return time.Time{}, nil
	}
	atOnce := d.saving().AtOnce
	if atOnce <= 0 {
		atOnce = downloadsAtOnce
	}
	room, next := d.troubles.room(min(atOnce, mostAtOnce), d.clock.Now())
	room -= d.Claims.count()
	if room <= 0 {
		return next, nil
	}
	started, next, more, err := d.startSome(ctx, room, room+mostAtOnce)
	if err == nil && started == 0 && more {
		started, next, more, err = d.startSome(ctx, room, deepLook)
	}
	if err == nil && started == 0 && more {
		// Pictures of an account without a key must not stand before all others.
		if waiting := d.accountsWaiting(ctx); len(waiting) > 0 {
			_, next, _, err = d.startSome(ctx, room, deepLook, waiting...)
		}
	}
	return next, err
}

// accountsWaiting returns the accounts that have no usable key.
func (d *Downloader) accountsWaiting(ctx context.Context) (waiting []int64) {
	all, err := d.library.Accounts.All(ctx)
	if err != nil {
		return nil // the next reading of the library says so
	}
	for _, a := range all {
		if _, may := d.jobs.MayCall(a.ID); !may {
			waiting = append(waiting, a.ID)
		}
	}
	return waiting
}

// startSome starts up to room downloads of the first limit pending pictures,
// without those of some accounts.
func (d *Downloader) startSome(ctx context.Context, room, limit int, without ...int64) (started int, next time.Time, more bool, err error) {
	images, err := d.library.PendingImages(ctx, limit, without...)
	if err != nil {
		return 0, time.Time{}, false, err
	}
	more = len(images) == limit
	if images, err = d.filter(ctx, images); err != nil {
		return 0, time.Time{}, false, err
	}
	for _, image := range images {
		if started == room {
			break
		}
		at, may := d.due(image)
		switch {
		case !may:
		case at.After(d.clock.Now()):
			if next.IsZero() || at.Before(next) {
				next = at
			}
		case d.begin(image.ID):
			started++
		}
	}
	return started, next, more, nil
}

// due returns when a picture may be fetched; false: not before an event wakes
// the downloader.
func (d *Downloader) due(image library.Image) (at time.Time, may bool) {
	now := d.clock.Now()
	if image.State == library.ImageFailed {
		if image.NextTry.IsZero() {
			return now, false // only when a person asks
		}
		if at := d.triedAt(image); at.After(now) {
			return at, true
		}
	}
	if d.addresses.stale(image, now) {
		return d.addresses.mayRenew(image) // a new key wakes the downloader
	}
	return now, true
}

// longestWait bounds the wait before the next try of any picture.
const longestWait = 2 * absentCap

// triedAt returns when a failed picture is tried again, in monotonic time. The library keeps that
// as a date, for the next run, and the clock may have been set since. So a picture that failed in
// the future, or would wait longer than longestWait, is tried now.
func (d *Downloader) triedAt(image library.Image) time.Time {
	now, wall := d.clock.Now(), d.wall()
	wait := image.NextTry.Sub(wall)
	if p := image.Problem; wait > longestWait || p != nil && p.At.After(wall) {
		wait = 0
	}
	return now.Add(wait)
}

// begin starts the download of one picture, unless it is running.
func (d *Downloader) begin(id int64) bool {
	if !d.Claims.Claim(id) {
		return false
	}
	spawned := d.work.Go(doingFetch, func(ctx context.Context) error {
		defer d.Claims.Release(id)
		err := d.fetchOne(ctx, id)
		if ctx.Err() == nil {
			d.troubles.noteLibrary(err)
		}
		return err
	})
	if !spawned {
		d.Claims.Release(id)
	}
	return spawned
}

// fetchOne fetches one picture. It reads the row again, because the picture may
// have been saved before the claim.
func (d *Downloader) fetchOne(ctx context.Context, id int64) error {
	image, err := d.library.Image(ctx, id)
	if errors.Is(err, library.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if at, may := d.due(image); !pending(image) || !may || at.After(d.clock.Now()) {
		return nil
	}
	d.savesIn(d.saving().Folder)
	err = d.work.Guard(doingFetch, func() error { return d.saver.bring(ctx, image) })
	return d.settle(ctx, image, err)
}

// settle records the result of a download: for the picture, for the image host
// and for the folder.
func (d *Downloader) settle(ctx context.Context, image library.Image, err error) error {
	if err == nil {
		d.addresses.accepted(image.ID)
		d.Hosts.worked(image)
		d.troubles.hostWorks()
		d.troubles.folderWorks()
		return nil
	}
	if ctx.Err() != nil || errors.Is(err, errPutOff) {
		// The next try continues from here; nothing failed.
		_, err := d.library.Images.SetState(context.WithoutCancel(ctx), image.ID, library.ImageKnown)
		return err
	}
	d.Hosts.failed(image, err)
	p, wait := d.troubles.judge(image, err)
	d.log.Warn("a picture could not be saved", "doing", p.What, "image", image.Generated.GeneratedImageID, "job", image.JobID, "error", err)
	_, err = d.library.Images.Fail(ctx, image.ID, p, p.At.Add(wait))
	if _, moved := errors.AsType[*library.StateError](err); moved {
		return nil // it was saved after all
	}
	return err
}
