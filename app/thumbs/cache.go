package thumbs

import (
	"context"
	"errors"
	"image"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/maypok86/otter/v2"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/signal"
	"lookbook/app/supervisor"
)

const (
	workers     = 2
	memoryBytes = 8 << 20 // 42 thumbnails of 256 px; cells hold the visible ones themselves
	defaultDisk = 4 << 30 // 200,000 compressed thumbnails, a fortieth of the pictures' size

	// tryAgain is how long a thumbnail that could not be made is not tried
	// again, because scrolling asks for the same one many times.
	tryAgain = 30 * time.Second
)

// ErrNone: the picture is not saved yet, and the service made no thumbnail.
var ErrNone = errors.New("there is no thumbnail yet")

// Files opens the files of saved pictures.
type Files interface {
	// OpenPicture opens a picture's file. The error for a missing file is
	// fs.ErrNotExist or media.ErrNotFile.
	OpenPicture(ctx context.Context, image library.Image) (*os.File, error)
}

// Service fetches the service's thumbnails; *api.ImageHost does.
type Service interface {
	Download(ctx context.Context, address string, from api.Resume) (*api.Download, error)
}

// Params are the parts of a Cache.
type Params struct {
	Work    *supervisor.Group
	Files   Files
	Service Service
	Clock   clockwork.Clock
	Log     *slog.Logger

	// Dir is the folder of the cache on disk; "": there is none on disk.
	Dir string
	// Disk bounds the cache on disk, in bytes; 0: 4 GiB.
	Disk int64
	// Settle is the wait before the cache on disk is counted.
	Settle time.Duration
}

// Request asks for a thumbnail of a picture.
type Request struct {
	Image  library.Image
	Pixels int // longer side on the screen; the thumbnail has Size(Pixels)
}

// key identifies a thumbnail.
type key struct {
	image int64
	size  int
	saved bool // from the saved file; otherwise the service's thumbnail
}

func (r Request) key() key {
	state := r.Image.State
	return key{
		image: r.Image.ID, size: Size(r.Pixels),
		saved: state == library.ImageSaved || state == library.ImageGone || state == library.ImageTrashed,
	}
}

// Cache makes and keeps thumbnails.
type Cache struct {
	p      Params
	memory *otter.Cache[key, *image.RGBA]

	onDisk onDisk
	full   signal.Signal // the cache on disk exceeds its bound

	mu      sync.Mutex
	more    *sync.Cond
	stack   []*job // the newest request is last
	wanted  map[key]*job
	failed  map[key]failure
	stopped bool
}

// job is a thumbnail to make, and its waiters.
type job struct {
	key     key
	image   library.Image
	started bool
	waiting map[*waiter]bool
}

// waiter is a call of Get.
type waiter struct {
	done func(*image.RGBA, error)
}

type failure struct {
	err   error
	until time.Time
}

// New makes a cache that is idle until Start.
func New(p Params) *Cache {
	if p.Disk <= 0 {
		p.Disk = defaultDisk
	}
	c := &Cache{p: p, full: signal.New(), wanted: map[key]*job{}, failed: map[key]failure{}}
	c.more = sync.NewCond(&c.mu)
	c.memory = otter.Must(&otter.Options[key, *image.RGBA]{
		MaximumWeight: memoryBytes,
		Weigher:       func(_ key, made *image.RGBA) uint32 { return uint32(len(made.Pix)) + 128 },
		Executor:      func(work func()) { work() }, // without goroutines of its own
	})
	return c
}

// Start starts the work. It is called once and returns at once.
func (c *Cache) Start() {
	context.AfterFunc(c.p.Work.Context(), func() {
		c.mu.Lock()
		c.stopped = true
		c.mu.Unlock()
		c.more.Broadcast()
		c.memory.InvalidateAll()
	})
	c.p.Work.Go("prune the thumbnails", c.runPrune)
	for range workers {
		c.p.Work.Go("make thumbnails", c.run)
	}
}

// Get returns a thumbnail at once if it is in memory; done is not called then. Otherwise it returns
// nil, and done is called with the thumbnail or an error, on a goroutine of the cache, unless
// cancel is called first. The newest request is served first. Thumbnails are shared, so nobody may
// change them.
//
// While the picture is not saved, the thumbnail is the service's; then it is made from the saved
// file. The error is ErrNone when there is neither. After the group has ended nothing is made and
// done is not called.
func (c *Cache) Get(request Request, done func(*image.RGBA, error)) (now *image.RGBA, cancel func()) {
	key := request.key()
	if made, ok := c.memory.GetIfPresent(key); ok {
		return made, func() {}
	}
	return nil, c.ask(key, request.Image, done)
}

// ask puts a request on top of the stack.
func (c *Cache) ask(key key, image library.Image, done func(*image.RGBA, error)) (cancel func()) {
	me := &waiter{done: done}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped {
		return func() {}
	}
	work := c.wanted[key]
	if work == nil {
		work = &job{key: key, image: image, waiting: map[*waiter]bool{}}
		c.wanted[key] = work
	} else if !work.started {
		c.unstack(work)
	}
	work.waiting[me] = true
	if !work.started {
		c.stack = append(c.stack, work)
		c.more.Signal()
	}
	return func() { c.giveUp(work, me) }
}

// giveUp removes a waiter, and the job with its last one.
func (c *Cache) giveUp(work *job, me *waiter) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(work.waiting, me)
	if len(work.waiting) == 0 && !work.started {
		c.unstack(work)
		delete(c.wanted, work.key)
	}
}

func (c *Cache) unstack(work *job) {
	// It is usually near the end: what scrolls away was requested a moment ago.
	for i := len(c.stack) - 1; i >= 0; i-- {
		if c.stack[i] == work {
			c.stack = slices.Delete(c.stack, i, i+1)
			return
		}
	}
}

// run makes thumbnails until ctx ends.
func (c *Cache) run(ctx context.Context) error {
	for {
		work := c.next()
		if work == nil {
			return nil
		}
		var made *image.RGBA
		err := c.p.Work.Guard("making a thumbnail", func() (err error) {
			made, err = c.make(ctx, work)
			return err
		})
		c.finish(work, made, err)
	}
}

// next waits for a job and takes the newest; nil: there will be no more.
func (c *Cache) next() *job {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.stack) == 0 && !c.stopped {
		c.more.Wait()
	}
	if c.stopped {
		return nil
	}
	work := c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
	work.started = true
	return work
}

// finish stores a thumbnail and passes it to its waiters.
func (c *Cache) finish(work *job, made *image.RGBA, err error) {
	now := c.p.Clock.Now()
	c.mu.Lock()
	if err == nil {
		c.memory.Set(work.key, made)
		delete(c.failed, work.key)
	} else if !errors.Is(err, ErrNone) && !errors.Is(err, context.Canceled) {
		if len(c.failed) > 1000 {
			clear(c.failed)
		}
		if before, known := c.failed[work.key]; !known || !now.Before(before.until) {
			c.failed[work.key] = failure{err: err, until: now.Add(tryAgain)}
		}
	}
	waiting := work.waiting
	work.waiting = nil
	delete(c.wanted, work.key)
	c.mu.Unlock()
	for w := range waiting {
		if e := c.p.Work.Guard("showing a thumbnail", func() error { w.done(made, err); return nil }); e != nil {
			continue // the panic is reported; the others still wait
		}
	}
}
