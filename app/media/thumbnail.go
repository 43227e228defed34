package media

import (
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
)

// Thumbnail reads a complete picture (PNG, JPEG or WebP) and reduces it so that
// its longer side has px pixels, 1 to MaxThumbnail. A smaller picture keeps its
// size.
//
// It first averages the picture down to two to three times the size, which is
// fast and loses nothing visible, and then filters it with a Lanczos kernel. A
// PNG is read row by row: the memory needed is that of the file and of the
// result, and for an interlaced one up to that of the picture. JPEG and WebP
// are decoded completely into their own format, 1.5 to 4 bytes a pixel.
//
// The error is a *DamagedError, a *TooLargeError, an *UnsupportedError, or one
// of r. A picture that Inspect rejects may still give a thumbnail, because only
// what is needed is read and checked.
func Thumbnail(r io.Reader, px int) (*image.RGBA, error) {
	if px < 1 || px > MaxThumbnail {
		return nil, fmt.Errorf("making a thumbnail: its size of %d pixels is not between 1 and %d", px, MaxThumbnail)
	}
	data, format, err := readPicture(r)
	if err != nil {
		return nil, err
	}
	if format == PNG {
		m, ok, err := reducePNG(data, px)
		if ok || err != nil {
			return m, err
		}
	}
	m, err := decodeAny(format, data)
	if err != nil {
		return nil, err
	}
	size := m.Bounds().Size()
	if max(size.X, size.Y) <= px {
		return toRGBA(m), nil
	}
	reduced := newReducer(size.X, size.Y, 4, px)
	row := image.NewRGBA(image.Rect(0, 0, size.X, 1))
	for y := range size.Y {
		draw.Draw(row, row.Rect, m, m.Bounds().Min.Add(image.Pt(0, y)), draw.Src)
		reduced.add(row.Pix)
	}
	return reduced.finish(), nil
}

// thumbVersion changes whenever Thumbnail produces other pixels, so that old
// files are no longer found.
const thumbVersion = "1"

// ThumbKey returns the name of a thumbnail's file in a cache: 32 hex digits and
// px, legal on every system, the same for the same source and px. The first two
// characters are evenly distributed, for subfolders that stay small at 160,000
// pictures. source identifies the picture for good, for example its generated
// image id. It may contain anything and can't be read from the name.
func ThumbKey(source string, px int) string {
	sum := sha256.Sum256([]byte(thumbVersion + "\x00" + source))
	return fmt.Sprintf("%x-%d", sum[:16], px)
}

// thumbQuality is the JPEG quality from which differences are invisible in a
// thumbnail.
const thumbQuality = 90

// EncodeThumbnail writes a thumbnail for a cache on disk: as JPEG, or as PNG if
// it is not opaque. 160,000 thumbnails of 256 px need about 3 GB as JPEG and
// decode in about a millisecond each. Raw pixels or QOI would need 16 to 30 GB,
// and reading those takes longer than the decoding saves. JPEG halves the
// resolution of colour and keeps lightness (similarity above 0.99).
func EncodeThumbnail(w io.Writer, m *image.RGBA) error {
	var err error
	if m.Opaque() {
		err = jpeg.Encode(w, m, &jpeg.Options{Quality: thumbQuality})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, m)
	}
	if err != nil {
		return fmt.Errorf("writing a thumbnail: %w", err)
	}
	return nil
}

// DecodeThumbnail reads what EncodeThumbnail wrote. Errors are those of Decode.
func DecodeThumbnail(r io.Reader) (*image.RGBA, error) {
	m, err := Decode(r)
	if err == nil && max(m.Rect.Dx(), m.Rect.Dy()) > MaxThumbnail {
		return nil, &TooLargeError{"long edge", int64(max(m.Rect.Dx(), m.Rect.Dy())), MaxThumbnail, "pixels"}
	}
	return m, err
}
