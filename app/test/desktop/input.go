//go:build linux

package desktop

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Input is the keyboard and the mouse.
type Input struct {
	t        testing.TB
	run      func(name string, args ...string) (string, error) // runs a program on the desktop
	keycodes map[rune]int                                      // letters assigned to spare keys
}

// CloseWindow closes the window with the focus, like its × button.
func (i *Input) CloseWindow() {
	i.t.Helper()
	i.Key("alt+F4") // xdotool's windowclose would destroy the window instead
}

// Key presses keys one after the other; modifiers are joined by "+", as in "ctrl+Return".
func (i *Input) Key(keys ...string) {
	i.t.Helper()
	i.xdotool(append([]string{"key", "--delay", "20"}, keys...)...)
}

// Hold presses a key after a modifier and releases it after this many seconds. Meanwhile the key
// repeats, as on every other desktop.
func (i *Input) Hold(seconds float64, modifier, key string) {
	i.t.Helper()
	if _, err := i.run("xset", "r", "rate", "250", "25", "r", "on"); err != nil {
		i.t.Fatalf("desktop: letting keys repeat: %v", err)
	}
	defer func() {
		if _, err := i.run("xset", "r", "off"); err != nil {
			i.t.Errorf("desktop: keeping keys from repeating: %v", err)
		}
	}()
	i.xdotool("keydown", modifier, "keydown", key, "sleep", fmt.Sprint(seconds), "keyup", key, "keyup", modifier)
}

// DoubleClick clicks twice at a position on the screen, as fast as people do.
func (i *Input) DoubleClick(x, y int) {
	i.t.Helper()
	i.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "--repeat", "2", "--delay", "120", "1")
}

// Point moves the mouse pointer to a position on the screen.
func (i *Input) Point(x, y int) {
	i.t.Helper()
	i.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y))
}

// Click clicks at a position on the screen.
func (i *Input) Click(x, y int) {
	i.t.Helper()
	i.xdotool("mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

// Type types text into whatever has the focus. A letter without a key is first assigned to a spare
// key and stays there. (xdotool alone changes one key's letter repeatedly, and a program that is a
// moment late reads the wrong one.)
func (i *Input) Type(text string) {
	i.t.Helper()
	i.addLetters(text)
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
		i.xdotool(args...)
	}
}

func notASCII(r rune) bool { return r > 0x7e }

// keysym names a letter in the form that every X program understands.
func keysym(letter rune) string { return fmt.Sprintf("U%04X", letter) }

var emptyKey = regexp.MustCompile(`(?m)^keycode +(\d+) =\s*$`)

func (i *Input) addLetters(text string) {
	i.t.Helper()
	var spare [][]string
	for _, letter := range text {
		if !notASCII(letter) || i.keycodes[letter] != 0 {
			continue
		}
		if spare == nil {
			keys, err := i.run("xmodmap", "-pke")
			if err != nil {
				i.t.Fatalf("desktop: %v", err)
			}
			spare = emptyKey.FindAllStringSubmatch(keys, -1)
		}
		if len(spare) == 0 {
			i.t.Fatalf("desktop: no spare key left for %q", letter)
		}
		code, err := strconv.Atoi(spare[0][1])
		if err != nil {
			i.t.Fatalf("desktop: %v", err)
		}
		spare = spare[1:]
		if _, err := i.run("xmodmap", "-e", fmt.Sprintf("keycode %d = %s", code, keysym(letter))); err != nil {
			i.t.Fatalf("desktop: %v", err)
		}
		i.keycodes[letter] = code
	}
}

func (i *Input) xdotool(args ...string) string {
	i.t.Helper()
	out, err := i.run("xdotool", args...)
	if err != nil {
		i.t.Fatalf("desktop: %v", err)
	}
	return out
}

// Do passes commands to xdotool. They may take longer than the desktop's own.
func (i *Input) Do(args ...string) {
	i.t.Helper()
	if _, err := i.run("xdotool", args...); err != nil {
		i.t.Fatalf("desktop: %v", err)
	}
}
