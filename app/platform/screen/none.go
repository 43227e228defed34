//go:build !cgo

package screen

// Name does nothing.
func Name(string, string) {}

// Room knows no screen.
func Room() (width, height int) { return 0, 0 }
