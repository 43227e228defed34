package year

import (
	"path/filepath"
	"time"

	"lookbook/app/settings"
)

// made is the version of what this package makes: it changes with every change
// of it, so that a year that was kept is made anew.
const made = 2

const (
	// Jobs is how many jobs a year has, and PerJob how many pictures a job on
	// average: 10,000 jobs have exactly 160,000 pictures.
	Jobs   = 10_000
	PerJob = 16
)

// Spec says which year. The zero value is the one that is measured on.
type Spec struct {
	Jobs int // 0: Jobs; at least 10, fewer than Jobs for the other side of a ratio
	Seed uint64

	shrink int // tests draw pictures of 1/shrink of the size; 0: 1
}

func (s Spec) jobs() int {
	if s.Jobs <= 0 {
		return Jobs
	}
	return s.Jobs
}

// Home are the folders of a year in a home folder, where Lookbook looks for
// them on Linux.
func Home(dir string) settings.Paths {
	return settings.Paths{
		Data:     filepath.Join(dir, ".local", "share", "lookbook"),
		Cache:    filepath.Join(dir, ".cache", "lookbook"),
		State:    filepath.Join(dir, ".local", "state", "lookbook"),
		Config:   filepath.Join(dir, ".config", "lookbook"),
		Pictures: filepath.Join(dir, "Pictures", "Lookbook"),
	}
}

// first and days are the year. It lies in the past for good, so that nothing
// of it depends on when it is made.
var first = time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC)

const days = 365
