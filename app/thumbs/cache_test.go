package thumbs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/supervisor"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a cache that is driven by hand, with a service and a folder of files.
type world struct {
	t     *testing.T
	clock *clockwork.FakeClock
	dir   string
	disk  int64
	cache *Cache
	work  *supervisor.Group

	opened  int
	fetched []string
	broken  error // the service's error in place of a thumbnail
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, clock: clockwork.NewFakeClockAt(noon), dir: t.TempDir()}
	w.open()
	t.Cleanup(w.close)
	return w
}

// open starts a run of the program.
func (w *world) open() {
	w.work = supervisor.New(nil, nil)
	w.cache = New(Params{
		Work: w.work, Files: w, Service: w, Clock: w.clock, Log: slog.New(slog.DiscardHandler),
		Dir: filepath.Join(w.dir, "thumbnails"), Disk: w.disk,
	})
}

func (w *world) close() {
	w.work.Stop()
	if err := w.work.Wait(context.Background()); err != nil {
		w.t.Error(err)
	}
}

func (w *world) restart() {
	w.close()
	w.open()
}

// OpenPicture opens a file as the program does.
func (w *world) OpenPicture(_ context.Context, image library.Image) (*os.File, error) {
	w.opened++
	return media.Open(image.Path)
}

// Download returns the service's thumbnail.
func (w *world) Download(_ context.Context, address string, _ api.Resume) (*api.Download, error) {
	w.fetched = append(w.fetched, address)
	if w.broken != nil {
		return nil, w.broken
	}
	return &api.Download{Body: io.NopCloser(bytes.NewReader(drawn(w.t, 64, 96)))}, nil
}

