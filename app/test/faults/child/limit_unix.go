//go:build linux || darwin

package main

import (
	"os/signal"
	"syscall"
)

// limitFiles makes every write beyond this many bytes of a file fail, which is
// as close to a full disk as possible without mounting one.
func limitFiles(size uint64) error {
	signal.Ignore(syscall.SIGXFSZ) // the write then fails with EFBIG
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = size
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}
