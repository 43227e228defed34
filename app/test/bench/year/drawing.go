package year

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"lookbook/api"
	"lookbook/api/apitest"
	"lookbook/app/media"
	"lookbook/app/media/infotext"
)

// The sizes of thumbnails, in pixels of the longer side: what the gallery asks
// for at its default size, and the list of jobs.
const (
	galleryPixels = 256
	listPixels    = 128
)

// drawing is one of the pictures that all files are names of.
type drawing struct {
	width, height int
	bytes         int64
	file          string         // the picture, absolute
	thumbs        map[int]string // its thumbnails, by their size
}

// drawAll draws every motif, on all cores, into a folder.
func drawAll(ctx context.Context, dir string, shrink int) ([][]drawing, error) {
	all := make([][]drawing, len(motifs))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for motif := range motifs {
		all[motif] = make([]drawing, pictured)
		for n := range pictured {
			work.Go(func() (err error) {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				all[motif][n], err = draw(dir, motif, n, max(shrink, 1))
				return err
			})
		}
	}
	return all, work.Wait()
}

// draw makes one picture and its thumbnails, as the service and the engine do.
func draw(dir string, motif, n, shrink int) (drawing, error) {
	m := motifs[motif]
	m.width, m.height = m.width/shrink, m.height/shrink
	seed := int64(1000*motif + n)
	bare := apitest.Encode(apitest.Draw(m.subject, seed, m.width, m.height))
	var file bytes.Buffer
	text := infotext.Format(api.Config{
		Prompt: m.subject, Width: m.width, Height: m.height, Seed: &seed, NumInferenceSteps: 20,
		SchedulerType: "dpm++", CheckpointID: models[0].checkpoint,
	})
	err := media.Embed(&file, bytes.NewReader(bare), int64(len(bare)), []media.Text{{Keyword: infotext.Keyword, Value: text}})
	if err != nil {
		return drawing{}, fmt.Errorf("motif %d, picture %d: %w", motif, n, err)
	}
	d := drawing{
		width: m.width, height: m.height, bytes: int64(file.Len()), thumbs: map[int]string{},
		file: filepath.Join(dir, fmt.Sprintf("%d-%d.png", motif, n)),
	}
	if err := os.WriteFile(d.file, file.Bytes(), 0o644); err != nil {
		return d, err
	}
	for _, px := range []int{galleryPixels, listPixels} {
		small, err := media.Thumbnail(bytes.NewReader(file.Bytes()), px)
		if err != nil {
			return d, fmt.Errorf("motif %d, picture %d: %w", motif, n, err)
		}
		var kept bytes.Buffer
		if err := media.EncodeThumbnail(&kept, small); err != nil {
			return d, err
		}
		d.thumbs[px] = filepath.Join(dir, fmt.Sprintf("%d-%d-%d", motif, n, px))
		if err := os.WriteFile(d.thumbs[px], kept.Bytes(), 0o600); err != nil {
			return d, err
		}
	}
	return d, nil
}
