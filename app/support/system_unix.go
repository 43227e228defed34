//go:build !windows

package support

import "golang.org/x/sys/unix"

// release names the kernel.
func release() string {
	var name unix.Utsname
	if unix.Uname(&name) != nil {
		return ""
	}
	return plainWords(unix.ByteSliceToString(name.Sysname[:]) + " " + unix.ByteSliceToString(name.Release[:]))
}
