package year

import (
	"bytes"
	"context"
	"errors"
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

// Sizes of thumbnails, in pixels of the longer side: those of the gallery at its default size, and
// of the job list.
const (
	galleryPixels = 256
	listPixels    = 128
)

const pictured = PerJob // drawings of each motif

// drawing is one of the pictures that all files are links to.
type drawing struct {
	width, height       int
	bytes               int64
	file, gallery, list string // paths of the picture and its thumbnails
}

// drawAll draws every motif into a folder, on all cores.
func drawAll(ctx context.Context, dir string, shrink int) ([][]drawing, error) {
	all := make([][]drawing, len(motifs))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for motif := range motifs {
		all[motif] = make([]drawing, pictured)
		for n := range pictured {
			work.Go(func() (err error) {
				all[motif][n], err = draw(filepath.Join(dir, fmt.Sprintf("%d-%d", motif, n)), motif, n, shrink)
				return errors.Join(err, ctx.Err())
			})
		}
	}
	return all, work.Wait()
}

// draw makes one picture and its thumbnails, like the service and the engine.
func draw(path string, motif, n, shrink int) (drawing, error) {
	d := drawing{file: path + ".png", gallery: path + "-gallery", list: path + "-list"}
	d.width, d.height = size(motif)
	d.width, d.height = d.width/shrink, d.height/shrink
	seed := int64(1000*motif + n)
	bare := apitest.Encode(apitest.Draw(motifs[motif], seed, d.width, d.height))
	text := infotext.Format(api.Config{
		Prompt: motifs[motif], Width: d.width, Height: d.height, Seed: &seed, NumInferenceSteps: 20, SchedulerType: "dpm++",
	})
	var file bytes.Buffer
	err := media.Embed(&file, bytes.NewReader(bare), int64(len(bare)), []media.Text{{Keyword: infotext.Keyword, Value: text}})
	d.bytes = int64(file.Len())
	for name, px := range map[string]int{d.gallery: galleryPixels, d.list: listPixels} {
		var kept bytes.Buffer
		small, reduceErr := media.Thumbnail(bytes.NewReader(file.Bytes()), px)
		if err = errors.Join(err, reduceErr); err == nil {
			err = errors.Join(media.EncodeThumbnail(&kept, small), os.WriteFile(name, kept.Bytes(), 0o600))
		}
	}
	return d, errors.Join(err, os.WriteFile(d.file, file.Bytes(), 0o644))
}
