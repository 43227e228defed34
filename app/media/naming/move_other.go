//go:build !linux && !darwin && !windows

package naming

// moveNoReplace renames from to to unless to exists; then the error is
// fs.ErrExist.
func moveNoReplace(from, to string) error { return moveByLink(from, to) }
