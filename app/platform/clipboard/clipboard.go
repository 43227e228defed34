package clipboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"time"

	"lookbook/app/cause"
	"lookbook/app/media"
)

var (
	// ErrNoClipboard: there is no clipboard that accepts pictures, or it does
	// not answer. The wrapping error says why.
	ErrNoClipboard = cause.Err(cause.ClipboardNone)
	// ErrNoPicture: the data is not a complete PNG, JPEG or WebP.
	ErrNoPicture = cause.Err(cause.ClipboardNoPicture)
	errSilent    = cause.Err(cause.ClipboardSilent)
)

// patience bounds the system's answer.
const patience = 5 * time.Second

const pngSignature = "\x89PNG\r\n\x1a\n"

// WriteImage puts a picture, the bytes of its file, on the clipboard and
// replaces its content. A PNG is pasted unchanged where the system allows that,
// with its texts, and the caller must not change the bytes any more. Other
// formats are converted to PNG, which takes up to some seconds. Errors:
// ErrNoPicture, ErrNoClipboard, the context's.
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
		return context.DeadlineExceeded // the context ends in a moment too
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: %w", errSilent, ErrNoClipboard)
	}
	return fmt.Errorf("%w: %w", err, ErrNoClipboard) // the first that has a cause is told
}

// asPNG converts a picture to PNG, which is what pasting programs ask for.
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
