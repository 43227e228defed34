package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
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
// Both take turns, each into a new folder: first over a line of 100 Mbit/s with
// 30 ms, then on loopback, which is faster than any line. The service is a process of its own
// and has drawn every picture before. Before each turn the disk is synced and
// left alone for a moment, and the files of the turn before are emptied rather
// than removed: ext4 looks past the places of files that were removed lately,
// which slows down whoever comes next. The files of one turn are read back
// whole and checked.
func downloadRow() Row {
	return Row{
		Name: "download", Alone: true,
		Targets: []Target{
			{Name: "download", Ratio: true, Most: 1.05, What: "over a line of 100 Mbit/s with 30 ms: 500 pictures into verified, synced, named files with metadata ÷ `curl --parallel --parallel-max 6` to plain files"},
			{Name: "download", What: "the same in seconds"},
			{Name: "download_loopback", Ratio: true, What: "the same ÷ curl on loopback"},
		},
		Run: runDownload,
	}
}

const (
	downloadPictures = 500
	downloadAtOnce   = 6
	lineTurns        = 2 // the line decides, and a turn takes a minute and a half
	loopbackTurns    = 5

	settling = 2 * time.Second
)

func runDownload(ctx context.Context, s *Stage) error {
	jobs, pictures, v, err := finishedJobs(ctx, s, downloadPictures)
	if err != nil {
		return err
	}
	l, err := s.newLine(pictures[0].URL)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		name    string
		address func(string) string // of a picture
		turns   int
	}{
		{"download", l.address, lineTurns},
		{"download_loopback", func(address string) string { return address }, loopbackTurns},
	} {
		var ours, theirs []float64
		for turn := range c.turns {
			curl, err := s.turn(ctx, fmt.Sprint(c.name, "-curl-", turn), func(dir string) (time.Duration, error) {
				return curlAll(ctx, dir, pictures, c.address)
			})
			if err != nil {
				return err
			}
			lookbook, err := s.turn(ctx, fmt.Sprint(c.name, "-lookbook-", turn), func(dir string) (time.Duration, error) {
				return saveAll(ctx, dir, v, jobs, c.address, turn == 0)
			})
			if err != nil {
				return err
			}
			s.Logf("%s, turn %d: curl %.2f s, Lookbook %.2f s", c.name, turn, curl, lookbook)
			ours, theirs = append(ours, lookbook), append(theirs, curl)
		}
		s.Figure(c.name, median(ours), "s")
		s.Figure(c.name+"_curl", median(theirs), "s")
		s.Ratio(c.name, median(ours), median(theirs))
	}
	return nil
}

// elsewhere is the service with its pictures at other addresses.
type elsewhere struct {
	*api.Client
	address func(string) string
}

// Download fetches a picture from its other address.
func (e elsewhere) Download(ctx context.Context, url string, from api.Resume) (*api.Download, error) {
	return e.Client.Download(ctx, e.address(url), from)
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
func curlAll(ctx context.Context, dir string, pictures []api.GeneratedImage, address func(string) string) (time.Duration, error) {
	var list strings.Builder
	for n, picture := range pictures {
		fmt.Fprintf(&list, "url = %q\noutput = %q\n", address(picture.URL), filepath.Join(dir, fmt.Sprintf("%d.png", n)))
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
func saveAll(ctx context.Context, dir string, v *service, jobs []api.Job, address func(string) string, check bool) (took time.Duration, err error) {
	client, err := v.client()
	if err != nil {
		return 0, err
	}
	p, err := newProgramOf(ctx, dir, client, elsewhere{client, address})
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
