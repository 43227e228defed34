package imageview

import (
	"context"
	"os"

	"lookbook/app/media"
	"lookbook/widgets"
)

// Decode reads and decodes a file, off the UI goroutine. It stops between its steps when ctx ends.
func Decode(ctx context.Context, path string) (*widgets.Pyramid, error) {
	file, err := media.Open(path)
	if err != nil {
		return nil, err
	}
	decoded, err := media.Decode(untilDone{ctx, file})
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return widgets.NewPyramid(decoded), nil
}

// untilDone is a file that can be read until its context ends.
type untilDone struct {
	ctx context.Context
	*os.File
}

// Read is io.Reader's.
func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.File.Read(p)
}
