package files

import (
	"bytes"
	"io"
	"os"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/origin"
)

// pngEnd ends every complete PNG: an empty IEND chunk with its checksum (PNG
// specification, "IEND").
var pngEnd = []byte("\x00\x00\x00\x00IEND\xaeB`\x82")

// readFound reads what a picture's file or its sidecar says, and checks that
// the file is complete. Errors and false mean the same as for origin.OfPicture.
func readFound(file *os.File, path string, beside func() (*os.File, error)) (found library.FoundFile, from origin.Origin, ours bool, err error) {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return library.FoundFile{}, origin.Origin{}, false, err
	}
	size := info.Size()
	if from, ours, err = origin.OfPicture(file, size, beside); !ours || err != nil {
		return library.FoundFile{}, from, ours, err
	}
	header, err := media.InspectHeader(file, size)
	if err != nil {
		return library.FoundFile{}, from, true, origin.ErrNonsense
	}
	if err := whole(file, size); err != nil {
		return library.FoundFile{}, from, true, origin.ErrNonsense
	}
	return library.FoundFile{
		Origin: library.Origin{JobID: from.JobID, ImageID: from.ImageID},
		Seed:   from.Seed, Index: from.Index, Request: from.Request, Made: from.Made,
		Parent: library.Origin(from.Parent),
		Path:   path, Bytes: size, Width: header.Width, Height: header.Height, Written: info.ModTime(), Doubted: from.Doubted,
	}, from, true, nil
}

// whole rejects a picture that was only partly copied. It looks at the end
// only, because reading every picture of a large folder would take hours.
func whole(file io.ReaderAt, size int64) error {
	end := make([]byte, len(pngEnd))
	if _, err := file.ReadAt(end, max(size-int64(len(end)), 0)); err != nil {
		return err
	}
	if bytes.Equal(end, pngEnd) {
		return nil
	}
	_, err := media.Inspect(file, size) // other data may follow the picture
	return err
}

// holdsPicture reports whether the texts in the file at path say that it is the
// picture.
func holdsPicture(path string, of library.Origin) bool {
	file, err := media.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // only read
	found, _, ours, err := readFound(file, path, func() (*os.File, error) { return media.Open(origin.Beside(path)) })
	return err == nil && ours && found.Origin == of
}
