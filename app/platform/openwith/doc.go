// Package openwith opens files with a program of the system that the user chooses.
//
// On Linux and its like it lists the programs that say in their desktop files that
// they open such files, and starts one. Windows and macOS ask the user themselves,
// in a window of their own.
//
// Goroutines: every function reads the disk or starts a program, and belongs off the
// UI goroutine. Several calls may run at once. A program that was started goes on
// when its context ends, and the goroutine that waits for its end lives as long.
package openwith

import "time"

// patience is how long a started program may take to report that it can't open the
// files.
const patience = 2 * time.Second

// Program is a program that opens files.
type Program struct {
	ID   string // of its desktop file
	Name string // in the user's language
	line []string
}
