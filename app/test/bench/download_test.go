package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2/toxics"
	"golang.org/x/time/rate"

	"lookbook/api"
	downloads "lookbook/app/download"
	"lookbook/app/library"
	"lookbook/app/test/desktop"
)

// download measures how long 500 finished pictures take until they are verified, synced and named
// files with metadata, recorded in the library: from the start of an engine whose library knows the
// jobs until the last picture is announced as saved. The peer is curl, which fetches the same
// addresses, six at a time, to plain files. It verifies nothing and doesn't sync.
//
// Both take turns: first over a line of 100 Mbit/s with 30 ms latency, then on loopback, which is
// faster than any line. The service is a separate process and has drawn every picture before. Before
// each turn the disk is synced and left alone for a moment, and the files of the previous turn are
// truncated instead of removed: ext4 avoids the blocks of recently removed files, which slows down the
// next turn. The files of one turn are read back completely and checked.
func download(b *testing.B) {
	service := desktop.Simulate(b, "-queue", "0s", "-run", "0s", "-no-thumbnails", "-cache", fmt.Sprint(2<<30))
	for n := 0; n < downloadPictures; n += 16 {
		service.Control("jobs", request(n, min(16, downloadPictures-n)), nil)
	}
	var jobs []api.Job
	service.Control("jobs", nil, &jobs)
	pictures := picturesOf(jobs...)
	if len(pictures) != downloadPictures {
		b.Fatalf("the service has %d pictures", len(pictures))
	}
	say(b, "the service draws %d pictures", downloadPictures)
	drawAll(b, pictures)
	host, _, _ := strings.Cut(strings.TrimPrefix(pictures[0].URL, "http://"), "/")
	line := desktop.NewNetwork(b, host)
	toxics.Register("line", new(sharedLine))
	line.Poison("line", "downstream", `{}`)
	line.Poison("latency", "downstream", `{"latency": 15}`)
	line.Poison("latency", "upstream", `{"latency": 15}`)
	for _, way := range []struct {
		name, base string
		turns      int
	}{
		{"download", line.URL(), 2}, // the line is the limit, and a turn takes a minute and a half
		{"download_loopback", "http://" + host, 5},
	} {
		address := func(url string) string { return strings.Replace(url, "http://"+host, way.base, 1) }
		var ours, theirs []float64
		for turn := range way.turns {
			theirs = append(theirs, curlAll(b, pictures, address))
			ours = append(ours, saveAll(b, service, jobs, address, turn == 0))
			say(b, "%s: curl %.2f s, Lookbook %.2f s", way.name, theirs[turn], ours[turn])
		}
		tell(way.name, median(ours), "s")
		tell(way.name+"_curl", median(theirs), "s")
		compare(way.name, median(ours), median(theirs))
	}
}

const (
	downloadPictures = 500
	lineRate         = 100_000_000 / 8 // bytes per second
)

// sharedLine is a toxic in which all connections share the rate of one line, as in a household.
type sharedLine struct {
	once sync.Once
	rate *rate.Limiter
}

func (l *sharedLine) Pipe(stub *toxics.ToxicStub) {
	l.once.Do(func() { l.rate = rate.NewLimiter(lineRate, lineRate/50) }) // allows a late timer to catch up
	for {
		select {
		case <-stub.Interrupt:
			return
		case chunk := <-stub.Input:
			if chunk == nil {
				stub.Close()
				return
			}
			_ = l.rate.WaitN(context.Background(), len(chunk.Data)) // chunks are never larger than the burst
			chunk.Timestamp = time.Now()                            // its latency starts now
			stub.Output <- chunk
		}
	}
}

// settle waits until the disk has finished its earlier work. After a sync it still discards freed
// blocks, and another sync would wait for that.
func settle(b *testing.B) {
	for range 2 {
		_ = exec.CommandContext(b.Context(), "sync").Run() // without the command, nothing can be flushed
		pause(b, 2*time.Second)
	}
}

// pause waits without stopping the clock.
func pause(b *testing.B, long time.Duration) {
	b.Helper()
	select {
	case <-time.After(long):
	case <-b.Context().Done():
		b.Fatal(b.Context().Err())
	}
}

// empty truncates a folder's files to free their space, and keeps their names.
func empty(b *testing.B, files string) {
	names, err := filepath.Glob(files)
	must(b, err)
	if len(names) != downloadPictures {
		b.Fatalf("%d files of %d", len(names), downloadPictures)
	}
	for _, name := range names {
		must(b, os.Truncate(name, 0))
	}
}

// curlAll fetches pictures to plain files and returns the seconds that took.
func curlAll(b *testing.B, pictures []api.GeneratedImage, address func(string) string) float64 {
	dir := b.TempDir()
	var list strings.Builder
	for n, picture := range pictures {
		fmt.Fprintf(&list, "url = %q\noutput = %q\n", address(picture.URL), filepath.Join(dir, fmt.Sprintf("%d.png", n)))
	}
	must(b, os.WriteFile(filepath.Join(dir, "list"), []byte(list.String()), 0o644))
	settle(b)
	began := time.Now()
	output, err := exec.CommandContext(b.Context(), "curl", "--silent", "--show-error", "--fail",
		"--parallel", "--parallel-max", "6", "--config", filepath.Join(dir, "list")).CombinedOutput()
	took := time.Since(began).Seconds()
	if err != nil {
		b.Fatalf("curl: %v\n%s", err, output)
	}
	empty(b, filepath.Join(dir, "*.png"))
	return took
}

// elsewhere fetches pictures from changed addresses.
type elsewhere struct {
	*api.ImageHost
	address func(string) string
}

func (e elsewhere) Download(ctx context.Context, url string, from api.Resume) (*api.Download, error) {
	return e.ImageHost.Download(ctx, e.address(url), from)
}

// saveAll lets an engine save the pictures of jobs that its library knows.
func saveAll(b *testing.B, service *desktop.Service, jobs []api.Job, address func(string) string, check bool) float64 {
	p := openProgram(b, service.URL, func(h *api.ImageHost) downloads.Images { return elsewhere{h, address} })
	defer p.close()
	updates := make([]library.JobUpdate, len(jobs))
	for n, job := range jobs {
		updates[n] = library.JobUpdate{Job: job}
	}
	_, err := p.library.Jobs.Put(b.Context(), updates)
	must(b, err)
	done := p.saved(downloadPictures)
	settle(b)
	began := time.Now()
	p.engine.Start()
	<-done
	took := time.Since(began).Seconds()
	if check {
		p.check(downloadPictures)
	}
	empty(b, filepath.Join(p.folder, "*.png"))
	return took
}
