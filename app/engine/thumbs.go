package engine

import (
	"context"
	"errors"
	"image"
	"slices"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"lookbook/app/library"
	"lookbook/app/media"
)

const (
	thumbWorkers = 2
	thumbMemory  = 16 << 20 // 85 thumbnails of 256 px: those in sight are held by their cells beside
	thumbDisk    = 4 << 30  // 200,000 of them, compressed: a fortieth of the pictures

	// serviceThumbBytes bounds a thumbnail of the service's: they are some
	// tens of kilobytes.
	serviceThumbBytes = 8 << 20

	// thumbAgain is how long a thumbnail that could not be made is not tried
	// again: scrolling asks for the same one many times.
	thumbAgain = 30 * time.Second
)

// ErrNoThumbnail: the picture is not saved yet and the service made no
// thumbnail of it.
var ErrNoThumbnail = errors.New("there is no thumbnail yet")

// ThumbRequest asks for a small copy of a picture.
type ThumbRequest struct {
	Image  library.Image
	Pixels int // of the longer side on the screen; the copy is that or a little larger
}

// thumbSizes are the sizes in which thumbnails are made: a slider must not
// leave a copy of every picture for each of its positions.
func thumbSize(pixels int) int {
	for _, size := range []int{96, 128, 192, 256, 384, 512, 768, 1024, 1536} {
		if pixels <= size {
			return size
		}
	}
	return media.MaxThumbnail
}

// thumbKey is what a thumbnail is of.
type thumbKey struct {
	image int64
	size  int
	saved bool // made from the saved file; otherwise from the service's thumbnail
}

// hasFile reports whether a picture has, or had, a file of its own.
func hasFile(state library.ImageState) bool {
	return state == library.ImageSaved || state == library.ImageGone || state == library.ImageTrashed
}

func keyOf(request ThumbRequest) thumbKey {
	return thumbKey{
		image: request.Image.ID, size: thumbSize(request.Pixels),
		saved: hasFile(request.Image.State),
	}
}

// thumbnails makes small copies and keeps them.
type thumbnails struct {
	engine *Engine
	dir    string
	disk   int64
	memory *otter.Cache[thumbKey, *image.RGBA]

	mu      sync.Mutex
	more    *sync.Cond
	stack   []*thumbWork // the newest request is the last
	wanted  map[thumbKey]*thumbWork
	failed  map[thumbKey]thumbFailure
	stopped bool
}

// thumbWork is one thumbnail to be made, and who waits for it.
type thumbWork struct {
	key     thumbKey
	request ThumbRequest
	started bool
	waiting map[*waiter]bool
}

// waiter is one caller of Thumbnail.
type waiter struct {
	done func(*image.RGBA, error)
}

type thumbFailure struct {
	err   error
	until time.Time
}

func newThumbnails(e *Engine, p Params) *thumbnails {
	t := &thumbnails{
		engine: e, dir: p.ThumbDir, disk: p.ThumbDisk,
		wanted: map[thumbKey]*thumbWork{}, failed: map[thumbKey]thumbFailure{},
	}
	t.more = sync.NewCond(&t.mu)
	if t.disk <= 0 {
		t.disk = thumbDisk
	}
	memory := p.ThumbMemory
	if memory <= 0 {
		memory = thumbMemory
	}
	t.memory = otter.Must(&otter.Options[thumbKey, *image.RGBA]{
		MaximumWeight: uint64(memory),
		Weigher:       func(_ thumbKey, made *image.RGBA) uint32 { return uint32(len(made.Pix)) + 128 },
		Executor:      func(work func()) { work() }, // no goroutines but ours
	})
	return t
}

// Thumbnail returns a small copy of a picture at once when there is one in
// memory; done is not called then. Otherwise it returns nil, and done is
// called with the copy or an error, on a goroutine of the engine, unless cancel
// is called before that. The newest request is served first. Copies may be
// shared: nobody changes them.
//
// The copy is the service's own thumbnail while the picture is not saved, and
// made from the saved file after; without either the error is ErrNoThumbnail.
// After Close nothing is made and done is not called.
func (e *Engine) Thumbnail(request ThumbRequest, done func(*image.RGBA, error)) (now *image.RGBA, cancel func()) {
	t := e.thumbs
	key := keyOf(request)
	if made, ok := t.memory.GetIfPresent(key); ok {
		return made, func() {}
	}
	return nil, t.ask(key, request, done)
}

// ask puts a request on top of the stack.
func (t *thumbnails) ask(key thumbKey, request ThumbRequest, done func(*image.RGBA, error)) (cancel func()) {
	me := &waiter{done: done}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped {
		return func() {}
	}
	work := t.wanted[key]
	if work == nil {
		work = &thumbWork{key: key, request: request, waiting: map[*waiter]bool{}}
		t.wanted[key] = work
	} else if !work.started {
		t.unstack(work)
	}
	work.waiting[me] = true
	if !work.started {
		t.stack = append(t.stack, work)
		t.more.Signal()
	}
	return func() { t.giveUp(work, me) }
}

// giveUp takes a waiter back, and the work with the last of them.
func (t *thumbnails) giveUp(work *thumbWork, me *waiter) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(work.waiting, me)
	if len(work.waiting) == 0 && !work.started {
		t.unstack(work)
		delete(t.wanted, work.key)
	}
}

func (t *thumbnails) unstack(work *thumbWork) {
	// It is near the end more often than not: what scrolls away was asked for
	// a moment ago.
	for i := len(t.stack) - 1; i >= 0; i-- {
		if t.stack[i] == work {
			t.stack = slices.Delete(t.stack, i, i+1)
			return
		}
	}
}

// run makes thumbnails until the context ends.
func (t *thumbnails) run(ctx context.Context) error {
	wake := context.AfterFunc(ctx, func() {
		t.mu.Lock()
		t.stopped = true
		t.mu.Unlock()
		t.more.Broadcast()
	})
	defer wake()
	for {
		work := t.next()
		if work == nil {
			return nil
		}
		var made *image.RGBA
		err := t.engine.work.Guard("making a thumbnail", func() (err error) {
			made, err = t.make(ctx, work)
			return err
		})
		t.finish(work, made, err)
	}
}

// next waits for work and takes the newest; nil when there will be no more.
func (t *thumbnails) next() *thumbWork {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.stack) == 0 && !t.stopped {
		t.more.Wait()
	}
	if t.stopped {
		return nil
	}
	work := t.stack[len(t.stack)-1]
	t.stack = t.stack[:len(t.stack)-1]
	work.started = true
	return work
}

// finish keeps what was made and hands it to those who wait.
func (t *thumbnails) finish(work *thumbWork, made *image.RGBA, err error) {
	now := t.engine.clock.Now()
	t.mu.Lock()
	if err == nil {
		t.memory.Set(work.key, made)
		delete(t.failed, work.key)
	} else if !errors.Is(err, ErrNoThumbnail) && !errors.Is(err, context.Canceled) {
		if len(t.failed) > 1000 {
			clear(t.failed)
		}
		if before, known := t.failed[work.key]; !known || !now.Before(before.until) {
			t.failed[work.key] = thumbFailure{err: err, until: now.Add(thumbAgain)}
		}
	}
	waiting := work.waiting
	work.waiting = nil
	delete(t.wanted, work.key)
	t.mu.Unlock()
	for w := range waiting {
		if e := t.engine.work.Guard("showing a thumbnail", func() error { w.done(made, err); return nil }); e != nil {
			continue // reported; the others still wait
		}
	}
}

// close forgets everything.
func (t *thumbnails) close() { t.memory.InvalidateAll() }
