// Package accessibility tells screen readers what is on the screen, through
// AT-SPI on Linux and the BSDs, which Fyne 2.8.1 doesn't support. On Windows and
// macOS Run does nothing: Fyne has a build tag "accessibility" for them.
//
// Run does no work until the desktop says that an assistive technology is in use
// (org.a11y.Status). Then it takes a snapshot of the window ten times a second,
// answers readers from the last one, and tells them what changed. A reader that
// hangs never blocks the window.
//
// Goroutines: Run belongs to a goroutine of its own, until its context ends. It
// calls the functions of Params on its own goroutine and on those of the bus.
//
// The interfaces: https://gitlab.gnome.org/GNOME/at-spi2-core/-/tree/main/xml.
package accessibility
