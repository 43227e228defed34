//go:build !linux

package bench

// windowRows are none where there is no desk to set up, see app/test/desk.
func windowRows() []Row { return nil }
