package media

import (
	"bufio"
	"bytes"
	"image"
	"io"

	"golang.org/x/image/draw"
)

// Source is a whole picture, to be written in another form.
type Source struct {
	Format Format
	Image  image.Image // upright, as the EXIF orientation says
	// Profile is the ICC profile of the colours of Image; nil: there is none, or
	// the one in the file is for colours that decoding converted, like those of print.
	Profile []byte
	// Grey says that Image has no colours. Only then a grey picture's profile is
	// of use.
	Grey bool
}

// ReadSource decodes a picture of size bytes. Of 16 bits a sample it returns 8.
//
// The error is a *DamagedError, a *TooLargeError, an *UnsupportedError, or one of
// r.
func ReadSource(r io.ReaderAt, size int64) (Source, error) {
	if err := checkSize(size); err != nil {
		return Source{}, err
	}
	data, format, err := readPicture(io.NewSectionReader(r, 0, size))
	if err != nil {
		return Source{}, err
	}
	profile, turned := look(format, data)
	m, err := decodeAny(format, data) // which may change the data
	if err != nil {
		return Source{}, err
	}
	s := Source{Format: format, Image: m}
	switch m.(type) {
	case *image.Gray, *image.Gray16:
		s.Grey = true
	}
	switch space := profileSpace(profile); {
	case space == profileGrey && s.Grey, space == profileRGB && !s.Grey:
		s.Profile = profile
	}
	if turned != 0 {
		s.Image = upright(toRGBA(m), turned)
		if s.Grey {
			grey := image.NewGray(s.Image.Bounds())
			draw.Draw(grey, grey.Rect, s.Image, image.Point{}, draw.Src)
			s.Image = grey
		}
	}
	return s, nil
}

// look returns what else decides how a picture looks: its profile, and how it is
// turned. What can't be read is as if it weren't there, as for other programs.
func look(format Format, data []byte) (profile []byte, turned int) {
	switch format {
	case PNG:
		c, err := newChunkReader(bytes.NewReader(data), int64(len(data)), 4<<10)
		if err != nil {
			return nil, 0
		}
		if _, err := readHeader(c); err != nil {
			return nil, 0
		}
		for c.kind != "IEND" && c.next() == nil {
			switch c.kind {
			case "iCCP":
				if packed, err := c.data(); err == nil {
					profile = pngProfile(packed)
				}
			case "eXIf":
				if data, err := c.data(); err == nil {
					turned = orientation(data)
				}
			default:
				if c.skip() != nil {
					return profile, turned
				}
			}
		}
	case JPEG:
		profile = jpegProfile(data)
		if found, err := jpegAttached(bytes.NewReader(data)); err == nil && found.exif != nil {
			turned = orientation(found.exif)
		}
	case WebP:
		profile = webpProfile(data)
		if found, err := webpAttached(bytes.NewReader(data)); err == nil && found.exif != nil {
			turned = orientation(found.exif)
		}
	}
	return profile, turned
}

// upright turns and mirrors a picture by its EXIF orientation, 2 to 8.
func upright(m *image.RGBA, turned int) *image.RGBA {
	width, height := m.Rect.Dx(), m.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	if turned >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, height, width))
	}
	for y := range height {
		for x := range width {
			u, v := x, y
			switch turned {
			case 2:
				u = width - 1 - x
			case 3:
				u, v = width-1-x, height-1-y
			case 4:
				v = height - 1 - y
			case 5:
				u, v = y, x
			case 6:
				u, v = height-1-y, x
			case 7:
				u, v = height-1-y, width-1-x
			case 8:
				u, v = y, width-1-x
			}
			copy(to.Pix[v*to.Stride+4*u:][:4], m.Pix[y*m.Stride+4*x:][:4])
		}
	}
	return to
}

// jpegSegments calls take for each segment before the pixels.
func jpegSegments(data []byte, take func(marker byte, segment []byte)) {
	// What can't be read ends it: the caller has what came before.
	_ = eachSegment(bufio.NewReader(bytes.NewReader(data)), func(marker byte, segment []byte, _ span) bool {
		take(marker, segment)
		return true
	})
}

// webpColours converts the colours of a lossy WebP, whose lightness goes from 16 to
// 235 (RFC 6386, section 9.2). golang.org/x/image/webp returns them as if they
// went from 0 to 255, as those of a JPEG do, which makes colours paler.
func webpColours(m image.Image) image.Image {
	var ycc *image.YCbCr
	alpha := func(int, int) byte { return 0xFF }
	switch m := m.(type) {
	case *image.YCbCr:
		ycc = m
	case *image.NYCbCrA:
		ycc = &m.YCbCr
		alpha = func(x, y int) byte { return m.A[m.AOffset(x, y)] }
	default:
		return m // without loss
	}
	r := ycc.Rect
	to := image.NewNRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	clamp := func(v int) byte { return byte(min(max((v+1<<15)>>16, 0), 255)) }
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := to.Pix[(y-r.Min.Y)*to.Stride:]
		for x := r.Min.X; x < r.Max.X; x++ {
			c := ycc.COffset(x, y)
			l, cb, cr := 76309*(int(ycc.Y[ycc.YOffset(x, y)])-16), int(ycc.Cb[c])-128, int(ycc.Cr[c])-128
			p := row[4*(x-r.Min.X):][:4:4]
			p[0], p[1], p[2] = clamp(l+104597*cr), clamp(l-25674*cb-53278*cr), clamp(l+132201*cb)
			p[3] = alpha(x, y)
		}
	}
	return to
}
