package origin

import (
	"errors"
	"io"
	"os"

	"lookbook/app/media"
	"lookbook/app/media/xmp"
)

// Beside is the path of the file that says of a picture what must not be
// written into it: its sidecar.
func Beside(picture string) string { return picture + xmp.Extension }

// FromSidecar is Read for what a picture's sidecar says of it.
func FromSidecar(packet []byte) (from Origin, ours bool, err error) {
	for _, text := range media.PacketTexts(packet) {
		if text.Keyword == media.KeywordLookbook {
			from, err := parse(text.Value)
			return from, true, err
		}
	}
	return Origin{}, false, nil
}

// ErrLongSidecar: a file beside a picture is longer than any sidecar.
var ErrLongSidecar = errors.New("the file beside the picture is too long for a sidecar")

// ReadPacket reads a sidecar and closes it; opening is what came of opening it.
func ReadPacket(file *os.File, opening error) (packet []byte, err error) {
	if opening != nil {
		return nil, opening
	}
	packet, err = io.ReadAll(io.LimitReader(file, xmp.MaxBytes+1))
	if err = errors.Join(err, file.Close()); err == nil && len(packet) > xmp.MaxBytes {
		err = ErrLongSidecar
	}
	return packet, err
}

// OfPicture reads what a picture says of itself or, where it says nothing of
// ours, what its sidecar does; beside opens that. Errors as with Read.
func OfPicture(file *os.File, size int64, beside func() (*os.File, error)) (from Origin, ours bool, err error) {
	if from, ours, err = Read(file, size); ours || err != nil {
		return from, ours, err
	}
	packet, err := ReadPacket(beside())
	if err != nil {
		return Origin{}, false, nil // there is none, or it is no sidecar
	}
	return FromSidecar(packet)
}
