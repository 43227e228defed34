//go:build !linux

package bench

var (
	windowRows  []row  // none where there is no desktop
	watched     func() // nor a program to watch
	endChildren = func() {}
)
