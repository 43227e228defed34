package convert

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"lookbook/app/media"
	"lookbook/app/media/exif"
)

// picture is a picture with a gradient, red in its upper left corner, whose right half is transparent.
func picture(width, height int, alpha bool) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{uint8(255 - 255*x/width), uint8(255 * y / height), 40, 255}
			if alpha && x >= width/2 {
				c.A = 0
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func asPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// profile is the smallest that is taken for one, of a colour space.
func profile(space string) []byte {
	p := make([]byte, 70_000) // more than a segment of a JPEG holds
	for i := range p {
		p[i] = byte(i * 7)
	}
	copy(p[16:], space)
	copy(p[36:], "acsp")
	return p
}

func withProfile(t *testing.T, format media.Format, data, profile []byte) []byte {
	t.Helper()
	with, err := media.WithProfile(format, data, profile)
	if err != nil {
		t.Fatal(err)
	}
	return with
}

func read(t *testing.T, data []byte) media.Source {
	t.Helper()
	if _, err := media.Inspect(media.Bytes(data), int64(len(data))); err != nil {
		t.Fatal(err)
	}
	s, err := media.ReadSource(media.Bytes(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t *testing.T) *Converter {
	t.Helper()
	c := New()
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func (c *Converter) converted(t *testing.T, data []byte, o Options) media.Source {
	t.Helper()
	got, format, err := c.Convert(t.Context(), media.Bytes(data), int64(len(data)), o)
	if err != nil {
		t.Fatal(err)
	}
	s := read(t, got)
	if s.Format != format {
		t.Errorf("a %s is told to be a %s", s.Format, format)
	}
	return s
}

// near reports whether two colours are nearly equal.
func near(a, b color.Color, by int) bool {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	for _, d := range []int{int(x.R) - int(y.R), int(x.G) - int(y.G), int(x.B) - int(y.B), int(x.A) - int(y.A)} {
		if d > by || d < -by {
			return false
		}
	}
	return true
}

// Every format comes out of every format, in the size that was asked for, with its profile.
func TestFormatsAndSizes(t *testing.T) {
	m := picture(120, 80, false)
	var j bytes.Buffer
	if err := jpeg.Encode(&j, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	c := open(t)
	w, err := c.Encode(t.Context(), media.Source{Format: media.PNG, Image: m}, Options{Format: media.WebP, Quality: 95})
	if err != nil {
		t.Fatal(err)
	}
	for from, data := range map[media.Format][]byte{media.PNG: asPNG(t, m), media.JPEG: j.Bytes(), media.WebP: w} {
		data = withProfile(t, from, data, profile("RGB "))
		if s := read(t, data); !bytes.Equal(s.Profile, profile("RGB ")) {
			t.Fatalf("the profile of the %s can't be read back", from)
		}
		for _, to := range []media.Format{media.PNG, media.JPEG, media.WebP} {
			for _, o := range []Options{{LongEdge: 60}, {Percent: 50}, {LongEdge: 240}, {Percent: 200}, {Percent: 200, Enlarge: true}, {}} {
				o.Format, o.Quality = to, 90
				s := c.converted(t, data, o)
				width, height := o.Size(120, 80)
				if s.Format != to || s.Image.Bounds().Dx() != width || s.Image.Bounds().Dy() != height {
					t.Errorf("%s to %+v: a %s of %v", from, o, s.Format, s.Image.Bounds())
				}
				if !bytes.Equal(s.Profile, profile("RGB ")) {
					t.Errorf("%s to %+v: the profile is lost", from, o)
				}
				if at := s.Image.At(width/4, height/2); !near(at, m.At(30, 40), 20) {
					t.Errorf("%s to %+v: the colour is %v, was %v", from, o, at, m.At(30, 40))
				}
			}
		}
	}
}

func TestSize(t *testing.T) {
	for _, c := range []struct {
		o             Options
		width, height int
	}{
		{Options{}, 300, 1000},
		{Options{LongEdge: 500}, 150, 500},
		{Options{LongEdge: 2000}, 300, 1000},
		{Options{LongEdge: 2000, Enlarge: true}, 600, 2000},
		{Options{Percent: 10}, 30, 100},
		{Options{Percent: 300}, 300, 1000},
		{Options{LongEdge: 1}, 1, 1},
	} {
		if w, h := c.o.Size(300, 1000); w != c.width || h != c.height {
			t.Errorf("%+v: %d×%d", c.o, w, h)
		}
	}
}

// A copy of the bytes is enough where nothing would change.
func TestKeeps(t *testing.T) {
	for _, c := range []struct {
		own  media.Format
		o    Options
		want bool
	}{
		{media.PNG, Options{}, true},
		{media.JPEG, Options{}, true},
		{media.PNG, Options{Format: media.PNG}, true},
		{media.JPEG, Options{Format: media.JPEG, Quality: 80}, false},
		{media.PNG, Options{Format: media.WebP}, false},
		{media.PNG, Options{LongEdge: 50}, false},
		{media.PNG, Options{LongEdge: 5000}, true},
	} {
		if got := c.o.Keeps(c.own, 100, 100); got != c.want {
			t.Errorf("%s, %+v: %t", c.own, c.o, got)
		}
	}
}

// Transparency stays where the format has it, and otherwise shows the ground.
func TestTransparency(t *testing.T) {
	converter := open(t)
	data := asPNG(t, picture(64, 64, true))
	blue := color.RGBA{0, 0, 255, 255}
	for _, c := range []struct {
		o    Options
		want color.Color
	}{
		{Options{Format: media.JPEG, Quality: 95, Ground: blue}, blue},
		{Options{Format: media.JPEG, Quality: 95, Ground: color.RGBA{255, 255, 255, 0}}, color.White},
		{Options{Format: media.PNG, LongEdge: 32}, color.NRGBA{}},
		{Options{Format: media.WebP, Quality: 90}, color.NRGBA{}},
		{Options{Format: media.WebP, Quality: 100}, color.NRGBA{}},
	} {
		s := converter.converted(t, data, c.o)
		at := s.Image.At(s.Image.Bounds().Dx()*3/4, 10)
		if _, _, _, a := at.RGBA(); a == 0 {
			at = color.NRGBA{}
		}
		if !near(at, c.want, 4) {
			t.Errorf("%+v: %v", c.o, at)
		}
	}
}

// A WebP of the best quality has the same pixels.
func TestLossless(t *testing.T) {
	m := picture(50, 40, false)
	s := open(t).converted(t, asPNG(t, m), Options{Format: media.WebP, Quality: MaxQuality})
	for y := range 40 {
		for x := range 50 {
			if !near(s.Image.At(x, y), m.At(x, y), 0) {
				t.Fatalf("at %d, %d: %v, was %v", x, y, s.Image.At(x, y), m.At(x, y))
			}
		}
	}
}

// A picture that its EXIF data turn comes out upright, without them.
func TestTurned(t *testing.T) {
	converter := open(t)
	m := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for y := range 10 {
		for x := range 10 {
			m.SetNRGBA(x, y, color.NRGBA{255, 0, 0, 255}) // upper left
		}
	}
	var j bytes.Buffer
	if err := jpeg.Encode(&j, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	// Where the red corner is seen, by EXIF orientation.
	for turned, corner := range map[int]string{2: "right top", 3: "right bottom", 4: "left bottom", 5: "left top", 6: "right top", 7: "right bottom", 8: "left bottom"} {
		data := append([]byte(exif.Header), exif.OrientationOnly(turned)...)
		segment := append([]byte{0xFF, 0xE1, 0, byte(2 + len(data))}, data...)
		file := append(append(bytes.Clone(j.Bytes()[:2]), segment...), j.Bytes()[2:]...)
		s := converter.converted(t, file, Options{Format: media.PNG})
		size := s.Image.Bounds().Size()
		if wide := size.X > size.Y; wide != (turned < 5) {
			t.Errorf("turned %d: %v", turned, size)
		}
		x, y := 4, 4
		if corner[:5] == "right" {
			x = size.X - 5
		}
		if corner[len(corner)-3:] != "top" {
			y = size.Y - 5
		}
		if !near(s.Image.At(x, y), color.NRGBA{255, 0, 0, 255}, 40) {
			t.Errorf("turned %d: %s is %v", turned, corner, s.Image.At(x, y))
		}
	}
}

// Grey pictures stay grey with their profile; a profile for print ends with the colours that it is for.
func TestOtherColours(t *testing.T) {
	converter := open(t)
	shades := image.NewGray(image.Rect(0, 0, 30, 30))
	for i := range shades.Pix {
		shades.Pix[i] = byte(i)
	}
	data := withProfile(t, media.PNG, asPNG(t, shades), profile("GRAY"))
	for _, o := range []Options{{Format: media.JPEG}, {Format: media.PNG, LongEdge: 20}} {
		if s := converter.converted(t, data, o); !s.Grey || !bytes.Equal(s.Profile, profile("GRAY")) {
			t.Errorf("%+v: grey %t, with %d bytes of profile", o, s.Grey, len(s.Profile))
		}
	}
	if s := converter.converted(t, data, Options{Format: media.WebP}); s.Profile != nil {
		t.Error("a WebP has the profile of a grey picture")
	}
	if s := read(t, withProfile(t, media.PNG, asPNG(t, picture(9, 9, false)), profile("CMYK"))); s.Profile != nil {
		t.Error("a picture in RGB has a profile for print")
	}
	deep := image.NewNRGBA64(image.Rect(0, 0, 8, 8))
	for i := range deep.Pix {
		deep.Pix[i] = 0xC0
	}
	if s := converter.converted(t, asPNG(t, deep), Options{Format: media.JPEG, Ground: color.RGBA{0, 0, 0, 255}}); s.Image.Bounds().Dx() != 8 {
		t.Error("16 bits a sample")
	}
}

// What is damaged, too large for the format, or not wanted any more is an error.
func TestErrors(t *testing.T) {
	c := open(t)
	data := asPNG(t, picture(64, 64, false))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for what, run := range map[string]struct {
		ctx  context.Context
		data []byte
		o    Options
		want error
	}{
		"damaged":  {t.Context(), data[:len(data)/2], Options{Format: media.JPEG}, media.ErrDamaged},
		"no image": {t.Context(), []byte("<html>"), Options{Format: media.JPEG}, media.ErrUnsupported},
		"stopped":  {ctx, data, Options{Format: media.WebP}, context.Canceled},
		"huge":     {t.Context(), data, Options{Format: media.WebP, LongEdge: 16384, Enlarge: true}, media.ErrTooLarge},
		"area":     {t.Context(), data, Options{LongEdge: 10000, Enlarge: true}, media.ErrTooLarge},
	} {
		if _, _, err := c.Convert(run.ctx, media.Bytes(run.data), int64(len(run.data)), run.o); !errors.Is(err, run.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
