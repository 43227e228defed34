package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/download"
	"lookbook/app/engine"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/test/harness"
	"lookbook/app/thumbs"
)

// noon is when every world starts.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// leap is a clock on which waiting takes no time: it advances the fake clock
// instead. The client paces its calls with it.
type leap struct{ *clockwork.FakeClock }

func (l leap) NewTimer(d time.Duration) clockwork.Timer {
	timer := l.FakeClock.NewTimer(d)
	l.Advance(d)
	return timer
}

// wrong is a clock that is ahead.
type wrong struct {
	*clockwork.FakeClock
	by time.Duration
}

func (w wrong) Now() time.Time                  { return w.FakeClock.Now().Add(w.by) }
func (w wrong) Since(t time.Time) time.Duration { return w.Now().Sub(t) }
func (w wrong) Until(t time.Time) time.Duration { return t.Sub(w.Now()) }

// local is this computer's monotonic clock. It isn't affected by setting the
// wall clock.
func (w *world) local() clockwork.Clock { return wrong{w.clock, w.ahead} }

// wall is this computer's wall clock, which tests can set while the program
// runs. It is separate because a fake clock has no second, monotonic reading.
type wall struct{ w *world }

// Now returns the time that the wall clock shows.
func (c wall) Now() time.Time { return c.w.local().Now().Add(time.Duration(c.w.turned.Load())) }

// setClock moves this computer's wall clock ahead, or back if by is negative.
func (w *world) setClock(by time.Duration) { w.turned.Add(int64(by)) }

// wallClock is the wall clock for the library, which uses nothing else of a
// clock.
type wallClock struct {
	clockwork.Clock
	wall
}

// Now returns the time that the wall clock shows.
func (c wallClock) Now() time.Time { return c.wall.Now() }

// world is a simulated service, a library and a folder, with an engine that is
// driven by hand.
type world struct {
	harness.World
	t         *testing.T
	clock     *clockwork.FakeClock
	server    *apitest.Server
	client    *api.Client
	key       string
	dir       string
	engine    *engine.Engine
	random    float64
	api       engine.API      // instead of the client; nil: the client
	imageHost download.Images // instead of its image host; nil: that one
	ahead     time.Duration   // by how much the service's clock is ahead of this computer's
	turned    atomic.Int64    // by how much this computer's clock was set during the run
	tryHost   func(context.Context, string) error
	rebuild   bool                 // the next run starts a new library
	others    map[int64]engine.API // clients of the accounts after the first
}

