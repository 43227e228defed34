package download_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/app/download"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/supervisor"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const job = "ig_1"

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// neighbours simulate the image host and the part that asks for jobs.
type neighbours struct {
	mu      sync.Mutex
	library *library.Library
	fetched map[string]int // number of fetches by address
	version int            // version of the addresses that are listed and accepted
	key     bool
	asked   int

	picture func(url string) []byte // nil: a small PNG
}

func (n *neighbours) address(picture int) string {
	return fmt.Sprintf("https://images.example/%d?version=%d", picture, n.version)
}

func (n *neighbours) Download(_ context.Context, url string, _ api.Resume) (*api.Download, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fetched[url]++
	if !strings.HasSuffix(url, fmt.Sprintf("?version=%d", n.version)) {
		return nil, &api.Error{Status: 403, Err: api.ErrExpired}
	}
	if n.picture != nil {
		data := n.picture(url)
		return &api.Download{Body: io.NopCloser(bytes.NewReader(data)), Length: int64(len(data))}, nil
	}
	var data bytes.Buffer
	picture := image.NewGray(image.Rect(0, 0, 8, 8))
	picture.Pix[0] = url[len("https://images.example/")]
	err := png.Encode(&data, picture)
	return &api.Download{Body: io.NopCloser(&data), Length: int64(data.Len())}, err
}

func (n *neighbours) ServiceTime() (time.Time, bool) { return time.Time{}, false }

func (n *neighbours) MayCall(int64) (time.Time, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return time.Time{}, n.key
}

func (n *neighbours) Ask(ctx context.Context, _ library.Entry) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	return n.tell(ctx)
}

func (n *neighbours) NotKnown(context.Context, int64, string, error) error { return nil }

func (n *neighbours) Failed(int64, error) {}

const pictures = 3

// tell stores the job in the library.
func (n *neighbours) tell(ctx context.Context) error {
	told := api.Job{JobID: job, JobType: api.TypeImageGen, State: api.Success, ImageGenResults: []api.ImageGenResult{{}}}
	for i := range pictures {
		told.ImageGenResults[0].GeneratedImages = append(told.ImageGenResults[0].GeneratedImages, api.GeneratedImage{
			GeneratedImageID: fmt.Sprint("i", i), URL: n.address(i), GenerationIdx: &i,
		})
	}
	_, err := n.library.Jobs.Put(ctx, []library.JobUpdate{{Job: told, Full: true}})
	return err
}

// run is a run of the program.
type run struct {
	*download.Downloader
	t      *testing.T
	ctx    context.Context
	all    *neighbours
	dir    string
	end    func()
	saving folder.Saving
}

