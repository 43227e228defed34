package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/media"
)

// downloadRow is how long 500 finished pictures take until they are verified,
// synced and named files with their metadata, recorded in the library: from
// the start of an engine whose library knows the jobs to the last picture's
// being told as saved. The peer is curl, fetching the same addresses six at
// once to plain files, from the start of its process to its end; it verifies
// nothing and leaves the writing to the system.
//
// Both take turns, each into a new folder. The service is a process of its own
// and has drawn every picture before. Before each turn the disk is synced and
// left alone for a moment, and the files of the turn before are emptied rather
// than removed: ext4 looks past the places of files that were removed lately,
// which slows down whoever comes next. The files of one turn are read back
// whole and checked.
//
// download_floor is writing and syncing the same bytes from memory, six files
// at once, without fetching anything.
func downloadRow() Row {
	return Row{
		Name: "download", Alone: true,
		Targets: []Target{
			{Name: "download", Ratio: true, Most: 1.2, What: "500 pictures into verified, synced, named files with metadata ÷ `curl --parallel --parallel-max 6` to plain files"},
			{Name: "download", What: "the same in seconds"},
			{Name: "download_quickest", Ratio: true, What: "the quickest of five turns ÷ curl’s quickest"},
			{Name: "download_floor", What: "writing and syncing 500 such files, nothing else"},
		},
		Run: runDownload,
	}
}

const (
	downloadPictures = 500
	downloadAtOnce   = 6
	downloadTurns    = 5

	settling = 2 * time.Second
)

func runDownload(ctx context.Context, s *Stage) error {
	jobs, pictures, v, err := finishedJobs(ctx, s, downloadPictures)
	if err != nil {
		return err
	}
	var ours, theirs, floor []float64
	for turn := range downloadTurns + 1 {
		curl, err := s.turn(ctx, fmt.Sprint("curl-", turn), func(dir string) (time.Duration, error) {
			return curlAll(ctx, dir, pictures)
		})
		if err != nil {
			return err
		}
		lookbook, err := s.turn(ctx, fmt.Sprint("lookbook-", turn), func(dir string) (time.Duration, error) {
			return saveAll(ctx, dir, v, jobs, turn == 0)
		})
		if err != nil {
			return err
		}
		plain, err := s.turn(ctx, fmt.Sprint("floor-", turn), func(dir string) (time.Duration, error) {
			return writeAll(dir, len(pictures))
		})
		if err != nil {
			return err
		}
		s.Logf("turn %d: curl %.2f s, Lookbook %.2f s, writing and syncing alone %.2f s", turn, curl, lookbook, plain)
		if turn > 0 { // the first is for the caches
			ours, theirs, floor = append(ours, lookbook), append(theirs, curl), append(floor, plain)
		}
	}
	s.Figure("download", median(ours), "s")
	s.Figure("download_curl", median(theirs), "s")
	s.Figure("download_floor", median(floor), "s")
	s.Ratio("download_quickest", slices.Min(ours), slices.Min(theirs))
	s.Ratio("download", median(ours), median(theirs))
	return nil
}

// finishedJobs starts a service that has so many pictures, drawn already.
func finishedJobs(ctx context.Context, s *Stage, count int) ([]api.Job, []api.GeneratedImage, *service, error) {
	v, err := s.startService("-queue", "0s", "-run", "0s", "-no-thumbnails", "-cache", fmt.Sprint(2<<30))
	if err != nil {
		return nil, nil, nil, err
	}
	for left, n := count, 0; left > 0; n++ {
		samples := min(left, 16)
		left -= samples
		config := api.Config{
			Prompt: fmt.Sprintf("a lake at dawn with mist over the water, number %d", n), Width: 768, Height: 1024,
			NumSamples: samples, NumInferenceSteps: 20, BaseModel: "sdxl",
		}
		if err := v.control(ctx, http.MethodPost, "jobs", config, nil); err != nil {
			return nil, nil, nil, err
		}
	}
	client, err := v.client()
	if err != nil {
		return nil, nil, nil, err
	}
	defer client.Close()
	jobs, err := client.Jobs(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	pictures := picturesOf(jobs)
	if len(pictures) != count {
		return nil, nil, nil, fmt.Errorf("the service has %d pictures, not %d", len(pictures), count)
	}
	s.Logf("the service draws %d pictures", count)
	return jobs, pictures, v, v.warm(ctx, pictures)
}

// turn measures something, in seconds, that fills a folder.
func (s *Stage) turn(ctx context.Context, name string, measure func(dir string) (time.Duration, error)) (float64, error) {
	dir := filepath.Join(s.Scratch(), name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	if err := settle(ctx); err != nil {
		return 0, err
	}
	took, err := measure(dir)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return took.Seconds(), empty(dir)
}

// settle waits until the disk is done with what came before: what a sync has
// told it to give up it goes through afterwards, and whoever syncs meanwhile
// waits for that.
func settle(ctx context.Context) error {
	for range 2 {
		_ = exec.CommandContext(ctx, "sync").Run() // where there is none, nobody's files wait to be written
		pause := time.NewTimer(settling)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		}
	}
	return nil
}

// empty gives the room of a folder's files back and leaves their names.
func empty(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Truncate(path, 0)
	})
}

