package thumbs

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

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/platform/atomicfile"
)

// mostBytes bounds a thumbnail of the service, in bytes; real ones have some
// tens of kilobytes.
const mostBytes = 8 << 20

// make makes a thumbnail, or reads it from the disk.
func (c *Cache) make(ctx context.Context, work *job) (*image.RGBA, error) {
	if made, ok := c.memory.GetIfPresent(work.key); ok {
		return made, nil
	}
	c.mu.Lock()
	failure, failed := c.failed[work.key]
	c.mu.Unlock()
	if failed && c.p.Clock.Now().Before(failure.until) {
		return nil, failure.err
	}
	path := c.path(work)
	if made, ok := c.load(path); ok {
		return made, nil
	}
	var made *image.RGBA
	var err error
	if work.key.saved {
		made, err = c.fromFile(ctx, work)
		if noFile(err) && work.image.ThumbnailURL != "" {
			made, err = c.fromService(ctx, work)
		}
	} else {
		made, err = c.fromService(ctx, work)
	}
	if err != nil {
		return nil, err
	}
	if err := c.store(path, made); err != nil {
		c.p.Log.Warn("keeping a thumbnail", "error", err)
	}
	return made, nil
}

// path returns where a thumbnail is in the cache on disk; "": there is no such
// cache.
func (c *Cache) path(work *job) string {
	if c.p.Dir == "" {
		return ""
	}
	return cacheFile(c.p.Dir, work.image, work.key)
}

// File returns the path of a picture's thumbnail in a cache in the folder dir;
// see Request for pixels. It doesn't touch the disk.
func File(dir string, image library.Image, pixels int) string {
	return cacheFile(dir, image, Request{Image: image, Pixels: pixels}.key())
}

func cacheFile(dir string, image library.Image, key key) string {
	source := image.JobID + "\x00" + image.Generated.GeneratedImageID + "\x00" + strconv.FormatBool(key.saved)
	name := media.ThumbKey(source, key.size)
	return filepath.Join(dir, name[:2], name)
}

func (c *Cache) load(path string) (*image.RGBA, bool) {
	if path == "" {
		return nil, false
	}
	data, err := media.ReadFile(path)
	if err != nil {
		return nil, false // an unreadable file counts as missing
	}
	made, err := media.DecodeThumbnail(bytes.NewReader(data))
	return made, err == nil
}

// store writes a thumbnail to the disk, and requests pruning when the cache
// exceeds its bound.
func (c *Cache) store(path string, made *image.RGBA) error {
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
	size := int64(data.Len())
	if err := atomicfile.Write(path, &data); err != nil {
		return err
	}
	if c.onDisk.add(size) > c.p.Disk {
		c.full.Wake()
	}
	return nil
}

// fromFile scales down the saved picture.
func (c *Cache) fromFile(ctx context.Context, work *job) (*image.RGBA, error) {
	file, err := c.p.Files.OpenPicture(ctx, work.image)
	if err != nil {
		return nil, fmt.Errorf("opening the picture: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	return media.Thumbnail(file, work.key.size)
}

// noFile reports whether a picture's file is missing.
func noFile(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, media.ErrNotFile)
}

// fromService fetches the service's thumbnail. It is public, so no key is sent.
func (c *Cache) fromService(ctx context.Context, work *job) (*image.RGBA, error) {
	address := work.image.ThumbnailURL
	if address == "" {
		return nil, ErrNone
	}
	d, err := c.p.Service.Download(ctx, address, api.Resume{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.Body.Close() }() // only the bytes read count
	data, err := io.ReadAll(io.LimitReader(d.Body, mostBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > mostBytes {
		return nil, fmt.Errorf("the service's thumbnail is longer than %d bytes: %w", mostBytes, api.ErrBadAnswer)
	}
	return media.Thumbnail(bytes.NewReader(data), work.key.size)
}
