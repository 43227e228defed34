package imageview

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lookbook/api"
	"lookbook/app/library"
)

// BenchmarkStep measures the UI goroutine's work for a step to a picture that is ready, without painting.
func BenchmarkStep(b *testing.B) {
	for _, c := range []struct {
		name string
		jobs int // consecutive pictures of the same job
	}{{"same job", 100}, {"other job", 1}} {
		b.Run(c.name, func(b *testing.B) {
			var images []library.Image
			for i := range 100 {
				img := saved(int64(i + 1))
				img.EntryID, img.Width = int64(i/c.jobs+1), 64
				img.JobID = fmt.Sprintf("ig_%d", img.EntryID)
				images = append(images, img)
			}
			v := newViewerBench(b, images...)
			v.entry.Job = api.Job{Config: v.entry.Job.Config}
			v.entry.Job.Config.Prompt = strings.Repeat("portrait photo of an old sailor, golden hour, ", 12)
			v.Open(50)
			v.drain()
			v.press(fyne.KeyRight, fyne.KeyLeft)
			for i := 0; b.Loop(); i++ {
				key := fyne.KeyRight
				if i%2 == 1 {
					key = fyne.KeyLeft
				}
				v.photo.image.TypedKey(&fyne.KeyEvent{Name: key})
				v.drain() // loads the neighbours and the job, as a worker does
			}
		})
	}
}
