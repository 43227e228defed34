//go:build linux

package desktop

import (
	"fmt"
	"image"
	"strconv"
	"strings"
)

// Window is a window on the desktop, by its X id.
type Window string

// WaitWindow waits for a visible window of the program with a matching title, and for it to get the
// focus.
func (d *Desktop) WaitWindow(p *Process, title string) Window {
	d.t.Helper()
	var found string
	Until(d.t, Patience, fmt.Sprintf("a window of %s titled %s", p.name, title), func() bool {
		if !p.Running() {
			d.t.Fatalf("%s ended (%v) before its window came; its output:\n%s", p.name, p.err, p.Output())
		}
		out, err := d.run("xdotool", "search", "--all", "--onlyvisible", "--pid", strconv.Itoa(p.PID()), "--name", title)
		found, _, _ = strings.Cut(out, "\n")
		return err == nil && found != ""
	})
	Until(d.t, Patience, "the keyboard to go to "+title, func() bool {
		active, err := d.run("xdotool", "getactivewindow")
		return err == nil && active == found
	})
	return Window(found)
}

// Title returns the window's present title.
func (d *Desktop) Title(w Window) string {
	d.t.Helper()
	return d.xdotool("getwindowname", string(w))
}

// Bounds returns the inside of the window, in pixels of the screen.
func (d *Desktop) Bounds(w Window) image.Rectangle {
	d.t.Helper()
	var number, x, y, width, height, screen int
	told := d.xdotool("getwindowgeometry", "--shell", string(w))
	if _, err := fmt.Sscanf(told, "WINDOW=%d\nX=%d\nY=%d\nWIDTH=%d\nHEIGHT=%d\nSCREEN=%d", &number, &x, &y, &width, &height, &screen); err != nil {
		d.t.Fatalf("desktop: geometry of a window: %v in %q", err, told)
	}
	return image.Rect(x, y, x+width, y+height)
}
