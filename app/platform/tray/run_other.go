//go:build !linux && !freebsd && !openbsd && !netbsd

package tray

import "context"

// Run returns at once: the toolkit shows the icon.
func (i *Icon) Run(context.Context, Actions) error { return nil }
