package imageview

import (
	"context"
	"slices"

	"lookbook/app/library"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

const (
	// decoders is how many pictures are decoded at once, which leaves the rest of the program
	// enough processor time.
	decoders = 2
	// budget bounds the bytes of decoded pictures, beside the two most urgent: about 17 of 1024 × 1024.
	budget = 96 << 20
)

// Load reads and decodes a picture's file, off the UI goroutine, until its context ends.
type Load func(ctx context.Context, img library.Image) (*widgets.Pyramid, error)

// cache keeps decoded pictures that are viewed or may be next. Unwanted ones are dropped at once, and not decoded if
// that has not started.
type cache struct {
	run  pagedlist.Run
	load Load
	// ready is called when a wanted picture was decoded, or could not be.
	ready   func(img library.Image, err error)
	wanted  []library.Image // most urgent first, within the budget
	held    map[version]held
	loading map[version]context.CancelFunc
	busy    int  // running decodes, including cancelled ones
	waits   bool // to start more until the next frame is on the screen
}

// version decides whether a picture must be read again.
type version struct {
	id   int64
	path string
}

// held is the outcome of a decode.
type held struct {
	picture *widgets.Pyramid
	err     error
}

// newCache returns an empty one.
func newCache(run pagedlist.Run, load Load, ready func(img library.Image, err error)) *cache {
	return &cache{run: run, load: load, ready: ready, held: map[version]held{}, loading: map[version]context.CancelFunc{}}
}

func versionOf(img library.Image) version { return version{img.ID, img.Path} }

// bytesOf estimates the memory of a decoded picture, with its smaller levels.
func bytesOf(img library.Image) int64 {
	const unknown = 1024
	width, height := int64(img.Width), int64(img.Height)
	if width <= 0 || height <= 0 {
		width, height = unknown, unknown
	}
	return width * height * 4 * 4 / 3
}

// Want sets the pictures to have ready, the most urgent first. Only saved ones can be loaded. The first two are kept
// whatever their size, the others within budget.
func (s *cache) Want(images ...library.Image) {
	s.wanted = s.wanted[:0]
	keep, total := map[version]bool{}, int64(0)
	for _, img := range images {
		if img.State != library.ImageSaved || keep[versionOf(img)] {
			continue
		}
		total += bytesOf(img)
		if len(s.wanted) >= 2 && total > budget {
			break
		}
		keep[versionOf(img)] = true
		s.wanted = append(s.wanted, img)
	}
	for v := range s.held {
		if !keep[v] {
			delete(s.held, v)
		}
	}
	for v, cancel := range s.loading {
		if !keep[v] {
			cancel()
			delete(s.loading, v)
		}
	}
	s.pump()
}

// Picture returns a decoded picture; nil: it is not ready.
func (s *cache) Picture(img library.Image) *widgets.Pyramid { return s.held[versionOf(img)].picture }

// Err returns why a wanted picture could not be read; nil: it could, or that is unknown.
func (s *cache) Err(img library.Image) error { return s.held[versionOf(img)].err }

// Retry makes the next Want read a picture again that could not be read.
func (s *cache) Retry(img library.Image) {
	if s.Err(img) != nil {
		delete(s.held, versionOf(img))
	}
}

// Len is the number of decoded pictures.
func (s *cache) Len() int { return len(s.held) }

// Clear drops everything.
func (s *cache) Clear() { s.Want() }

// pump starts wanted decodes. The most urgent picture doesn't wait for running ones. If it is there, it is about to be
// drawn, which takes all processors where there is no graphics card: the others wait for that.
func (s *cache) pump() {
	if len(s.wanted) == 0 || !s.done(s.wanted[0]) {
		s.start()
		return
	}
	if s.waits || !slices.ContainsFunc(s.wanted, s.missing) {
		return
	}
	s.waits = true
	afterFrame(s.run, func() {
		s.waits = false
		s.start()
	})
}

// afterFrame calls f after the frame that shows what the present event changed: the toolkit paints before it takes what
// is queued.
func afterFrame(run pagedlist.Run, f func()) { run(func(context.Context) func() { return f }) }

func (s *cache) start() {
	for i, img := range s.wanted {
		most := decoders
		if i == 0 {
			most++
		}
		if s.busy >= most {
			return
		}
		if s.missing(img) {
			s.begin(img, versionOf(img))
		}
	}
}

func (s *cache) done(img library.Image) bool {
	_, done := s.held[versionOf(img)]
	return done
}

// missing reports whether nobody has begun to decode a picture.
func (s *cache) missing(img library.Image) bool {
	_, begun := s.loading[versionOf(img)]
	return !begun && !s.done(img)
}

func (s *cache) begin(img library.Image, v version) {
	given, cancel := context.WithCancel(context.Background())
	s.loading[v] = cancel
	s.busy++
	s.run(func(ctx context.Context) func() {
		stop := context.AfterFunc(ctx, cancel) // the program may end meanwhile
		defer stop()
		var h held
		if h.err = given.Err(); h.err == nil {
			h.picture, h.err = s.load(given, img)
		}
		return func() {
			s.busy--
			if given.Err() == nil {
				cancel()
				delete(s.loading, v)
				s.held[v] = h
				s.ready(img, h.err)
			}
			s.pump()
		}
	})
}
