//go:build !linux && !freebsd && !openbsd && !netbsd

package accessibility

import "context"

// Run does nothing: the toolkit tells screen readers there.
func Run(context.Context, Params) error { return nil }
