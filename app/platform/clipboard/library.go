//go:build windows || darwin

package clipboard

import (
	"context"
	"fmt"

	"golang.design/x/clipboard"
)

// write passes a picture to the system. If another program holds the clipboard,
// the library waits for it without a limit, so it gets a goroutine of its own.
func write(ctx context.Context, png []byte) error {
	over := make(chan error, 1)
	go func() { over <- handOver(ctx, png) }()
	select {
	case err := <-over:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func handOver(ctx context.Context, png []byte) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("internal error: %v", value)
		}
	}()
	if err := clipboard.Init(); err != nil {
		return err
	}
	_, err = clipboard.Write(ctx, clipboard.FmtImage, png)
	return err
}
