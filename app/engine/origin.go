package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"io"
	"io/fs"
	"os"
	"strings"

	"lookbook/app/library"
	"lookbook/app/media"
)

const (
	// headRead is how much of a file is looked through for our text first: it
	// stands before the pixels, with the parameters, and both are a few
	// kilobytes. Only where it is not there the rest is gone through.
	headRead = 64 << 10

	// maxOrigin bounds our text: the longest prompts, of 20,000 characters
	// each, with every character escaped.
	maxOrigin = 512 << 10

	// maxID bounds the ids in a text. Those seen so far have some 40 bytes.
	maxID = 128
)

// pngEnd is how a whole PNG ends.
var pngEnd = []byte("\x00\x00\x00\x00IEND\xaeB`\x82")

// errNonsense: the file has our text, and it makes no sense, or the file is
// not whole.
var errNonsense = errors.New("what the file says of itself makes no sense")

// readOrigin reads what a picture's file says of where it comes from. It
// answers false for a file that is not ours. Errors: errNonsense, or those of
// the disk.
func readOrigin(file io.ReaderAt, size int64) (from origin, ours bool, err error) {
	for _, length := range []int64{min(size, headRead), size} {
		// Where the reading ends early, what was read until then counts.
		texts, err := media.ReadTexts(file, length)
		for _, text := range texts {
			if text.Keyword == keyword {
				from, err := parseOrigin(text.Value)
				return from, true, err
			}
		}
		if _, broken := errors.AsType[*fs.PathError](err); broken {
			return origin{}, false, err
		}
		if length == size {
			break
		}
	}
	return origin{}, false, nil
}

func parseOrigin(text string) (from origin, err error) {
	if len(text) > maxOrigin || json.Unmarshal([]byte(text), &from) != nil ||
		from.JobID == "" || from.ImageID == "" || len(from.JobID) > maxID || len(from.ImageID) > maxID {
		return origin{}, errNonsense
	}
	return from, nil
}

// plausible reports whether ids from a file may be those of a job that the
// library does not know: they become part of addresses and names.
func (o origin) plausible() bool {
	for _, id := range []string{o.JobID, o.ImageID} {
		if strings.HasPrefix(id, ".") || strings.Contains(id, "..") {
			return false
		}
		for _, r := range id {
			if r <= ' ' || r > '~' || strings.ContainsRune(`/\?#%"'<>|*&`, r) {
				return false
			}
		}
	}
	return o.Index == nil || *o.Index >= 0
}

// readFound reads a picture's file: what it says, and that it is whole. Errors
// and false as with readOrigin.
func readFound(file *os.File, path string) (found library.FoundFile, from origin, ours bool, err error) {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return library.FoundFile{}, origin{}, false, err
	}
	size := info.Size()
	if from, ours, err = readOrigin(file, size); !ours || err != nil {
		return library.FoundFile{}, from, ours, err
	}
	header, err := png.DecodeConfig(io.NewSectionReader(file, 0, size))
	if err != nil || header.Width > media.MaxSide || header.Height > media.MaxSide || header.Width*header.Height > media.MaxPixels {
		return library.FoundFile{}, from, true, errNonsense
	}
	if err := whole(file, size); err != nil {
		return library.FoundFile{}, from, true, errNonsense
	}
	return library.FoundFile{
		Origin: library.Origin{JobID: from.JobID, ImageID: from.ImageID},
		Seed:   from.Seed, Index: from.Index, Request: from.Request, Made: from.Made,
		Path: path, Bytes: size, Width: header.Width, Height: header.Height, Written: info.ModTime(), Doubted: from.Doubted,
	}, from, true, nil
}

// whole tells a picture that was copied in part from one that is all there. It
// looks at the end: to read every picture of a large folder takes hours.
func whole(file io.ReaderAt, size int64) error {
	end := make([]byte, len(pngEnd))
	if _, err := file.ReadAt(end, max(size-int64(len(end)), 0)); err != nil {
		return err
	}
	if bytes.Equal(end, pngEnd) {
		return nil
	}
	_, err := media.Inspect(file, size) // something may follow the picture
	return err
}

// holdsPicture reports whether the file at path says that it is the picture.
func holdsPicture(path string, of library.Origin) bool {
	file, err := media.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // only read
	found, _, ours, err := readFound(file, path)
	return err == nil && ours && found.Origin == of
}
