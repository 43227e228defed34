//go:build windows || darwin

package clipboard

import (
	"context"
	"errors"
	"fmt"

	"golang.design/x/clipboard"
)

var errRefused = errors.New("the system refused the picture")

// write hands a picture to the system. Where another program holds the
// clipboard the library waits for it without end, so that it is given a
// goroutine of its own.
func write(ctx context.Context, png []byte) error {
	over := make(chan error, 1)
	go func() { over <- handOver(png) }()
	select {
	case err := <-over:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func handOver(png []byte) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("internal error: %v", value)
		}
	}()
	if err := clipboard.Init(); err != nil {
		return err
	}
	if clipboard.Write(clipboard.FmtImage, png) == nil {
		return errRefused
	}
	return nil
}
