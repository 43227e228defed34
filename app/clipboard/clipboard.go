package clipboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

var (
	// ErrNoClipboard: there is no clipboard that takes pictures, or it does not
	// answer. The error around it says why.
	ErrNoClipboard = errors.New("there is no clipboard for pictures here")
	// ErrNoPNG: what was to be copied is no PNG.
	ErrNoPNG = errors.New("only PNG pictures can be copied to the clipboard")
)

// patience is how long the system may take.
const patience = 5 * time.Second

const pngSignature = "\x89PNG\r\n\x1a\n"

// WriteImage puts a picture on the clipboard in place of what was there. The
// bytes are those of a PNG file; they are pasted as they are where the system
// has room for that, texts within them included, and the caller must not change
// them any more. Errors: ErrNoPNG, ErrNoClipboard, the context's.
func WriteImage(ctx context.Context, png []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !bytes.HasPrefix(png, []byte(pngSignature)) {
		return ErrNoPNG
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := write(limited, png)
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
