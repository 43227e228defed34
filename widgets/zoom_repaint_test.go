package widgets

import (
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// Fyne refreshes a new image while it paints it, and paints the whole window again.
func TestTheNextPictureIsShownByTheSameObjects(t *testing.T) {
	z := newZoom(t, 800, 600)
	before := slices.Clone(z.layers.images)
	z.SetPicture(NewPyramid(picture(800, 600)))
	if !slices.Equal(before, z.layers.images) {
		t.Error("the next picture is drawn by other objects")
	}
}

// Fyne uploads an image again when it is refreshed, which it does for another size.
func TestZoomingUploadsNothing(t *testing.T) {
	z := newZoom(t, 4096, 4096)
	z.SetZoom(1)
	img, whole := drawn(t, z), drawn(t, z).Size()
	refreshed := countRefreshes(t)
	z.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, 150)}, Scrolled: fyne.NewDelta(0, -10)})
	z.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(5, 5)})
	if drawn(t, z) != img || img.Size() == whole {
		t.Errorf("it is %v, was %v", img.Size(), whole)
	}
	if refreshed[img] != 0 || refreshed[z] != 2 {
		t.Errorf("the image was refreshed %d times, the widget %d times", refreshed[img], refreshed[z])
	}
}

// countRefreshes counts how often Fyne is told that an object changed.
func countRefreshes(t *testing.T) map[fyne.CanvasObject]int {
	app := fyne.CurrentApp()
	counts := map[fyne.CanvasObject]int{}
	fyne.SetCurrentApp(counting{app, counts})
	t.Cleanup(func() { fyne.SetCurrentApp(app) })
	return counts
}

type counting struct {
	fyne.App
	counts map[fyne.CanvasObject]int
}

func (c counting) Driver() fyne.Driver { return countingDriver{c.App.Driver(), c.counts} }

type countingDriver struct {
	fyne.Driver
	counts map[fyne.CanvasObject]int
}

func (d countingDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	return countingCanvas{d.Driver.CanvasForObject(o), d.counts}
}

type countingCanvas struct {
	fyne.Canvas
	counts map[fyne.CanvasObject]int
}

func (c countingCanvas) Refresh(o fyne.CanvasObject) { c.counts[o]++ }

// Fyne keeps what it has drawn for a minute.
func TestPicturesThatWereShownAreLetGo(t *testing.T) {
	z := newZoom(t, 800, 600)
	before := drawn(t, z).Image
	preview := picture(80, 60)
	z.SetPreview(preview, 800, 600)
	z.SetPicture(NewPyramid(picture(400, 300)))
	for _, img := range z.layers.made {
		if img.Image == before || img.Image == image.Image(preview) {
			t.Fatal("a picture that was shown before is held")
		}
	}
	z.SetPreview(preview, 800, 600)
	for _, img := range z.layers.made {
		if img.Image != nil && img.Image != image.Image(preview) {
			t.Fatal("a level of the picture that was shown before is held")
		}
	}
	if drawn(t, z).Image == nil {
		t.Error("the one that is shown is not")
	}
}
