// Package rendertest lets tests take pictures however slow the machine is: a test imports it for that, and there is
// nothing to call, on no goroutine.
//
// Fyne drops the renderer of a widget that wasn't painted for a minute. Its driver for tests paints only when a picture
// is taken, and tells the time only then too: more than a minute after the last picture it drops what is in sight, and
// what it makes instead has no layout. Entries without room and lists without rows are in the picture then. A real
// window keeps what is in sight.
package rendertest

import (
	"time"
	_ "unsafe" // for the variable below

	_ "fyne.io/fyne/v2/test" // sets the variable before init does
)

// validDuration is how long Fyne 2.8.1 keeps a renderer, which it lets only the environment of the whole process change.
// If it disappears, the linker fails.
//
//go:linkname validDuration fyne.io/fyne/v2/internal/cache.ValidDuration
var validDuration time.Duration

func init() { validDuration = 24 * time.Hour }
