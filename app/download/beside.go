package download

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lookbook/app/media"
	"lookbook/app/media/origin"
)

// embeds reports whether texts can be written into a picture. Some formats have
// no place for them, and any change would break the signature of a signed
// picture.
func embeds(p *part, info media.Info) bool {
	if info.Format != media.PNG {
		return false
	}
	signed, err := media.Signed(p.picture(), p.size)
	return err == nil && !signed
}

// describe writes the texts of a signed picture into its sidecar, unless they
// are there. What other programs wrote there stays.
func (d destination) describe(picture string) error {
	file, err := media.Open(picture)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	signed := false
	if err == nil {
		signed, err = media.Signed(file, info.Size())
	}
	if err = errors.Join(err, file.Close()); err != nil || !signed {
		return err
	}
	within, err := filepath.Rel(d.in.Path(), origin.Beside(picture))
	if err != nil {
		return err
	}
	before, err := origin.ReadPacket(d.in.Ordinary(within))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	texts, err := d.texts()
	if err != nil {
		return err
	}
	packet, err := origin.IntoSidecar(before, texts)
	if err != nil || bytes.Equal(packet, before) {
		return err
	}
	return d.in.Replace(within, packet, time.Time{})
}

// textsOf returns the texts in a picture and in its sidecar.
func textsOf(file *os.File, size int64, path string) ([]media.Text, error) {
	texts, err := media.ReadTexts(file, size)
	if err != nil {
		return nil, err
	}
	packet, err := origin.ReadPacket(media.Open(origin.Beside(path)))
	if err != nil {
		return texts, nil // there is no sidecar
	}
	return append(texts, origin.InSidecar(packet)...), nil
}
