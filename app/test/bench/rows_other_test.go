//go:build !linux

package bench

var (
	windowRows  []row  // none, because there is no desktop
	watched     func() // no program to measure
	endChildren = func() {}
)
