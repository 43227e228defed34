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

// Thumbnail reads a whole picture (PNG, JPEG or WebP) and returns it reduced
// so that its long edge is px pixels, 1 to MaxThumbnail. A smaller picture
// keeps its size.
//
// It is sharp: the picture is first averaged down to between two and three
// times the size, which is quick and loses nothing visible, then filtered with
// Lanczos' kernel. PNGs go through this row by row, so that the memory needed
// is the file's and the reduced picture's; of an interlaced one it can be as
// much as the picture's. JPEG and WebP are decoded whole, into what the format
// itself has, which is 1.5 to 4 bytes a pixel.
//
// Errors are *DamagedError, *TooLargeError, *UnsupportedError, or those of r.
// A picture that Inspect refuses may still give a thumbnail: this function
// reads what it needs and checks no more.
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

// thumbVersion changes when Thumbnail makes other pixels, so that old copies
// are no longer found.
const thumbVersion = "1"

// ThumbKey names a thumbnail's file within a cache: 32 hex digits and px, legal
// everywhere, the same for the same source and px. Its first two characters
// spread evenly, for folders that stay small at 160,000 pictures. source is
// whatever tells one picture from another for good, such as the generated
// image's id; it may hold anything and cannot be read from the name.
func ThumbKey(source string, px int) string {
	sum := sha256.Sum256([]byte(thumbVersion + "\x00" + source))
	return fmt.Sprintf("%x-%d", sum[:16], px)
}

// thumbQuality is where differences stop being visible at a thumbnail's size.
const thumbQuality = 90

// EncodeThumbnail writes a thumbnail for a cache on disk: as JPEG, or PNG when
// it is not opaque. 160,000 of 256 px take about 3 GB as JPEG and are decoded
// in about a millisecond each; raw pixels or QOI would take 16 to 30 GB, and
// reading those from a disk costs more than the decoding saves. Fine colour
// detail is halved by JPEG, lightness is kept (similarity above 0.99).
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

// DecodeThumbnail reads what EncodeThumbnail wrote. Errors are those of
// Decode; a cache's file may be broken by anything.
func DecodeThumbnail(r io.Reader) (*image.RGBA, error) {
	m, err := Decode(r)
	if err == nil && max(m.Rect.Dx(), m.Rect.Dy()) > MaxThumbnail {
		return nil, &TooLargeError{"long edge", int64(max(m.Rect.Dx(), m.Rect.Dy())), MaxThumbnail, "pixels"}
	}
	return m, err
}
