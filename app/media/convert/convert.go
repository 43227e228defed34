package convert

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"sync"

	"golang.org/x/image/draw"
	"golang.org/x/sync/semaphore"

	"lookbook/app/media"
	"lookbook/app/media/webpenc"
)

const (
	// maxMemory bounds the pixels that are in memory at once, in bytes. A larger
	// picture is converted on its own.
	maxMemory = 512 << 20

	// perPixel is how many bytes a pixel of the picture and one of the result take.
	perPixel = 8

	// MaxQuality is the best quality; WebP then loses nothing.
	MaxQuality = 100
)

// Options say what is written. The zero value keeps format and size.
type Options struct {
	Format  media.Format // "": the picture's own
	Quality int          // of JPEG and WebP, 1 to MaxQuality
	// LongEdge is the length of the longer side in pixels, Percent the size in per
	// cent; 0: not given. At most one is.
	LongEdge, Percent int
	Enlarge           bool // beyond the picture's own size
	// Ground is what shows where a picture is transparent, in a format without
	// transparency.
	Ground color.RGBA
}

// Format returns the format of a picture's copy.
func (o Options) format(own media.Format) media.Format {
	if o.Format == "" {
		return own
	}
	return o.Format
}

// Size returns the size of a picture's copy.
func (o Options) Size(width, height int) (int, int) {
	edge := max(width, height)
	wanted := edge
	switch {
	case o.LongEdge > 0:
		wanted = o.LongEdge
	case o.Percent > 0:
		wanted = (edge*o.Percent + 50) / 100
	}
	if wanted > edge && !o.Enlarge {
		wanted = edge
	}
	scaled := func(side int) int { return max((side*wanted+edge/2)/max(edge, 1), 1) }
	return scaled(width), scaled(height)
}

// Keeps reports whether a copy of the file's own bytes is what is asked for: the
// same format and size, and no quality to lose.
func (o Options) Keeps(own media.Format, width, height int) bool {
	w, h := o.Size(width, height)
	return w == width && h == height && (o.Format == "" || o.Format == own && own == media.PNG)
}

// Converter converts pictures.
type Converter struct {
	memory *semaphore.Weighted

	starting sync.Mutex
	webp     *webpenc.Encoder // nil: not needed so far
}

// New makes a Converter.
func New() *Converter { return &Converter{memory: semaphore.NewWeighted(maxMemory)} }

// Close releases what was needed.
func (c *Converter) Close() error {
	c.starting.Lock()
	defer c.starting.Unlock()
	if c.webp == nil {
		return nil
	}
	err := c.webp.Close()
	c.webp = nil
	return err
}

// Convert returns the picture src of size bytes as asked, without texts, and its
// format. The error is one of media.ReadSource, a *media.TooLargeError for what the
// format can't hold, or the context's.
func (c *Converter) Convert(ctx context.Context, src io.ReaderAt, size int64, o Options) ([]byte, media.Format, error) {
	info, err := media.InspectHeader(src, size)
	if err != nil {
		return nil, "", err
	}
	width, height := o.Size(info.Width, info.Height)
	if err := check(o.format(info.Format), width, height); err != nil {
		return nil, "", err
	}
	need := min(int64(info.Width*info.Height+width*height)*perPixel, maxMemory)
	if err := c.memory.Acquire(ctx, need); err != nil {
		return nil, "", err
	}
	defer c.memory.Release(need)
	s, err := media.ReadSource(src, size)
	if err != nil {
		return nil, "", err
	}
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	data, err := c.Encode(ctx, s, o)
	return data, o.format(s.Format), err
}

// check rejects what a format can't hold.
func check(format media.Format, width, height int) error {
	most := media.MaxSide
	if format == media.WebP {
		most = webpenc.MaxSide
	}
	if side := max(width, height); side > most {
		return &media.TooLargeError{What: "side", Value: int64(side), Limit: int64(most), Unit: "pixels"}
	}
	if width*height > media.MaxPixels {
		return &media.TooLargeError{What: "area", Value: int64(width * height), Limit: media.MaxPixels, Unit: "pixels"}
	}
	return nil
}

// Encode writes a decoded picture as asked.
func (c *Converter) Encode(ctx context.Context, s media.Source, o Options) ([]byte, error) {
	format := o.format(s.Format)
	width, height := o.Size(s.Image.Bounds().Dx(), s.Image.Bounds().Dy())
	m := scale(s.Image, width, height)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	profile := s.Profile
	var b bytes.Buffer
	var err error
	switch format {
	case media.PNG:
		if s.Grey {
			m = grey(m)
		}
		err = png.Encode(&b, m)
	case media.JPEG:
		m = onGround(m, o.Ground)
		if s.Grey {
			m = grey(m)
		}
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: quality(o)})
	default:
		if s.Grey {
			profile = nil // WebP has no grey pictures, whose profile it is
		}
		var data []byte
		data, err = c.encodeWebP(ctx, m, quality(o))
		b = *bytes.NewBuffer(data)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding a picture: %w", err)
	}
	return media.WithProfile(format, b.Bytes(), profile)
}

func quality(o Options) int {
	if o.Quality < 1 {
		return 90
	}
	return min(o.Quality, MaxQuality)
}

func (c *Converter) encodeWebP(ctx context.Context, m image.Image, quality int) ([]byte, error) {
	c.starting.Lock()
	if c.webp == nil {
		var err error
		if c.webp, err = webpenc.New(context.WithoutCancel(ctx)); err != nil {
			c.starting.Unlock()
			return nil, err
		}
	}
	encoder := c.webp
	c.starting.Unlock()
	straight := image.NewNRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(straight, straight.Rect, m, m.Bounds().Min, draw.Src)
	return encoder.Encode(ctx, straight, quality)
}

// scale returns the picture in a size; the same picture if that is its own.
func scale(m image.Image, width, height int) image.Image {
	if m.Bounds().Dx() == width && m.Bounds().Dy() == height {
		return m
	}
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.CatmullRom.Scale(to, to.Rect, m, m.Bounds(), draw.Src, nil)
	return to
}

// onGround returns an opaque picture.
func onGround(m image.Image, ground color.RGBA) image.Image {
	if o, ok := m.(interface{ Opaque() bool }); !ok || o.Opaque() {
		return m
	}
	ground.A = 0xFF
	to := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(to, to.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	draw.Draw(to, to.Rect, m, m.Bounds().Min, draw.Over)
	return to
}

func grey(m image.Image) image.Image {
	if _, is := m.(*image.Gray); is {
		return m
	}
	to := image.NewGray(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(to, to.Rect, m, m.Bounds().Min, draw.Src)
	return to
}
