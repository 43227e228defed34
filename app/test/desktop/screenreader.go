//go:build linux

package desktop

import (
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// walk asks as a screen reader does, with the desktop's own library.
//
//go:embed walk.py
var walk []byte

// ScreenReader reads programs as people do who can't see them.
type ScreenReader struct {
	d      *Desktop
	script string
}

// Node is what a program tells of a thing on the screen.
type Node struct {
	Role, Name, Help, Text string
	States, Actions        []string
	Value                  []float64 // least, most, now
	Place                  []int     // x, y, width and height in the window, in pixels
	Children               []Node
}

// ScreenReader says that a screen reader is in use, until the test ends.
func (d *Desktop) ScreenReader() *ScreenReader {
	d.t.Helper()
	bus := onBus(d.t, d.bus)
	err := bus.Object("org.a11y.Bus", "/org/a11y/bus").SetProperty("org.a11y.Status.ScreenReaderEnabled", dbus.MakeVariant(true))
	if err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	r := &ScreenReader{d: d, script: filepath.Join(d.t.TempDir(), "walk.py")}
	if err := os.WriteFile(r.script, walk, 0o600); err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	return r
}

// Read waits until a program tells something for which so is true, and returns all that it tells.
func (r *ScreenReader) Read(program, what string, so func(all []Node) bool) []Node {
	r.d.t.Helper()
	var all []Node
	Until(r.d.t, Patience, what, func() bool {
		var root Node
		if !r.ask(&root, program) {
			return false
		}
		all = root.flat(nil)
		return so(all)
	})
	return all
}

// Press presses what has this name.
func (r *ScreenReader) Press(program, words string) {
	r.d.t.Helper()
	pressed := false
	if !r.ask(&pressed, program, "press", words) || !pressed {
		r.d.t.Errorf("%q can't be pressed with a screen reader", words)
	}
}

func (r *ScreenReader) ask(answer any, args ...string) bool {
	// Another Python that comes first in PATH may lack the library.
	out, err := r.d.run("/usr/bin/python3", append([]string{r.script}, args...)...)
	return err == nil && out != "" && json.Unmarshal([]byte(out), answer) == nil
}

func (n Node) flat(list []Node) []Node {
	list = append(list, n)
	for _, child := range n.Children {
		list = child.flat(list)
	}
	return list
}
