package curl_test

import (
	"syscall"
	"testing"
	"time"
)

// used returns the processor's time that this program has used: on a busy computer the clock tells more.
func used(t *testing.T) time.Duration {
	t.Helper()
	var begun, ended, kernel, user syscall.Filetime
	self, err := syscall.GetCurrentProcess()
	if err == nil {
		err = syscall.GetProcessTimes(self, &begun, &ended, &kernel, &user)
	}
	if err != nil {
		t.Fatal(err)
	}
	ticks := func(f syscall.Filetime) time.Duration {
		return time.Duration(f.HighDateTime)<<32 + time.Duration(f.LowDateTime)
	}
	return 100 * (ticks(kernel) + ticks(user)) // Filetime.Nanoseconds counts from 1970
}
