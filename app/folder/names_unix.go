//go:build !windows

package folder

import (
	"io/fs"
	"syscall"
)

// names returns a file's number of hard links.
func names(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Nlink)
	}
	return 1
}