// begin starts a run with the files that earlier runs left in dir.
func begin(t *testing.T, dir string, step func(string)) *run {
	t.Helper()
	clock := clockwork.NewFakeClockAt(now)
	l, err := library.Open(t.Context(), filepath.Join(dir, "library.db"), library.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	r := &run{t: t, dir: dir, all: &neighbours{library: l, fetched: map[string]int{}, key: true}, saving: folder.Saving{Folder: filepath.Join(dir, "pictures"), Create: true}}
	work := supervisor.New(nil, nil)
	r.ctx = work.Context()
	log := slog.New(slog.DiscardHandler)
	r.Downloader = download.New(download.Params{
		Held:   func() bool { return false },
		Images: r.all, ServiceTime: r.all.ServiceTime, Library: l, Jobs: r.all, Folders: folder.NewIdentity(l.Folders, clock, log), Work: work,
		Clock: clock, Wall: clock.Now, Random: func() float64 { return 0.5 }, Log: log, Version: "test",
		Saving:  func() folder.Saving { return r.saving },
		Wanted:  func(_ context.Context, images []library.Image) ([]library.Image, error) { return images, nil },
		Changed: func() {}, Step: step,
	})
	r.end = sync.OnceFunc(func() {
		work.Stop()
		if err := errors.Join(work.Wait(context.Background()), l.Close()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(r.end)
	return r
}

// fetch downloads everything that can be downloaded now.
func (r *run) fetch() {
	r.t.Helper()
	for {
		_, err := r.Dispatch(r.ctx)
		if err != nil {
			r.t.Fatal(err)
		}
		if r.Status().Fetching == 0 {
			return
		}
		r.Rest(r.ctx, time.Time{})
	}
}

// images returns the pictures' rows in the library.
func (r *run) images() []library.Image {
	r.t.Helper()
	images, err := r.all.library.PageImages(r.t.Context(), library.ImageFilter{States: library.ImageStates()}, 0, 100)
	if err != nil || len(images) != pictures {
		r.t.Fatalf("%d pictures, %v", len(images), err)
	}
	return images
}

// check fails the test unless every picture is saved once and nothing else is in
// the folder.
func (r *run) check() {
	r.t.Helper()
	paths := map[string]bool{}
	for _, image := range r.images() {
		info, err := os.Stat(image.Path)
		if image.State != library.ImageSaved || err != nil || info.Size() != image.Bytes {
			r.t.Errorf("%s is %s, %v: %+v", image.Path, image.State, err, image.Problem)
		}
		paths[image.Path] = true
	}
	files, err := os.ReadDir(r.saving.Folder)
	if err != nil || len(paths) != pictures || len(files) != pictures+1 { // plus the folder's mark
		r.t.Errorf("%d pictures, %q, %v", len(paths), files, err)
	}
}

// Wherever a run ends, the next one saves every picture once and fetches none
// again.
func TestARunThatEndsAtAnyStep(t *testing.T) {
	for _, end := range []string{"placing", "placed", "recorded"} {
		t.Run(end, func(t *testing.T) {
			dir := t.TempDir()
			first := begin(t, dir, func(step string) {
				if step == end {
					panic(step)
				}
			})
			if err := first.all.tell(t.Context()); err != nil {
				t.Fatal(err)
			}
			first.fetch()
			first.end()
			second := begin(t, dir, func(string) {})
			second.saving.Template = "another {index}"
			if err := second.CleanUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := second.RetryFailed(t.Context()); err != nil { // so that nothing waits
				t.Fatal(err)
			}
			second.fetch()
			second.check()
			if len(second.all.fetched) > 0 {
				t.Errorf("fetched again: %v", second.all.fetched)
			}
		})
	}
}

// Several runs that end early leave no files behind, however much of the files
// they had written.
func TestRunsThatEndOneAfterTheOther(t *testing.T) {
	for _, torn := range []bool{false, true} {
		for _, second := range []string{"placing", "placed", "recorded"} {
			t.Run(fmt.Sprint(second, " torn=", torn), func(t *testing.T) {
				dir := t.TempDir()
				for i, end := range []string{"placing", second} {
					r := begin(t, dir, func(step string) {
						if step == end {
							panic(step)
						}
					})
					if i == 0 {
						if err := r.all.tell(t.Context()); err != nil {
							t.Fatal(err)
						}
					} else if err := errors.Join(r.CleanUp(t.Context()), r.RetryFailed(t.Context())); err != nil {
						t.Fatal(err)
					}
					r.fetch()
					r.end()
					if torn {
						tear(t, r.saving.Folder)
					}
				}
				last := begin(t, dir, func(string) {})
				if err := errors.Join(last.CleanUp(t.Context()), last.RetryFailed(t.Context())); err != nil {
					t.Fatal(err)
				}
				last.fetch()
				last.check()
				if len(last.all.fetched) > 0 {
					t.Errorf("fetched again: %v", last.all.fetched)
				}
			})
		}
	}
}

// tear truncates the files of pictures that were not put in place.
func tear(t *testing.T, dir string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, folder.TempPrefix+"*.new"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := os.Truncate(name, 20); err != nil {
			t.Fatal(err)
		}
	}
}

// For an address that the host refuses, new ones are asked for once for all
// pictures of the job, and only if there is a key. No picture counts as failed
// meanwhile.
func TestFreshAddresses(t *testing.T) {
	r := begin(t, t.TempDir(), func(string) {})
	if err := r.all.tell(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.all.version, r.all.key = 1, false
	r.fetch()
	for _, image := range r.images() {
		if image.State != library.ImageKnown || image.Attempts != 0 {
			t.Errorf("without a key one is %s: %+v", image.State, image.Problem)
		}
	}
	r.all.key = true
	if err := r.NewKey(t.Context(), library.FirstAccount); err != nil {
		t.Fatal(err)
	}
	r.fetch()
	r.check()
	if r.all.asked != 1 {
		t.Errorf("the job was asked for %d times", r.all.asked)
	}
}

// A claimed picture is left alone until its claim ends.
func TestClaims(t *testing.T) {
	r := begin(t, t.TempDir(), func(string) {})
	if err := r.all.tell(t.Context()); err != nil {
		t.Fatal(err)
	}
	claimed := r.images()[0].ID
	if !r.Claims.Claim(claimed) || r.Claims.Claim(claimed) {
		t.Fatal("a picture is nobody's, or two people's")
	}
	for range pictures {
		if _, err := r.Dispatch(r.ctx); err != nil {
			t.Fatal(err)
		}
		for r.Status().Fetching > 1 {
			r.Rest(r.ctx, time.Time{})
		}
	}
	for _, image := range r.images() {
		if saved := image.State == library.ImageSaved; saved == (image.ID == claimed) {
			t.Errorf("picture %d is %s", image.ID, image.State)
		}
	}
	r.Claims.Release(claimed)
	r.fetch()
	r.check()
}