func newWorld(t *testing.T, o apitest.Options) *world {
	t.Helper()
	w := &world{
		World: harness.World{T: t}, t: t, clock: clockwork.NewFakeClockAt(noon),
		key: "dl-" + strings.Repeat("0f", 16), dir: t.TempDir(), random: 0.5,
	}
	o.Clock = w.clock
	if len(o.Keys) == 0 {
		o.Keys = []string{w.key}
	}
	var err error
	if w.server, err = apitest.New(o); err != nil {
		t.Fatal(err)
	}
	w.client, err = api.New(api.Options{BaseURL: w.server.URL(), Key: func() string { return w.key }, Clock: leap{w.clock}})
	if err != nil {
		t.Fatal(err)
	}
	w.Saving = folder.Saving{Folder: filepath.Join(w.dir, "pictures"), Create: true}
	w.open()
	t.Cleanup(func() {
		w.close()
		w.client.Close()
		if err := w.server.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// open starts a run of the program.
func (w *world) open() {
	w.t.Helper()
	var err error
	w.Library, err = library.Open(context.Background(), filepath.Join(w.dir, "library.db"), library.Options{Clock: wallClock{w.local(), wall{w}}})
	if err != nil {
		w.t.Fatal(err)
	}
	if w.api == nil {
		w.api = w.client
	}
	if w.imageHost == nil {
		w.imageHost = w.client.Images
	}
	newest, err := w.Library.Jobs.Newest(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	w.engine = engine.New(engine.Params{
		API: w.api, Others: w.others, Images: w.imageHost, Library: w.Library, Clock: w.local(), Wall: wall{w}.Now,
		Saving: func() folder.Saving { return w.Saving },
		Random: func() float64 { return w.random }, AppVersion: "test",
		ThumbDir: filepath.Join(w.dir, "thumbnails"),
		Rebuild:  w.rebuild, Newest: newest, TryHost: w.tryHost,
	})
	w.Files = w.engine.Files
}

// close ends the run.
func (w *world) close() {
	if w.engine == nil {
		return
	}
	if err := w.engine.Close(context.Background()); err != nil {
		w.t.Error(err)
	}
	if err := w.Library.Close(); err != nil {
		w.t.Error(err)
	}
	w.engine = nil
}

// crash ends the run like a killed process: nothing that the engine still does
// has an effect.
func (w *world) crash() {
	w.t.Helper()
	if err := w.Library.Close(); err != nil {
		w.t.Error(err)
	}
	if err := w.engine.Close(context.Background()); err != nil {
		w.t.Error(err)
	}
	w.engine = nil
	w.restart()
}

// restart ends the run and starts another.
func (w *world) restart() {
	w.t.Helper()
	w.close()
	w.open()
	if err := w.engine.Downloads.CleanUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func config(images int) api.Config {
	return api.Config{
		Prompt: "portrait photo of ukj man, Æsir", NegativePrompt: "blurry", Width: 64, Height: 96, NumSamples: images,
		CheckpointID: "ckp_15f9112b", ModelType: "sd-v1", NumInferenceSteps: 20, Seed: new(int64(-1)),
	}
}

func (w *world) submit(c api.Config) library.Entry {
	w.t.Helper()
	entry, err := w.engine.Outbox.Send(context.Background(), c)
	if err != nil {
		w.t.Fatal(err)
	}
	w.engine.SendAll()
	return w.entry(entry.ID)
}

func (w *world) entry(id int64) library.Entry {
	w.t.Helper()
	entry, err := w.Library.Entry(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return entry
}

func (w *world) images(id int64) []library.Image {
	w.t.Helper()
	images, err := w.Library.PageImages(context.Background(), library.ImageFilter{EntryID: id}, 0, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return images
}

func (w *world) fetch() time.Time {
	w.t.Helper()
	next, err := w.engine.Fetch()
	if err != nil {
		w.t.Fatal(err)
	}
	return next
}

// run lets time pass and does what is due, until done returns true or the limit
// has passed.
func (w *world) run(limit time.Duration, done func() bool) bool {
	w.t.Helper()
	clock := w.local()
	end := clock.Now().Add(limit)
	for {
		w.engine.SendAll()
		at, planned := w.engine.Planned()
		if planned && !at.After(clock.Now()) {
			w.engine.Round()
			at, planned = w.engine.Planned()
		}
		next := w.fetch()
		if done != nil && done() {
			return true
		}
		wake := end
		if planned && at.Before(wake) {
			wake = at
		}
		if !next.IsZero() && next.Before(wake) {
			wake = next
		}
		if !wake.Before(end) {
			w.clock.Advance(max(clock.Until(end), 0))
			return false
		}
		w.clock.Advance(max(clock.Until(wake), 0))
	}
}

func (w *world) runUntilSaved(n int) {
	w.t.Helper()
	if !w.run(time.Hour, func() bool { return w.Totals().Saved == n && w.Totals().Unfinished == 0 }) {
		w.t.Fatalf("after an hour: %+v, status %+v", w.Totals(), w.engine.Status())
	}
}

// count returns the number of API calls with this method and a path with this
// prefix.
func (w *world) count(method, path string) int {
	n := 0
	for _, call := range w.server.Calls() {
		if call.Method == method && strings.HasPrefix(call.Path, path) {
			n++
		}
	}
	return n
}

func (w *world) posts() int { return w.count("POST", "/image_gen") }

// thumbnail starts the thumbnails and waits for one.
func (w *world) thumbnail(of library.Image) {
	w.t.Helper()
	made := make(chan struct{})
	w.engine.Thumbs.Start()
	if now, _ := w.engine.Thumbs.Get(thumbs.Request{Image: of, Pixels: 96}, func(*image.RGBA, error) { close(made) }); now == nil {
		<-made
	}
}

// check verifies the promise: every picture of every job is saved once, with the service's own
// pixels and both texts, and nothing else is left in the folder.
func (w *world) check(pictures int) {
	w.t.Helper()
	seen := map[string]bool{}
	entries, err := w.Library.Entries(context.Background(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, entry := range entries {
		for _, saved := range w.images(entry.ID) {
			if saved.State != library.ImageSaved {
				w.t.Errorf("picture %s is %s: %+v", saved.Generated.GeneratedImageID, saved.State, saved.Problem)
				continue
			}
			if seen[saved.Path] {
				w.t.Errorf("%s is two pictures", saved.Path)
			}
			seen[saved.Path] = true
			w.checkFile(entry, saved)
		}
	}
	if len(seen) != pictures {
		w.t.Errorf("%d pictures are saved, want %d", len(seen), pictures)
	}
	if names := w.Names(); len(names) != pictures {
		w.t.Errorf("%d files for %d pictures: %q", len(names), pictures, names)
	}
}

func (w *world) checkFile(entry library.Entry, saved library.Image) {
	w.t.Helper()
	data, err := os.ReadFile(saved.Path)
	if err != nil {
		w.t.Error(err)
		return
	}
	_, stored, ok := w.server.Picture(saved.JobID, saved.Generated.GeneratedImageID)
	if !ok {
		w.t.Errorf("the service has no picture %s of job %s", saved.Generated.GeneratedImageID, saved.JobID)
		return
	}
	if !bytes.Equal(harness.Pixels(w.t, data), harness.Pixels(w.t, stored)) || saved.Bytes != int64(len(data)) || saved.Width != 64 || saved.Height != 96 {
		w.t.Errorf("%s is not the service's picture (%d bytes, %d×%d)", saved.Path, saved.Bytes, saved.Width, saved.Height)
	}
	texts, err := media.ReadTexts(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(texts) != 2 {
		w.t.Errorf("texts of %s: %v, %v", saved.Path, texts, err)
		return
	}
	var from struct {
		JobID   string     `json:"job_id"`
		ImageID string     `json:"image_id"`
		Seed    int64      `json:"seed"`
		Request api.Config `json:"request"`
	}
	if err := json.Unmarshal([]byte(texts[1].Value), &from); err != nil || texts[1].Keyword != "dreamlook" {
		w.t.Errorf("texts of %s: %v, %v", saved.Path, texts, err)
	}
	if from.JobID != entry.Job.JobID || from.ImageID != saved.Generated.GeneratedImageID ||
		from.Seed != *saved.Generated.Seed || from.Request.Prompt != entry.Job.Config.Prompt {
		w.t.Errorf("%s says that it is %+v", saved.Path, from)
	}
	if !strings.HasPrefix(texts[0].Value, "portrait photo of ukj man") || !strings.Contains(texts[0].Value, fmt.Sprintf("Seed: %d", from.Seed)) {
		w.t.Errorf("%s has the parameters %q", saved.Path, texts[0].Value)
	}
}
