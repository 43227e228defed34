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

// embeds reports whether texts can be written into a picture: any change would
// break the signature of a signed one.
func embeds(p *part) bool {
	signed, err := media.Signed(p.picture(), p.size)
	return err == nil && !signed
}

// describe writes the texts of a picture that does not have them itself into its
// sidecar, unless they are there. What other programs wrote there stays.
func (d destination) describe(picture string) error {
	file, err := media.Open(picture)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	ours := false
	if err == nil {
		_, ours, err = origin.Read(file, info.Size())
	}
	if err = errors.Join(err, file.Close()); err != nil || ours {
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
	packet, err := media.IntoPacket(before, texts)
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
	return append(texts, media.PacketTexts(packet)...), nil
}
