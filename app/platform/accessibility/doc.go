// Package accessibility tells screen readers what is on the screen, through
// AT-SPI on Linux and the BSDs. Fyne 2.8.1 has nothing there; on Windows and
// macOS its build tag "accessibility" has, and Run does nothing.
//
// Nothing is made as long as the desktop says that no assistive technology is
// in use (org.a11y.Status). While one is, Run takes a snapshot of the window ten
// times a second, answers the readers from the last one, and tells them what
// changed. A reader that hangs never holds the window up.
//
// Goroutines: Run belongs to a goroutine of its own, until its context ends. It
// calls the functions of Params on its own goroutine and on those of the bus.
//
// The interfaces: https://gitlab.gnome.org/GNOME/at-spi2-core/-/tree/main/xml.
package accessibility