// curlAll fetches pictures to plain files.
func curlAll(ctx context.Context, dir string, pictures []api.GeneratedImage) (time.Duration, error) {
	var list strings.Builder
	for n, picture := range pictures {
		fmt.Fprintf(&list, "url = %q\noutput = %q\n", picture.URL, filepath.Join(dir, fmt.Sprintf("%d.png", n)))
	}
	config := filepath.Join(dir, "list")
	if err := os.WriteFile(config, []byte(list.String()), 0o644); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, "curl", "--silent", "--show-error", "--fail",
		"--parallel", "--parallel-max", fmt.Sprint(downloadAtOnce), "--config", config)
	began := time.Now()
	output, err := cmd.CombinedOutput()
	took := time.Since(began)
	if err != nil {
		return 0, fmt.Errorf("%w\n%s", err, output)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.png"))
	if err == nil && len(files) != len(pictures) {
		err = fmt.Errorf("curl left %d files of %d", len(files), len(pictures))
	}
	return took, err
}

// saveAll has the engine save the pictures of jobs that its library knows.
func saveAll(ctx context.Context, dir string, v *service, jobs []api.Job, check bool) (took time.Duration, err error) {
	client, err := v.client()
	if err != nil {
		return 0, err
	}
	p, err := newProgram(ctx, dir, client)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	updates := make([]library.JobUpdate, len(jobs))
	for n, job := range jobs {
		updates[n] = library.JobUpdate{Job: job}
	}
	if _, err := p.library.Jobs.Put(ctx, updates); err != nil {
		return 0, err
	}
	done := p.saved(len(picturesOf(jobs)))
	began := time.Now()
	p.engine.Start()
	if err := waitFor(ctx, done); err != nil {
		return 0, err
	}
	took = time.Since(began)
	if check {
		err = p.check(ctx, len(picturesOf(jobs)))
	}
	return took, err
}

// check reads every saved file whole: it is a picture, with its texts, of the
// length that the library says.
func (p *program) check(ctx context.Context, count int) error {
	images, err := p.library.PageImages(ctx, library.ImageFilter{}, 0, count+1)
	if err != nil {
		return err
	}
	if len(images) != count {
		return fmt.Errorf("%d pictures of %d", len(images), count)
	}
	group := errgroup.Group{}
	group.SetLimit(downloadAtOnce)
	for _, image := range images {
		group.Go(func() error {
			if err := checkFile(image); err != nil {
				return fmt.Errorf("%s: %w", image.Path, err)
			}
			return nil
		})
	}
	return group.Wait()
}

func checkFile(image library.Image) error {
	data, err := os.ReadFile(image.Path)
	if err != nil {
		return err
	}
	size := int64(len(data))
	if image.State != library.ImageSaved || size != image.Bytes {
		return fmt.Errorf("%s, and %d bytes of %d", image.State, size, image.Bytes)
	}
	if _, err := media.Inspect(media.Bytes(data), size); err != nil {
		return err
	}
	texts, err := media.ReadTexts(media.Bytes(data), size)
	if err == nil && len(texts) != 2 {
		err = fmt.Errorf("it has %d texts", len(texts))
	}
	return err
}

// writeAll writes files of a picture's length, and syncs each.
func writeAll(dir string, count int) (time.Duration, error) {
	bytes := make([]byte, 1_120_000)
	for n := range bytes {
		bytes[n] = byte(n * n >> 7)
	}
	began := time.Now()
	group := errgroup.Group{}
	group.SetLimit(downloadAtOnce)
	for n := range count {
		group.Go(func() error {
			file, err := os.Create(filepath.Join(dir, fmt.Sprintf("%d.png", n)))
			if err != nil {
				return err
			}
			_, err = file.Write(bytes)
			return errors.Join(err, file.Sync(), file.Close())
		})
	}
	err := group.Wait()
	return time.Since(began), err
}
