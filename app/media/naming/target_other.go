//go:build !linux && !darwin && !windows

package naming

import "os"

// target is a folder that files are moved into.
type target struct{ root *os.Root }

func openTarget(root *os.Root, _ string) (*target, error) { return &target{root}, nil }

func (*target) close() {}

// moveNoReplace renames from to to, both relative to root, unless to exists.
func (t *target) moveNoReplace(from, to string) error { return moveByLink(t.root, from, to) }

// moveNoReplace renames from to to unless to exists; then the error is
// fs.ErrExist.
func moveNoReplace(from, to string) error { return moveByLink(anywhere{}, from, to) }
