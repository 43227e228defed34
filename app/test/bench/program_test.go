package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	downloads "lookbook/app/download"
	"lookbook/app/engine"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/test/desktop"
)

// program is Lookbook without its window: a library and an engine with the window's settings.
type program struct {
	b       *testing.B
	library *library.Library
	engine  *engine.Engine
	folder  string // the folder of the pictures
	close   func() // called at the end of the row at the latest
}

// openProgram opens a program in a new folder. Its engine is not started. around, if not nil, wraps its access to the
// image hosts.
func openProgram(b *testing.B, service string, around func(*api.ImageHost) downloads.Images) *program {
	b.Helper()
	dir, key := b.TempDir(), desktop.Key()
	client, err := api.New(api.Options{BaseURL: service, Key: func() string { return key }})
	must(b, err)
	var images downloads.Images = client.Images
	if around != nil {
		images = around(client.Images)
	}
	p := &program{b: b, folder: filepath.Join(dir, "pictures")}
	p.library, err = library.Open(b.Context(), filepath.Join(dir, "library.db"), library.Options{})
	must(b, err)
	p.engine = engine.New(engine.Params{
		API: client, Images: images, Library: p.library, AppVersion: "bench", ThumbDir: filepath.Join(dir, "thumbnails"),
		Saving: func() folder.Saving { return folder.Saving{Folder: p.folder, Create: true} },
	})
	closed := false
	p.close = func() {
		if !closed {
			closed = true
			must(b, p.engine.Close(context.Background()))
			client.Close()
			must(b, p.library.Close())
		}
	}
	b.Cleanup(p.close)
	return p
}

// saved returns a channel that is closed when count pictures are saved.
func (p *program) saved(count int) <-chan struct{} {
	done := make(chan struct{})
	seen := map[int64]bool{} // events arrive one at a time
	p.library.Subscribe(func(event library.Event) {
		changed, ok := event.(library.ImageChanged)
		if ok && changed.Image.State == library.ImageSaved && !seen[changed.Image.ID] {
			if seen[changed.Image.ID] = true; len(seen) == count {
				close(done)
			}
		}
	})
	return done
}

// check reads every saved file completely: it is a picture, has its texts, and has the length that the library states.
func (p *program) check(count int) {
	p.b.Helper()
	images, err := p.library.PageImages(p.b.Context(), library.ImageFilter{}, 0, count+1)
	must(p.b, err)
	if len(images) != count {
		p.b.Fatalf("%d pictures of %d", len(images), count)
	}
	for _, image := range images {
		data, err := os.ReadFile(image.Path)
		must(p.b, err)
		_, err = media.Inspect(media.Bytes(data), int64(len(data)))
		must(p.b, err)
		texts, err := media.ReadTexts(media.Bytes(data), int64(len(data)))
		must(p.b, err)
		if image.State != library.ImageSaved || int64(len(data)) != image.Bytes || len(texts) != 2 {
			p.b.Fatalf("%s: %s, %d bytes of %d, %d texts", image.Path, image.State, len(data), image.Bytes, len(texts))
		}
	}
}

// request asks for pictures of the usual size, with a prompt of its own.
func request(what any, pictures int) api.Config {
	return api.Config{
		Prompt: fmt.Sprint("a lake at dawn with mist over the water, ", what), Width: 768, Height: 1024,
		NumSamples: pictures, NumInferenceSteps: 20, BaseModel: "sdxl",
	}
}

// picturesOf returns the pictures of jobs in their order.
func picturesOf(jobs ...api.Job) (all []api.GeneratedImage) {
	for _, job := range jobs {
		for _, result := range job.ImageGenResults {
			all = append(all, result.GeneratedImages...)
		}
	}
	return all
}

// drawAll makes a service draw pictures before the time to fetch them is measured.
func drawAll(b *testing.B, pictures []api.GeneratedImage) {
	b.Helper()
	group := errgroup.Group{}
	group.SetLimit(4)
	for _, picture := range pictures {
		group.Go(func() error {
			response, err := http.Get(picture.URL)
			if err == nil {
				_, err = io.Copy(io.Discard, response.Body)
				response.Body.Close()
			}
			return err
		})
	}
	must(b, group.Wait())
}
