package imageview

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

const (
	// decoders is how many pictures are decoded at once: as many as leave the rest of the program room.
	decoders = 2
	// budget is how many bytes of decoded pictures are kept, besides the two most urgent: about 17 of 1024 × 1024.
	budget = 96 << 20
)

// Load reads and decodes the file of a picture, off the UI goroutine. It may be given up by its context.
type Load func(ctx context.Context, img library.Image) (*widgets.Pyramid, error)

// cache keeps pictures decoded that are looked at now or may be next. What is not wanted any more is let go at once, and
// not decoded if that has not begun.
type cache struct {
	run  pagedlist.Run
	load Load
	// ready is told when a picture that is wanted was decoded or could not be.
	ready   func(img library.Image, err error)
	wanted  []library.Image // most urgent first, as many as there is room for
	held    map[version]held
	loading map[version]context.CancelFunc
	busy    int // decodes under way, those that were given up among them
}

// version is what decides whether a picture has to be read again.
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

// bytesOf is about how much a picture takes when it is decoded, its halvings included.
func bytesOf(img library.Image) int64 {
	const unknown = 1024
	width, height := int64(img.Width), int64(img.Height)
	if width <= 0 || height <= 0 {
		width, height = unknown, unknown
	}
	return width * height * 4 * 4 / 3
}

// Want says which pictures to have ready, the most urgent first; only saved ones can be had. The first two are kept whatever
// they take, the others as far as budget goes.
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

// Picture is a decoded picture, nil while it is not here.
func (s *cache) Picture(img library.Image) *widgets.Pyramid { return s.held[versionOf(img)].picture }

// Err is why a picture that is wanted could not be read, nil while that is not known.
func (s *cache) Err(img library.Image) error { return s.held[versionOf(img)].err }

// Retry has a picture read again that could not be, the next time that it is wanted.
func (s *cache) Retry(img library.Image) {
	if s.Err(img) != nil {
		delete(s.held, versionOf(img))
	}
}

// Len is how many decoded pictures are kept.
func (s *cache) Len() int { return len(s.held) }

// Clear lets everything go.
func (s *cache) Clear() { s.Want() }

// pump begins what is wanted and not begun. The most urgent picture does not wait behind others that are under way.
func (s *cache) pump() {
	for i, img := range s.wanted {
		most := decoders
		if i == 0 {
			most++
		}
		if s.busy >= most {
			return
		}
		v := versionOf(img)
		_, done := s.held[v]
		_, begun := s.loading[v]
		if !done && !begun {
			s.begin(img, v)
		}
	}
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
