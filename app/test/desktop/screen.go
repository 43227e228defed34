//go:build linux

package desktop

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// screen reads the pixels of an Xvfb screen from Xvfb's file (-fbdir), without requests to the X
// server, so that watching a pixel hardly disturbs the program.
type screen struct {
	file   *os.File
	pixels int64 // position of the first one
	stride int   // bytes per line
	width  int
	height int
}

func (d *Desktop) startScreen(options Options) {
	d.t.Helper()
	folder := d.t.TempDir()
	number, write, err := os.Pipe()
	if err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	defer number.Close()
	size := fmt.Sprintf("%dx%dx24", options.Width, options.Height)
	d.Start(Command{
		Name: "xvfb", Path: "Xvfb", Files: []*os.File{write},
		// -displayfd: the server chooses a free display and writes its number when it is ready. -r:
		// no key repetition, because a key may be held for long on a busy machine.
		Args: []string{"-displayfd", "3", "-screen", "0", size, "-fbdir", folder, "-nolisten", "tcp", "-noreset", "-r", "+extension", "GLX"},
	})
	write.Close()
	line, err := io.ReadAll(number) // the server closes its end after the number
	if err != nil || len(line) == 0 {
		d.t.Fatalf("desktop: Xvfb told no display number (%v); see %s", err, filepath.Join(d.artifacts, "xvfb.log"))
	}
	d.display = ":" + strings.TrimSpace(string(line))
	d.screen, err = openScreen(filepath.Join(folder, "Xvfb_screen0"))
	if err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	d.t.Cleanup(func() { d.screen.file.Close() })
}

// openScreen reads the header of an X window dump: 25 big-endian words, the window's name, a colour
// map with 12 bytes an entry, then the pixels (X11/XWDFile.h).
func openScreen(path string) (*screen, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var header [25]uint32
	if err := binary.Read(file, binary.BigEndian, &header); err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if bitsPerPixel := header[11]; bitsPerPixel != 32 {
		file.Close()
		return nil, fmt.Errorf("%s: %d bits per pixel, want 32", path, bitsPerPixel)
	}
	return &screen{
		file:   file,
		pixels: int64(header[0]) + 12*int64(header[19]),
		stride: int(header[12]),
		width:  int(header[4]),
		height: int(header[5]),
	}, nil
}

// lines reads count lines of pixels from line y on, four bytes a pixel: blue, green, red, unused.
func (s *screen) lines(y, count int) ([]byte, error) {
	data := make([]byte, count*s.stride)
	_, err := s.file.ReadAt(data, s.pixels+int64(y)*int64(s.stride))
	return data, err
}

// Picture returns the present screen.
func (d *Desktop) Picture() *image.RGBA {
	d.t.Helper()
	data, err := d.screen.lines(0, d.screen.height)
	if err != nil {
		d.t.Fatalf("desktop: reading the screen: %v", err)
	}
	picture := image.NewRGBA(image.Rect(0, 0, d.screen.width, d.screen.height))
	for y := range d.screen.height {
		from, to := data[y*d.screen.stride:], picture.Pix[y*picture.Stride:]
		for x := range d.screen.width {
			to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = from[4*x+2], from[4*x+1], from[4*x], 0xff
		}
	}
	return picture
}

// Covered reports whether a window shows something across the middle of the screen: the bare screen
// is black, and so is a window that has not been painted.
func (d *Desktop) Covered() bool {
	d.t.Helper()
	line, err := d.screen.lines(d.screen.height/2, 1)
	if err != nil {
		d.t.Fatalf("desktop: reading the screen: %v", err)
	}
	painted := 0
	for x := range d.screen.width {
		if line[4*x]|line[4*x+1]|line[4*x+2] != 0 {
			painted++
		}
	}
	return painted > d.screen.width/2
}

// Settle returns the screen once it no longer changes, except for a blinking cursor: a program
// reports painting some milliseconds before the screen shows it. A screen that keeps changing, with
// a shimmer for example, is returned after two seconds.
func (d *Desktop) Settle() *image.RGBA {
	d.t.Helper()
	const cursor = 100 // pixels
	limit := time.NewTimer(2 * time.Second)
	defer limit.Stop()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	still := 0
	for before := d.Picture(); ; {
		select {
		case <-limit.C:
			return before
		case <-tick.C:
		}
		now := d.Picture()
		if Different(before, now, now.Bounds()) > cursor {
			still = 0
		} else if still++; still == 2 {
			return now
		}
		before = now
	}
}

// Different counts the pixels in an area that differ between two pictures of the same size.
func Different(a, b *image.RGBA, area image.Rectangle) int {
	count := 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		from, to := a.PixOffset(area.Min.X, y), a.PixOffset(area.Max.X, y)
		if bytes.Equal(a.Pix[from:to], b.Pix[from:to]) {
			continue
		}
		for i := from; i < to; i += 4 {
			if !bytes.Equal(a.Pix[i:i+4], b.Pix[i:i+4]) {
				count++
			}
		}
	}
	return count
}

// Screenshot saves the screen, once it no longer changes, in the artifacts as NN-name.png, numbered
// in order, and returns the file's path.
func (d *Desktop) Screenshot(name string) string {
	d.t.Helper()
	return d.keep(name, d.Settle())
}

// ScreenshotOf is Screenshot for the inside of one window.
func (d *Desktop) ScreenshotOf(w Window, name string) string {
	d.t.Helper()
	screen := d.Settle()
	return d.keep(name, screen.SubImage(d.Bounds(w)))
}

func (d *Desktop) keep(name string, picture image.Image) string {
	d.t.Helper()
	d.pictures++
	path := filepath.Join(d.artifacts, fmt.Sprintf("%02d-%s.png", d.pictures, name))
	file, err := os.Create(path)
	if err != nil {
		d.t.Fatalf("desktop: screenshot: %v", err)
	}
	if err := png.Encode(file, picture); err != nil {
		d.t.Fatalf("desktop: screenshot: %v", err)
	}
	if err := file.Close(); err != nil {
		d.t.Fatalf("desktop: screenshot: %v", err)
	}
	return path
}
