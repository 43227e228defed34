package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"

	"golang.org/x/image/webp"
)

// inspectByDecoding verifies a JPEG or WebP by decoding it.
func inspectByDecoding(format Format, r io.ReaderAt, size int64) (Info, error) {
	if format == WebP {
		if err := checkRIFF(r, size); err != nil {
			return Info{}, err
		}
	}
	m, err := decodeBounded(format, func() io.Reader {
		return bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 64<<10)
	})
	if large, ok := errors.AsType[*TooLargeError](err); ok && large.What == decodeMemory {
		return inspectEnds(format, r, size)
	}
	if err != nil {
		return Info{}, err
	}
	return Info{Format: format, Width: m.Bounds().Dx(), Height: m.Bounds().Dy()}, nil
}

// decodeMemory is TooLargeError.What for a picture that seems complete but
// needs too much memory to decode.
const decodeMemory = "memory while it is decoded"

// inspectEnds checks the header and the end of a JPEG. Such a picture was paid
// for, so it is kept although it can't be decoded here.
func inspectEnds(format Format, r io.ReaderAt, size int64) (Info, error) {
	tail := make([]byte, min(size, 64))
	if n, err := r.ReadAt(tail, size-int64(len(tail))); n < len(tail) {
		return Info{}, fmt.Errorf("reading a picture: %w", err)
	}
	if !bytes.Contains(tail, []byte{0xFF, 0xD9}) {
		return Info{}, &DamagedError{Format: format, Offset: size, Reason: "the file ends early"}
	}
	return inspectHeader(format, r, size)
}

// inspectHeader checks only the header of a JPEG or WebP.
func inspectHeader(format Format, r io.ReaderAt, size int64) (Info, error) {
	if format == WebP {
		if err := checkRIFF(r, size); err != nil {
			return Info{}, err
		}
	}
	config := jpeg.DecodeConfig
	if format == WebP {
		config = webp.DecodeConfig
	}
	broken := &sourceError{}
	found, err := config(broken.watch(bufio.NewReader(io.NewSectionReader(r, 0, size))))
	switch {
	case broken.err != nil:
		return Info{}, fmt.Errorf("reading a picture: %w", broken.err)
	case err != nil:
		return Info{}, &DamagedError{Format: format, Offset: -1, Reason: err.Error(), Err: err}
	}
	if err := checkDimensions(int64(found.Width), int64(found.Height)); err != nil {
		return Info{}, err
	}
	return Info{Format: format, Width: found.Width, Height: found.Height}, nil
}

// checkRIFF checks the length in a WebP's container.
func checkRIFF(r io.ReaderAt, size int64) error {
	var head [12]byte
	if n, err := r.ReadAt(head[:], 0); n < len(head) {
		return fmt.Errorf("reading a picture: %w", err)
	}
	if announced := int64(binary.LittleEndian.Uint32(head[4:])) + 8; announced > size {
		return &DamagedError{Format: WebP, Offset: size, Reason: fmt.Sprintf("the file ends early: %d bytes of %d", size, announced)}
	}
	return nil
}

// decodeBounded decodes a JPEG or WebP after checking that its dimensions are
// within bounds. open returns a reader from its start.
func decodeBounded(format Format, open func() io.Reader) (image.Image, error) {
	config, decode := jpeg.DecodeConfig, jpeg.Decode
	if format == WebP {
		config, decode = webp.DecodeConfig, webp.Decode
	}
	broken := &sourceError{}
	size, err := config(broken.watch(open()))
	if err == nil {
		if err := checkDimensions(int64(size.Width), int64(size.Height)); err != nil {
			return nil, err
		}
		if format == JPEG {
			if need, failed := progressiveBytes(broken.watch(open())); failed == nil && need > MaxDecodeBytes {
				return nil, &TooLargeError{decodeMemory, need, MaxDecodeBytes, "bytes"}
			}
		}
		var m image.Image
		if m, err = decode(broken.watch(open())); err == nil {
			if format == WebP {
				m = webpColours(m)
			}
			return m, nil
		}
	}
	if broken.err != nil {
		return nil, fmt.Errorf("reading a picture: %w", broken.err)
	}
	return nil, &DamagedError{Format: format, Offset: -1, Reason: err.Error(), Err: err}
}

// sourceError remembers an error of the source, to distinguish it from a
// decoder's complaint about the bytes.
type sourceError struct{ err error }

