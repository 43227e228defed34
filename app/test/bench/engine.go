package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"lookbook/api"
	"lookbook/app/engine"
	"lookbook/app/folder"
	"lookbook/app/library"
)

// program is Lookbook without its window: the library and the engine as the
// window has them, in a folder of their own.
type program struct {
	client  *api.Client
	library *library.Library
	engine  *engine.Engine
	folder  string // of the pictures
}

// newProgram opens one in dir. The engine is not started.
func newProgram(ctx context.Context, dir string, client *api.Client) (*program, error) {
	return newProgramOf(ctx, dir, client, client)
}

// newProgramOf is newProgram with a service that is reached through client.
func newProgramOf(ctx context.Context, dir string, client *api.Client, service engine.API) (*program, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	p := &program{client: client, folder: filepath.Join(dir, "pictures")}
	var err error
	if p.library, err = library.Open(ctx, filepath.Join(dir, "library.db"), library.Options{}); err != nil {
		return nil, err
	}
	p.engine = engine.New(engine.Params{
		API: service, Library: p.library, AppVersion: "bench", ThumbDir: filepath.Join(dir, "thumbnails"),
		Saving: func() folder.Saving { return folder.Saving{Folder: p.folder, Create: true} },
	})
	return p, nil
}

// saved returns a channel that is closed once so many pictures are saved.
func (p *program) saved(count int) <-chan struct{} {
	done := make(chan struct{})
	seen := map[int64]bool{} // events come one at a time
	p.library.Subscribe(func(event library.Event) {
		changed, ok := event.(library.ImageChanged)
		if !ok || changed.Image.State != library.ImageSaved || seen[changed.Image.ID] {
			return
		}
		seen[changed.Image.ID] = true
		if len(seen) == count {
			close(done)
		}
	})
	return done
}

func (p *program) close() error {
	err := p.engine.Close(context.Background())
	p.client.Close()
	return errors.Join(err, p.library.Close())
}

// waitFor waits for what a channel tells.
func waitFor(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// someKey has the form of a key and was never anyone's. It is put together
// here so that no file holds one.
func someKey() string { return "dl-" + strings.Repeat("0b5e", 8) }
