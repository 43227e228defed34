package origin

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lookbook/app/media"
	"lookbook/app/media/xmp"
)

// Beside returns the path of a picture's sidecar. It contains what must not be
// written into the picture.
func Beside(picture string) string { return picture + xmp.Extension }

// Short returns the path of a sidecar as Lightroom and Capture One name it: a.xmp
// for a.png, and also for a.jpg.
func Short(picture string) string { return stem(picture) + xmp.Extension }

func stem(picture string) string { return strings.TrimSuffix(picture, filepath.Ext(picture)) }

// pictures are the extensions of files for which these programs write sidecars.
var pictures = []string{
	".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".psd", ".gif", ".heic", ".heif", ".avif", ".jxl",
	".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".rw2", ".orf", ".pef", ".srw", ".mp4", ".mov",
}

// Shared reports whether another picture has the same short sidecar; there
// reports which files exist.
func Shared(picture string, there func(path string) bool) bool {
	for _, extension := range pictures {
		for _, other := range []string{stem(picture) + extension, stem(picture) + strings.ToUpper(extension)} {
			if !strings.EqualFold(other, picture) && there(other) {
				return true
			}
		}
	}
	return false
}

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
