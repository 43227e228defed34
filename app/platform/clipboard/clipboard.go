package clipboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"time"

	"lookbook/app/media"
)

var (
	// ErrNoClipboard: there is no clipboard that takes pictures, or it does not
	// answer. The error around it says why.
	ErrNoClipboard = errors.New("there is no clipboard for pictures here")
	// ErrNoPicture: what was to be copied is no whole PNG, JPEG or WebP.
	ErrNoPicture = errors.New("this is no picture that can be copied")
)

// patience is how long the system may take.
const patience = 5 * time.Second

const pngSignature = "\x89PNG\r\n\x1a\n"

// WriteImage puts a picture on the clipboard in place of what was there. The
// bytes are those of a picture's file. A PNG is pasted as it is where the
// system has room for that, texts within it included, and the caller must not
// change it any more; others are made one, which takes up to some seconds
// besides. Errors: ErrNoPicture, ErrNoClipboard, the context's.
func WriteImage(ctx context.Context, file []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	picture, err := asPNG(file)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoPicture, err)
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = write(limited, picture)
	deadline, limitedByCaller := ctx.Deadline()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case limitedByCaller && !time.Now().Before(deadline):
		return context.DeadlineExceeded // the context itself notices in a moment
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: it does not answer", ErrNoClipboard)
	}
	return fmt.Errorf("%w: %w", ErrNoClipboard, err)
}

// asPNG makes a PNG of a picture that is none: it is what programs that paste
// ask for.
func asPNG(file []byte) ([]byte, error) {
	if bytes.HasPrefix(file, []byte(pngSignature)) {
		return file, nil
	}
	picture, err := media.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fast := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := fast.Encode(&b, picture); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
