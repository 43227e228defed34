package origin

import (
	"errors"
	"io"
	"os"
	"slices"

	"lookbook/app/media"
	"lookbook/app/media/infotext"
	"lookbook/app/media/xmp"
)

// Beside is the path of the file that says of a picture what must not be
// written into it: its sidecar.
func Beside(picture string) string { return picture + xmp.Extension }

// kept are the keywords of our texts, which a sidecar has as properties.
var kept = []string{infotext.Keyword, media.KeywordLookbook}

func property(keyword string) xmp.Name { return xmp.Name{Space: xmp.Ours, Local: keyword} }

// InSidecar are the texts that a sidecar has of ours, under the keywords that
// they have in a picture.
func InSidecar(packet []byte) []media.Text {
	values, err := xmp.Read(packet)
	if err != nil {
		return nil // it is another program's, in a way of its own
	}
	var texts []media.Text
	for _, keyword := range kept {
		if value := values.Get(property(keyword)); value != "" {
			texts = append(texts, media.Text{Keyword: keyword, Value: value})
		}
	}
	return texts
}

// IntoSidecar writes our texts into a sidecar, and keeps what else is there; an
// empty one is begun.
func IntoSidecar(packet []byte, texts []media.Text) ([]byte, error) {
	var properties []xmp.Property
	for _, text := range texts {
		if slices.Contains(kept, text.Keyword) {
			properties = append(properties, xmp.Property{Name: property(text.Keyword), Value: text.Value})
		}
	}
	return xmp.Set(packet, properties...)
}

// FromSidecar is Read for what a picture's sidecar says of it.
func FromSidecar(packet []byte) (from Origin, ours bool, err error) {
	for _, text := range InSidecar(packet) {
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
