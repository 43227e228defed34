// Package tray shows an icon with a menu in the tray of the person's desktop.
//
// # What it promises
//
//   - The icon is shown while the desktop has a tray: a StatusNotifierWatcher with a
//     host. It comes back after a panel was restarted. Without a tray nothing breaks,
//     and There says that there is none, so that no window is hidden for good.
//   - What did not change is not sent. While nothing changes, nothing runs: there is no
//     timer.
//
// Windows and macOS have trays that the toolkit shows, see app/ui. On Linux it would
// talk to the bus on the UI goroutine, and its library has a data race, goroutines
// that nobody joins, and one connection for the whole process; so the two small
// protocols, of the icon and of its menu, are here.
//
// # Goroutines
//
// Run is the one goroutine; whoever starts it ends its context and joins it. Set and There return at once and may be called on any
// goroutine. Actions are called on Run's goroutine or on the bus's, and must return at
// once.
package tray

import (
	"log/slog"
	"sync"
)

// Menu is what the icon's menu shows.
type Menu struct {
	Lines             []string // facts, not to be clicked
	Open, Pause, Quit string
	Paused            bool // Pause is ticked
}

// Actions are what the menu does.
type Actions struct {
	Open, Pause, Quit func()
	Changed           func(there bool) // the tray has come or gone
}

// Params describe the icon.
type Params struct {
	Name string // of the program, as people read it
	ID   string // of its desktop file, without the extension
	PNG  []byte // the icon, at most 64 pixels wide: it is sent uncompressed
	Log  *slog.Logger
}

// Icon is the program's icon in the tray.
type Icon struct {
	p      Params
	wanted chan struct{} // the menu changed

	mu       sync.Mutex
	menu     Menu
	revision uint32 // of the menu
	there    bool
}

// New makes an icon that is shown by Run.
func New(p Params) *Icon { return &Icon{p: p, wanted: make(chan struct{}, 1)} }

// Set changes the menu.
func (i *Icon) Set(m Menu) {
	i.mu.Lock()
	i.menu = m
	i.revision++
	i.mu.Unlock()
	select {
	case i.wanted <- struct{}{}:
	default:
	}
}

func (i *Icon) latest() (Menu, uint32) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.menu, i.revision
}

// There reports whether the icon is in a tray.
func (i *Icon) There() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.there
}

// arrive records whether there is a tray, and reports whether that is new.
func (i *Icon) arrive(there bool) (changed bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	changed, i.there = i.there != there, there
	return changed
}
