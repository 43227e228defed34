package origin

import (
	"errors"
	"io"
	"os"

	"lookbook/app/media"
	"lookbook/app/media/xmp"
)

// Beside returns the path of a picture's sidecar. It contains what must not be
// written into the picture.
func Beside(picture string) string { return picture + xmp.Extension }

// FromSidecar is Read for a picture's sidecar.
func FromSidecar(packet []byte) (from Origin, ours bool, err error) {
	for _, text := range media.PacketTexts(packet) {
		if text.Keyword == media.KeywordLookbook {
			from, err := parse(text.Value)
			return from, true, err
		}
	}
	return Origin{}, false, nil
}

// ErrLongSidecar: the file is too long to be a sidecar.
var ErrLongSidecar = errors.New("the file beside the picture is too long for a sidecar")

// ReadPacket reads a sidecar and closes it. opening is the error of opening it.
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

// OfPicture reads the origin from a picture or, if it has none, from its
// sidecar, which beside opens. The errors are those of Read.
func OfPicture(file *os.File, size int64, beside func() (*os.File, error)) (from Origin, ours bool, err error) {
	if from, ours, err = Read(file, size); ours || err != nil {
		return from, ours, err
	}
	packet, err := ReadPacket(beside())
	if err != nil {
		return Origin{}, false, nil // there is none, or it is not a sidecar
	}
	return FromSidecar(packet)
}