func (s *sourceError) watch(r io.Reader) io.Reader {
	return &sourceReader{r, s}
}

type sourceReader struct {
	r  io.Reader
	to *sourceError
}

func (s *sourceReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.to.err = err
	}
	return n, err
}

// Decode reads a complete picture for the screen: PNG, JPEG or WebP of at most
// MaxPixels. Its upper left corner is at 0,0. Bytes after the picture are
// ignored.
//
// The error is a *DamagedError, a *TooLargeError, an *UnsupportedError, or one
// of r.
func Decode(r io.Reader) (*image.RGBA, error) {
	data, format, err := readPicture(r)
	if err != nil {
		return nil, err
	}
	m, err := decodeAny(format, data)
	if err != nil {
		return nil, err
	}
	return toRGBA(m), nil
}

// readPicture reads a file into memory and detects its format.
func readPicture(r io.Reader) ([]byte, Format, error) {
	var data bytes.Buffer
	if size := sizeOf(r); 0 < size && size <= MaxFileBytes {
		data.Grow(int(size) + bytes.MinRead)
	}
	if _, err := data.ReadFrom(io.LimitReader(r, MaxFileBytes+1)); err != nil {
		return nil, "", fmt.Errorf("reading a picture: %w", err)
	}
	if err := checkSize(int64(data.Len())); err != nil {
		return nil, "", err
	}
	format, err := sniff(data.Bytes()[:min(data.Len(), sniffBytes)])
	return data.Bytes(), format, err
}

// sizeOf returns the length of r in bytes, 0 if it doesn't say.
func sizeOf(r io.Reader) int64 {
	switch r := r.(type) {
	case interface{ Len() int }:
		return int64(r.Len())
	case interface{ Stat() (fs.FileInfo, error) }:
		if info, err := r.Stat(); err == nil {
			return info.Size()
		}
	}
	return 0
}

func decodeAny(format Format, data []byte) (image.Image, error) {
	if format != PNG {
		return decodeBounded(format, func() io.Reader { return bytes.NewReader(data) })
	}
	c, err := newChunkReader(bytes.NewReader(data), int64(len(data)), 512)
	if err != nil {
		return nil, err
	}
	if _, err := readHeader(c); err != nil {
		return nil, err
	}
	if m, ok, err := decodeRows(data); ok || err != nil {
		return m, err
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		if clean := withoutSpoilt(data); clean != nil {
			m, err = png.Decode(bytes.NewReader(clean))
		}
	}
	if err != nil {
		return nil, &DamagedError{Format: PNG, Offset: -1, Reason: err.Error(), Err: err}
	}
	return m, nil
}

// withoutSpoilt returns a PNG without ancillary chunks with a wrong CRC, which the standard library
// rejects. It returns nil when there are none, or when more is wrong.
func withoutSpoilt(data []byte) []byte {
	c, err := newChunkReader(bytes.NewReader(data), int64(len(data)), 4<<10)
	if err != nil {
		return nil
	}
	c.all = data
	clean := append(make([]byte, 0, len(data)), pngSignature...)
	for c.kind != "IEND" {
		if c.next() != nil || c.close() != nil {
			return nil
		}
		if !c.wrong {
			clean = append(clean, data[c.start:c.offset]...)
		}
	}
	if c.spoilt == 0 {
		return nil
	}
	return clean
}

func toRGBA(m image.Image) *image.RGBA {
	switch m := m.(type) {
	case *image.RGBA:
		if m.Rect.Min == (image.Point{}) {
			return m
		}
	case *image.NRGBA:
		if m.Rect.Min == (image.Point{}) {
			return premultiplied(m)
		}
	}
	rgba := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(rgba, rgba.Rect, m, m.Bounds().Min, draw.Src)
	return rgba
}

// premultiplied converts a picture in place: a second one of 64 Mpx would need
// 256 MB. It rounds as image/draw does.
func premultiplied(m *image.NRGBA) *image.RGBA {
	for i := 0; i+3 < len(m.Pix); i += 4 {
		p := m.Pix[i : i+4 : i+4]
		if p[3] == 0xFF {
			continue
		}
		a := uint32(p[3]) * 0x101
		p[0], p[1], p[2] = byte(uint32(p[0])*a/0xFF>>8), byte(uint32(p[1])*a/0xFF>>8), byte(uint32(p[2])*a/0xFF>>8)
	}
	return &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
}
