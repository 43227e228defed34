package year

import (
	"context"
	"image"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/supervisor"
	"lookbook/app/thumbs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The whole year as it is planned: the numbers that benchmarks count on.
func TestPlan(t *testing.T) {
	jobs, err := Spec{}.plan()
	if err != nil {
		t.Fatal(err)
	}
	pictures, failed, unfinished, usual := 0, 0, 0, 0
	ids, prompts := map[string]bool{}, map[string]bool{}
	for _, p := range jobs {
		ids[p.job.JobID], prompts[p.job.Config.Prompt] = true, true
		pictures += len(p.drawings)
		switch p.job.State {
		case api.Failure:
			failed++
		case api.Queued, api.Running:
			unfinished++
		}
		if p.job.Config.Width == 768 && p.job.Config.Height == 1024 {
			usual++
		}
	}
	if len(jobs) != 10_000 || len(ids) != len(jobs) || pictures != 160_000 {
		t.Errorf("%d jobs, %d ids, %d pictures", len(jobs), len(ids), pictures)
	}
	if failed != 100 || unfinished != 3 {
		t.Errorf("%d jobs failed, %d are unfinished", failed, unfinished)
	}
	if usual < 6000 || usual > 9000 {
		t.Errorf("%d jobs of 768×1024", usual)
	}
	if len(prompts) < 9990 {
		t.Errorf("only %d prompts differ", len(prompts))
	}
	if !slices.IsSortedFunc(jobs, func(a, b planned) int { return a.began.Compare(b.began) }) {
		t.Error("the jobs are not in the order of their dates")
	}
	if from, to := jobs[0].began, jobs[len(jobs)-1].began; from.Before(first) || to.Sub(from) < 350*24*time.Hour {
		t.Errorf("from %v to %v", from, to)
	}
}

func TestSameYearForTheSameSeed(t *testing.T) {
	plan := func(seed uint64) []string {
		jobs, err := Spec{Jobs: 200, Seed: seed}.plan()
		if err != nil {
			t.Fatal(err)
		}
		raw := make([]string, len(jobs))
		for i, p := range jobs {
			raw[i] = string(p.raw)
		}
		return raw
	}
	if diff := cmp.Diff(plan(7), plan(7)); diff != "" {
		t.Errorf("the same seed gave another year:\n%s", diff)
	}
	if cmp.Equal(plan(7), plan(8)) {
		t.Error("another seed gave the same year")
	}
}

// What is made can be read as Lookbook reads it: the library by its own
// methods, thumbnails by the engine, without any file to make them from.
func TestMake(t *testing.T) {
	ctx := t.Context()
	dir := filepath.Join(t.TempDir(), "home")
	spec := Spec{Jobs: 100, shrink: 8}
	if err := Make(ctx, dir, spec, t.Logf); err != nil {
		t.Fatal(err)
	}
	if err := Make(ctx, dir, spec, t.Logf); err == nil {
		t.Error("a second year was made over the first")
	}
	paths := Home(dir)
	l, err := library.Open(ctx, paths.Library(), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	images, err := l.PageImages(ctx, library.ImageFilter{}, 0, 2000)
	if err != nil || len(images) != 1600 {
		t.Fatalf("%d pictures, %v", len(images), err)
	}
	for _, image := range images {
		if image.State == library.ImageSaved {
			wholeFile(t, image)
		}
	}
	marked := map[string]int{}
	for _, image := range images {
		marked["favourite"] += count(image.Marks.Favourite)
		marked["rated"] += count(image.Marks.Rating > 0)
		marked["tagged"] += count(len(image.Marks.Tags) > 0)
	}
	for _, what := range []string{"favourite", "rated", "tagged"} {
		if marked[what] < 16 || marked[what] > 800 {
			t.Errorf("%d of 1600 pictures are %s", marked[what], what)
		}
	}
	work := supervisor.New(nil, nil)
	cache := thumbs.New(thumbs.Params{
		Work: work, Files: files{}, Clock: clockwork.NewRealClock(), Log: slog.New(slog.DiscardHandler), Dir: paths.Thumbnails(),
	})
	cache.Start()
	defer func() {
		work.Stop()
		if err := work.Wait(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	for _, at := range []int{0, 17, 800, 1599} {
		lost := images[at]
		lost.Path = filepath.Join(dir, "nowhere.png")
		if small := thumbnail(t, cache, lost, 200); small.Bounds().Empty() {
			t.Errorf("the thumbnail of picture %d is empty", at)
		}
	}
}

// files opens pictures where the library says that they are.
type files struct{}

func (files) OpenPicture(_ context.Context, i library.Image) (*os.File, error) {
	return media.Open(i.Path)
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// wholeFile checks that a picture's file is what the library believes.
func wholeFile(t *testing.T, i library.Image) {
	t.Helper()
	file, err := os.Open(i.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	config, err := png.DecodeConfig(file)
	if err != nil {
		t.Fatalf("%s: %v", i.Path, err)
	}
	if info.Size() != i.Bytes || config.Width != i.Width || config.Height != i.Height {
		t.Errorf("%s has %d bytes and %d×%d pixels, the library says %d and %d×%d",
			i.Path, info.Size(), config.Width, config.Height, i.Bytes, i.Width, i.Height)
	}
}

func thumbnail(t *testing.T, cache *thumbs.Cache, i library.Image, px int) *image.RGBA {
	t.Helper()
	type answer struct {
		small *image.RGBA
		err   error
	}
	answers := make(chan answer, 1)
	now, _ := cache.Get(thumbs.Request{Image: i, Pixels: px}, func(small *image.RGBA, err error) { answers <- answer{small, err} })
	if now != nil {
		return now
	}
	a := <-answers
	if a.err != nil {
		t.Fatalf("thumbnail of picture %d: %v", i.ID, a.err)
	}
	return a.small
}

// The drawing tells the picture: those of a job differ.
func TestDrawingsDiffer(t *testing.T) {
	drawn, err := drawAll(t.Context(), t.TempDir(), 8)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, of := range drawn {
		for _, d := range of {
			data, err := os.ReadFile(d.thumbs[listPixels])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := media.DecodeThumbnail(mustOpen(t, d.thumbs[galleryPixels])); err != nil {
				t.Errorf("%s: %v", d.file, err)
			}
			if other := seen[string(data)]; other != "" {
				t.Errorf("%s and %s look the same", other, d.file)
			}
			seen[string(data)] = d.file
		}
	}
}

func mustOpen(t *testing.T, path string) *os.File {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}
