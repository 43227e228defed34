package files_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/app/files"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
	"lookbook/app/sidecars"
	"lookbook/app/supervisor"
	"lookbook/app/test/harness"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a library and a folder of pictures, without a service.
type world struct {
	harness.World
	t       testing.TB
	clock   *clockwork.FakeClock
	dir     string
	work    *supervisor.Group
	rebuild bool         // the next run starts a new library
	step    func(string) // called at each step of the work
	rebuilt []files.RescanResult

	downloads
}

// downloads replaces the downloads; nothing is fetched.
type downloads struct {
	mu      sync.Mutex
	claimed map[int64]bool
	trouble error // the last reported problem with the folder
	woken   int
}

// Claim claims a picture that nobody has claimed.
func (d *downloads) Claim(id int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.claimed[id] {
		return false
	}
	if d.claimed == nil {
		d.claimed = map[int64]bool{}
	}
	d.claimed[id] = true
	return true
}

// Release ends a claim.
func (d *downloads) Release(id int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.claimed, id)
}

// FolderFails records a problem with the folder.
func (d *downloads) FolderFails(err error) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trouble = err
	return time.Second
}

// FolderWorks records that it is over.
func (d *downloads) FolderWorks() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trouble = nil
}

// OtherFolder reports whether the problem is a different folder.
func (d *downloads) OtherFolder() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return errors.Is(d.trouble, folder.ErrOtherFolder)
}

// Wake counts its calls.
func (d *downloads) Wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.woken++
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{World: harness.World{T: t}, t: t, clock: clockwork.NewFakeClockAt(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)), dir: t.TempDir()}
	w.Saving = folder.Saving{Folder: filepath.Join(w.dir, "pictures"), Create: true}
	w.open()
	t.Cleanup(w.close)
	return w
}

// open starts a run of the program.
func (w *world) open() {
	w.t.Helper()
	var err error
	w.Library, err = library.Open(context.Background(), filepath.Join(w.dir, "library.db"), library.Options{Clock: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	w.work = supervisor.New(nil, nil)
	w.Files = files.New(files.Params{
		Work: w.work, Library: w.Library, Identity: folder.NewIdentity(w.Library.Folders, w.clock, log), Downloads: &w.downloads,
		Sidecars: sidecars.New(sidecars.Params{
			Work: w.work, Library: w.Library, Identity: folder.NewIdentity(w.Library.Folders, w.clock, log), Clock: w.clock,
			Saving: func() folder.Saving { return w.Saving }, Log: log, Changed: func() {},
		}),
		Clock: w.clock, Wall: w.clock.Now, Saving: func() folder.Saving { return w.Saving }, Log: log,
		Rebuild: w.rebuild, Rebuilt: func(r files.RescanResult) error { w.rebuilt = append(w.rebuilt, r); return nil },
		Changed: func() {},
		Step: func(name string) {
			if w.step != nil {
				w.step(name)
			}
		},
	})
}

// end closes the Files only; close ends the whole run.
func (w *world) end() {
	w.t.Helper()
	w.work.Stop()
	if err := w.work.Wait(context.Background()); err != nil {
		w.t.Error(err)
	}
}

func (w *world) close() {
	w.t.Helper()
	w.end()
	if err := w.Library.Close(); err != nil {
		w.t.Error(err)
	}
}

// put creates n pictures of a job in the folder, of different sizes, and lets
// the library take them in.
func (w *world) put(n int) []library.Image {
	w.t.Helper()
	if err := os.MkdirAll(w.Saving.Folder, 0o755); err != nil {
		w.t.Fatal(err)
	}
	for i := range n {
		from := origin.Origin{JobID: "ig_1", ImageID: fmt.Sprintf("image%d", i), Index: new(i), Seed: new(int64(i))}
		from.Request.Prompt = "portrait photo of ukj man"
		ours, err := from.Text()
		if err != nil {
			w.t.Fatal(err)
		}
		texts := []media.Text{{Keyword: "parameters", Value: from.Request.Prompt}, ours}
		if err := os.WriteFile(filepath.Join(w.Saving.Folder, fmt.Sprintf("%02d.png", i)), embedded(w.t, noise(w.t, 24+i, 36), texts...), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	w.Rescan()
	images := w.images()
	if w.Totals().Saved != n || len(images) != n {
		w.t.Fatalf("%+v", w.Totals())
	}
	return images
}

// saved returns a world with a trash of its own and n saved pictures.
func saved(t *testing.T, n int) (*world, []library.Image) {
	t.Helper()
	t.Setenv("XDG_DATA_HOME", filepath.Join(t.TempDir(), "data"))
	w := newWorld(t)
	return w, w.put(n)
}

// images returns the pictures in their order within the job.
func (w *world) images() []library.Image {
	w.t.Helper()
	images, err := w.Library.PageImages(context.Background(), library.ImageFilter{States: library.ImageStates()}, 0, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	slices.SortFunc(images, func(a, b library.Image) int { return a.Order - b.Order })
	return images
}

func (w *world) entries() []library.Entry {
	w.t.Helper()
	entries, err := w.Library.Entries(context.Background(), library.EntryFilter{}, 0, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return entries
}

// waiting returns how many pictures the library wants to be fetched.
func (w *world) waiting() int {
	w.t.Helper()
	images, err := w.Library.PendingImages(context.Background(), 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(images)
}

// unsave changes a saved picture into one that is still to be downloaded.
func (w *world) unsave(image library.Image) {
	w.t.Helper()
	if err := os.Remove(image.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Fatal(err)
	}
	if _, err := w.Files.CheckOne(context.Background(), image.ID); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.Library.Images.SetState(context.Background(), image.ID, library.ImageKnown); err != nil {
		w.t.Fatal(err)
	}
}

// check verifies that n pictures are saved, each in a complete file of its own, and that the folder
// contains nothing else.
func (w *world) check(n int) {
	w.t.Helper()
	saved := 0
	for _, image := range w.images() {
		if image.State != library.ImageSaved {
			w.t.Errorf("picture %s is %s", image.Generated.GeneratedImageID, image.State)
			continue
		}
		saved++
		w.checkFile(image)
	}
	if names := w.Names(); saved != n || len(names) != n {
		w.t.Errorf("%d pictures are saved, want %d; the folder holds %q", saved, n, names)
	}
}

func (w *world) checkFile(image library.Image) {
	w.t.Helper()
	data, err := os.ReadFile(image.Path)
	if err != nil {
		w.t.Error(err)
		return
	}
	from, ours, err := origin.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil || !ours || from.JobID != image.JobID || from.ImageID != image.Generated.GeneratedImageID {
		w.t.Errorf("%s says that it is %+v, %v", image.Path, from, err)
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil || image.Bytes != int64(len(data)) {
		w.t.Errorf("%s is not whole: %v", image.Path, err)
	}
}

// noise makes an incompressible PNG with three bytes per pixel.
func noise(t testing.TB, width, height int) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range picture.Pix {
		picture.Pix[i] = byte(random.Uint32()) | 0xFF*byte(i%4/3)
	}
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func embedded(t testing.TB, picture []byte, texts ...media.Text) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := media.Embed(&data, bytes.NewReader(picture), int64(len(picture)), texts); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// saying adds a text to a picture.
func saying(t testing.TB, picture []byte, text string) []byte {
	t.Helper()
	return embedded(t, picture, media.Text{Keyword: media.KeywordLookbook, Value: text})
}

// chunk makes a PNG chunk.
func chunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	if err := os.WriteFile(to, harness.ReadFile(t, from), 0o600); err != nil {
		t.Fatal(err)
	}
}

func namesIn(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
