package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/natefinch/atomic"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/media"
)

// make makes one thumbnail, or takes it from the disk.
func (t *thumbnails) make(ctx context.Context, work *thumbWork) (*image.RGBA, error) {
	if made, ok := t.memory.GetIfPresent(work.key); ok {
		return made, nil
	}
	t.mu.Lock()
	failure, failed := t.failed[work.key]
	t.mu.Unlock()
	if failed && t.engine.clock.Now().Before(failure.until) {
		return nil, failure.err
	}
	path := t.path(work)
	if made, ok := t.load(path); ok {
		return made, nil
	}
	var made *image.RGBA
	var err error
	if work.key.saved {
		made, err = t.fromFile(ctx, work)
		if noFile(err) && work.request.Image.ThumbnailURL != "" {
			made, err = t.fromService(ctx, work)
		}
	} else {
		made, err = t.fromService(ctx, work)
	}
	if err != nil {
		return nil, err
	}
	if err := t.store(path, made); err != nil {
		t.engine.log.Warn("keeping a thumbnail", "error", err)
	}
	return made, nil
}

// path is where the disk cache has a thumbnail; empty: there is none.
func (t *thumbnails) path(work *thumbWork) string {
	if t.dir == "" {
		return ""
	}
	return cacheFile(t.dir, work.request.Image, work.key)
}

// ThumbFile is the file in which an engine with the cache folder dir keeps, or
// would keep, the thumbnail of a picture; see ThumbRequest for pixels. It looks
// at nothing on the disk.
func ThumbFile(dir string, image library.Image, pixels int) string {
	return cacheFile(dir, image, keyOf(ThumbRequest{Image: image, Pixels: pixels}))
}

func cacheFile(dir string, image library.Image, key thumbKey) string {
	source := image.JobID + "\x00" + image.Generated.GeneratedImageID + "\x00" + strconv.FormatBool(key.saved)
	name := media.ThumbKey(source, key.size)
	return filepath.Join(dir, name[:2], name)
}

func (t *thumbnails) load(path string) (*image.RGBA, bool) {
	if path == "" {
		return nil, false
	}
	data, err := media.ReadFile(path)
	if err != nil {
		return nil, false // it is a cache
	}
	made, err := media.DecodeThumbnail(bytes.NewReader(data))
	return made, err == nil
}

func (t *thumbnails) store(path string, made *image.RGBA) error {
	if path == "" {
		return nil
	}
	var data bytes.Buffer
	if err := media.EncodeThumbnail(&data, made); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomic.WriteFile(path, &data)
}

// fromFile scales the saved picture down. That of a file that is not there is
// marked as gone, see CheckFile.
func (t *thumbnails) fromFile(ctx context.Context, work *thumbWork) (*image.RGBA, error) {
	path := work.request.Image.Path
	file, err := media.Open(path)
	if noFile(err) {
		_, checking := t.engine.CheckFile(ctx, work.request.Image.ID)
		err = errors.Join(err, checking)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the picture: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	return media.Thumbnail(file, work.key.size)
}

// noFile reports whether there is no file at a picture's path.
func noFile(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, media.ErrNotFile)
}

// fromService fetches the service's own thumbnail. It is public and needs no
// key.
func (t *thumbnails) fromService(ctx context.Context, work *thumbWork) (*image.RGBA, error) {
	address := work.request.Image.ThumbnailURL
	if address == "" {
		return nil, ErrNoThumbnail
	}
	d, err := t.engine.api.Download(ctx, address, api.Resume{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.Body.Close() }() // what was read is what counts
	data, err := io.ReadAll(io.LimitReader(d.Body, serviceThumbBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > serviceThumbBytes {
		return nil, fmt.Errorf("the service's thumbnail is longer than %d bytes: %w", serviceThumbBytes, api.ErrBadAnswer)
	}
	return media.Thumbnail(bytes.NewReader(data), work.key.size)
}
