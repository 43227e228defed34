package bench

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"lookbook/api/apitest"
	"lookbook/app/test/bench/year"
	"lookbook/app/test/desktop"
)

// Where a window of 1280×800 has the viewer's picture, beside its panel and below its tools.
var pictureArea = image.Rect(10, 70, 950, 790)

// keyRight is an X keysym.
const keyRight = 0xff53

// next measures the time from a key until the next picture is on the screen, sharp, in a window of 1280×800, drawn in
// software: everything is in it. The keys follow each other as soon as the screen has been still for a third of a
// second. The screen is read from Xvfb's memory.
//
// next_floor is the same in a bare Fyne window that shows pictures of the same size and nothing else, decoded before it
// opened.
func next(b *testing.B) {
	h := newHome(b, "next")
	p := h.openGallery("lookbook")
	probe := h.openViewer(p)
	var took []float64
	busy := processorTime(b, p)
	for range 80 {
		took = append(took, h.painted(probe, pictureArea, keyRight))
	}
	tell("next_processor", 1000*(processorTime(b, p)-busy)/80, "ms") // which other programs hardly change
	h.Screenshot("last")
	tell("next", quantile(took, .95), "ms")
	tell("next_p50", median(took), "ms")
	h.close(p)
	var files []string
	for n := range 8 {
		files = append(files, h.drawn(n, 768, 1024))
	}
	p = h.startPictures(files...)
	probe, took = h.NewProbe(), nil
	busy = processorTime(b, p)
	for range 80 {
		took = append(took, h.painted(probe, pictureArea, keyRight))
	}
	tell("next_floor_processor", 1000*(processorTime(b, p)-busy)/80, "ms")
	tell("next_floor", quantile(took, .95), "ms")
	tell("next_floor_p50", median(took), "ms")
}

// drawn writes a picture to a file.
func (h *home) drawn(seed, width, height int) (path string) {
	path = filepath.Join(h.b.TempDir(), "picture.png")
	must(h.b, os.WriteFile(path, apitest.Encode(apitest.Draw("wild west", int64(seed), width, height)), 0o644))
	return path
}

// startPictures opens a bare window with pictures.
func (h *home) startPictures(files ...string) *desktop.Process {
	p := h.Start(desktop.Command{Name: "bare", Path: h.bare, Args: append([]string{"-width", "1280", "-height", "800"}, files...)})
	h.WaitWindow(p, ".")
	h.Settle()
	return p
}

// painted presses a key and returns the milliseconds until the area of the screen showed what follows from it.
func (h *home) painted(probe *desktop.Probe, area image.Rectangle, key uint32) float64 {
	h.b.Helper()
	changes := probe.Changes(area, 0, time.Second/3, func() { probe.Key(key) })
	if len(changes) == 0 {
		h.Screenshot("unchanged")
		h.b.Fatal("the screen did not change")
	}
	return milliseconds(changes[len(changes)-1])
}

// openViewer shows the newest picture in the viewer.
func (h *home) openViewer(p *desktop.Process) *desktop.Probe {
	h.Said(p, "pictures listed", 2) // the first ones, then all
	h.Click(galleryArea(h.Picture().Rect).Min.X+20, galleryArea(h.Picture().Rect).Min.Y+20)
	h.Key("Home", "Return")
	h.Point(pictureArea.Min.X+pictureArea.Dx()/2, pictureArea.Min.Y+pictureArea.Dy()/2)
	pause(h.b, 4*time.Second) // the tools have gone, and the work after the start is done
	return h.NewProbe()
}

// zoom measures how long a picture of 2048×2048 stands still on the screen while it is zoomed with the wheel and
// dragged, 80 times a second, in a window of 1280×800, drawn in software: everything is in it. The toolkit draws at most
// 60 frames a second.
//
// zoom_floor is the same in a bare Fyne window with this picture and nothing else, which follows the pointer.
func zoom(b *testing.B) {
	const side = 2048
	h := newHome(b, "zoom")
	file := h.drawn(1, side, side)
	h.sql(fmt.Sprintf(`UPDATE images SET path = '%s', width = %d, height = %[2]d WHERE id IN
		(SELECT i.id FROM entries e JOIN images i ON i.entry_id = e.id ORDER BY e.created DESC, e.id DESC, i.ord LIMIT 1);`, file, side))
	p := h.openGallery("lookbook")
	probe := h.openViewer(p)
	var acts []func()
	wheel := func(button byte) {
		acts = append(acts, func() {
			probe.Button(button, true)
			probe.Button(button, false)
		})
	}
	middle := pictureArea.Min.Add(pictureArea.Size().Div(2))
	around := func() {
		for n := range 120 {
			angle := float64(n) / 10
			to := middle.Add(image.Pt(int(150*math.Sin(angle)), int(150-150*math.Cos(angle))))
			acts = append(acts, func() { probe.Move(to) })
		}
	}
	for range 3 {
		for range 8 {
			wheel(4)
		}
		acts = append(acts, func() { probe.Button(1, true) })
		around()
		acts = append(acts, func() { probe.Button(1, false) }, func() { probe.Move(middle) })
		for range 8 {
			wheel(5)
		}
	}
	h.frames("zoom", p, probe, acts)
	h.close(p)

	p, acts = h.startPictures(file), nil
	for range 3 {
		around()
	}
	h.frames("zoom_floor", p, h.NewProbe(), acts)
}

// frames does acts, 80 a second, and tells for how long the screen stands still meanwhile.
func (h *home) frames(name string, p *desktop.Process, probe *desktop.Probe, acts []func()) {
	busy := processorTime(h.b, p)
	changes := probe.Changes(pictureArea, time.Second/80, time.Second/2, acts...)
	tell(name+"_processor", 1000*(processorTime(h.b, p)-busy)/float64(len(changes)), "ms")
	h.Screenshot(name)
	var gaps []float64
	for n := 1; n < len(changes); n++ {
		gaps = append(gaps, milliseconds(changes[n]-changes[n-1]))
	}
	if len(gaps) < len(acts)/6 {
		h.b.Fatalf("%d frames for %d movements", len(gaps), len(acts))
	}
	tell(name, quantile(gaps, .95), "ms")
	tell(name+"_p50", median(gaps), "ms")
	tell(name+"_worst", quantile(gaps, 1), "ms")
}

// sql changes the library before the program starts.
func (h *home) sql(script string) {
	h.b.Helper()
	cmd := exec.CommandContext(h.b.Context(), "sqlite3", "-batch", "-bail", year.Home(h.Home()).Library())
	cmd.Stdin = bytes.NewBufferString(script)
	if out, err := cmd.CombinedOutput(); err != nil {
		h.b.Fatalf("sqlite3: %v: %s", err, out)
	}
}