func drawn(t *testing.T, width, height int) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := png.Encode(&data, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// coming is a picture that isn't saved and has a thumbnail at the service;
// saved is one with a file.
func coming(id int64) library.Image {
	i := library.Image{ID: id, JobID: "ig_1", State: library.ImageKnown}
	i.Generated.GeneratedImageID = fmt.Sprint(id)
	i.ThumbnailURL = "https://example.com/" + fmt.Sprint(id)
	return i
}

func (w *world) saved(id int64) library.Image {
	w.t.Helper()
	i := coming(id)
	i.State, i.Path = library.ImageSaved, filepath.Join(w.dir, fmt.Sprintf("%d.png", id))
	if err := os.WriteFile(i.Path, drawn(w.t, 400, 600), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return i
}

// shown is the result of a request.
type shown struct {
	image *image.RGBA
	err   error
	calls int
}

func (w *world) get(picture library.Image, pixels int) (now *image.RGBA, later *shown) {
	later = &shown{}
	now, _ = w.cache.Get(Request{Image: picture, Pixels: pixels}, func(made *image.RGBA, err error) {
		later.image, later.err = made, err
		later.calls++
	})
	return now, later
}

// make makes every requested thumbnail on this goroutine.
func (w *world) make() {
	for {
		w.cache.mu.Lock()
		waiting := len(w.cache.stack)
		w.cache.mu.Unlock()
		if waiting == 0 {
			return
		}
		work := w.cache.next()
		made, err := w.cache.make(w.t.Context(), work)
		w.cache.finish(work, made, err)
	}
}

func TestThumbnails(t *testing.T) {
	w := newWorld(t)
	// Before a picture is saved: the service's thumbnail, if there is one.
	none := coming(2)
	none.ThumbnailURL = ""
	_, first := w.get(coming(1), 96)
	_, second := w.get(none, 96)
	w.make()
	if first.err != nil || first.image == nil || first.calls != 1 {
		t.Errorf("the service's thumbnail: %+v", first)
	}
	if !errors.Is(second.err, ErrNone) {
		t.Errorf("a picture without one: %v", second.err)
	}
	saved := w.saved(1)
	_, ours := w.get(saved, 200)
	w.make()
	if ours.err != nil || ours.image.Rect.Dx() != 171 || ours.image.Rect.Dy() != 256 {
		t.Fatalf("ours: %+v", ours)
	}
	if now, _ := w.get(saved, 256); now != ours.image {
		t.Error("it was not in memory")
	}
	// The next run has it on the disk, also without the picture's file.
	if err := os.Remove(saved.Path); err != nil {
		t.Fatal(err)
	}
	w.restart()
	now, again := w.get(saved, 200)
	w.make()
	if now != nil || again.err != nil || again.image == nil || w.opened != 1 {
		t.Errorf("from the disk: %+v", again)
	}
	if path := File(filepath.Join(w.dir, "thumbnails"), saved, 130); !exists(path) {
		t.Error("it is not in the file that File tells")
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// If the file is gone, the service's thumbnail is shown.
func TestThumbnailOfAFileThatIsGone(t *testing.T) {
	w := newWorld(t)
	picture := w.saved(1)
	if err := os.Remove(picture.Path); err != nil {
		t.Fatal(err)
	}
	_, result := w.get(picture, 200)
	picture.ID, picture.ThumbnailURL = 2, ""
	_, nothing := w.get(picture, 200)
	w.make()
	if result.err != nil || result.image == nil || !errors.Is(nothing.err, fs.ErrNotExist) {
		t.Errorf("%+v, %v", result, nothing.err)
	}
}

// The newest request is served first, a cancelled one isn't served, and two for
// the same picture are served together.
func TestThumbnailsAreMadeInTheOrderOfNeed(t *testing.T) {
	w := newWorld(t)
	var order []int64
	ask := func(id int64) (cancel func()) {
		_, cancel = w.cache.Get(Request{Image: w.saved(id), Pixels: 128}, func(*image.RGBA, error) { order = append(order, id) })
		return cancel
	}
	ask(1)
	cancel := ask(2)
	ask(3)
	ask(4)
	ask(1)
	cancel()
	w.make()
	if want := []int64{1, 1, 4, 3}; !slices.Equal(order, want) || w.opened != 3 {
		t.Fatalf("served: %v, want %v; %d files were opened", order, want, w.opened)
	}
}

func TestThumbnailsThatFailWait(t *testing.T) {
	w := newWorld(t)
	w.broken = api.ErrServer
	for range 10 {
		_, result := w.get(coming(1), 96)
		w.make()
		if !errors.Is(result.err, api.ErrServer) {
			t.Errorf("a thumbnail out of nothing: %v", result.err)
		}
	}
	if len(w.fetched) != 1 {
		t.Errorf("fetched %q", w.fetched)
	}
	w.broken = nil
	w.clock.Advance(time.Minute)
	_, result := w.get(coming(1), 96)
	w.make()
	if result.err != nil {
		t.Error(result.err)
	}
}

// A panic of one receiver doesn't affect the others.
func TestAPanicIsContained(t *testing.T) {
	w := newWorld(t)
	w.cache.Get(Request{Image: coming(1), Pixels: 96}, func(*image.RGBA, error) { panic("a mistake") })
	_, later := w.get(coming(1), 96)
	w.make()
	if later.calls != 1 || later.err != nil {
		t.Errorf("%+v", later)
	}
}

// The goroutines work, and end with their group.
func TestThumbnailsAreMadeByThemselves(t *testing.T) {
	w := newWorld(t)
	w.cache.Start()
	made := make(chan error, 1)
	w.cache.Get(Request{Image: coming(1), Pixels: 96}, func(_ *image.RGBA, err error) { made <- err })
	if err := <-made; err != nil {
		t.Error(err)
	}
	w.close()
	w.cache.Get(Request{Image: coming(2), Pixels: 96}, func(*image.RGBA, error) { t.Error("this came after the end") })
}

func TestSize(t *testing.T) {
	for pixels, want := range map[int]int{-1: 128, 1: 128, 128: 128, 129: 256, 512: 512, 600: 1024, 5000: 1024} {
		if got := Size(pixels); got != want {
			t.Errorf("for %d pixels: %d, want %d", pixels, got, want)
		}
	}
	if last := sizes[len(sizes)-1]; last > media.MaxThumbnail || !slices.IsSorted(sizes) {
		t.Errorf("the sizes %v", sizes)
	}
}
