//go:build unix

package curl_test

import (
	"syscall"
	"testing"
	"time"
)

// used returns the processor's time that this program has used: on a busy computer the clock tells more.
func used(t *testing.T) time.Duration {
	t.Helper()
	var all syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &all); err != nil {
		t.Fatal(err)
	}
	return time.Duration(all.Utime.Nano() + all.Stime.Nano())
}
