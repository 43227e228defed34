//go:build linux

package desktop

import (
	"fmt"
	"image"
	"regexp"
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

// CloseWindow closes the window with the focus, like its × button.
func (d *Desktop) CloseWindow() {
	d.t.Helper()
	d.Key("alt+F4") // xdotool's windowclose would destroy the window instead
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

// Key presses keys one after the other; modifiers are joined by "+", as in "ctrl+Return".
func (d *Desktop) Key(keys ...string) {
	d.t.Helper()
	d.xdotool(append([]string{"key", "--delay", "20"}, keys...)...)
}

// Hold presses a key after a modifier and releases it after this many seconds. Meanwhile the key
// repeats, as on every other desktop.
func (d *Desktop) Hold(seconds float64, modifier, key string) {
	d.t.Helper()
	if _, err := d.run("xset", "r", "rate", "250", "25", "r", "on"); err != nil {
		d.t.Fatalf("desktop: letting keys repeat: %v", err)
	}
	defer func() {
		if _, err := d.run("xset", "r", "off"); err != nil {
			d.t.Errorf("desktop: keeping keys from repeating: %v", err)
		}
	}()
	d.xdotool("keydown", modifier, "keydown", key, "sleep", fmt.Sprint(seconds), "keyup", key, "keyup", modifier)
}

// DoubleClick clicks twice at a position on the screen, as fast as people do.
func (d *Desktop) DoubleClick(x, y int) {
	d.t.Helper()
	d.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "--repeat", "2", "--delay", "120", "1")
}

// Point moves the mouse pointer to a position on the screen.
func (d *Desktop) Point(x, y int) {
	d.t.Helper()
	d.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y))
}

// Click clicks at a position on the screen.
func (d *Desktop) Click(x, y int) {
	d.t.Helper()
	d.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

// Type types text into whatever has the focus. A letter without a key is first assigned to a spare
// key and stays there. (xdotool alone changes one key's letter repeatedly, and a program that is a
// moment late reads the wrong one.)
func (d *Desktop) Type(text string) {
	d.t.Helper()
	d.addLetters(text)
	var args []string
	for len(text) > 0 {
		end := strings.IndexFunc(text, notASCII)
		if end < 0 {
			end = len(text)
		}
		if end > 0 {
			args = append(args, "type", "--delay", "12", "--args", "1", text[:end])
			text = text[end:]
			continue
		}
		letter := []rune(text)[0]
		args = append(args, "key", "--delay", "12", keysym(letter))
		text = text[len(string(letter)):]
	}
	if len(args) > 0 {
		d.xdotool(args...)
	}
}

func notASCII(r rune) bool { return r > 0x7e }

// keysym names a letter in the form that every X program understands.
func keysym(letter rune) string { return fmt.Sprintf("U%04X", letter) }

var emptyKey = regexp.MustCompile(`(?m)^keycode +(\d+) =\s*$`)

func (d *Desktop) addLetters(text string) {
	d.t.Helper()
	var spare [][]string
	for _, letter := range text {
		if !notASCII(letter) || d.keycodes[letter] != 0 {
			continue
		}
		if spare == nil {
			keys, err := d.run("xmodmap", "-pke")
			if err != nil {
				d.t.Fatalf("desktop: %v", err)
			}
			spare = emptyKey.FindAllStringSubmatch(keys, -1)
		}
		if len(spare) == 0 {
			d.t.Fatalf("desktop: no spare key left for %q", letter)
		}
		code, err := strconv.Atoi(spare[0][1])
		if err != nil {
			d.t.Fatalf("desktop: %v", err)
		}
		spare = spare[1:]
		if _, err := d.run("xmodmap", "-e", fmt.Sprintf("keycode %d = %s", code, keysym(letter))); err != nil {
			d.t.Fatalf("desktop: %v", err)
		}
		d.keycodes[letter] = code
	}
}

func (d *Desktop) xdotool(args ...string) string {
	d.t.Helper()
	out, err := d.run("xdotool", args...)
	if err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
	return out
}

// Do passes commands to xdotool. They may take longer than the desktop's own.
func (d *Desktop) Do(args ...string) {
	d.t.Helper()
	if _, err := d.run("xdotool", args...); err != nil {
		d.t.Fatalf("desktop: %v", err)
	}
}
