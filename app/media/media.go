package media

import (
	"errors"
	"image"
	"io"
)

type Format string

const (
	PNG  Format = "png"
	JPEG Format = "jpeg"
	WebP Format = "webp"
)

func (f Format) Extension() string { return "." + string(f) }

type Info struct {
	Format        Format
	Width, Height int
	Chunks        int
	Trailing      int64
}

type Text struct{ Keyword, Value string }

var errTODO = errors.New("not written yet")

func Inspect(r io.ReaderAt, size int64) (Info, error)                      { return Info{}, errTODO }
func Embed(dst io.Writer, src io.ReaderAt, size int64, texts []Text) error { return errTODO }
func ReadTexts(r io.ReaderAt, size int64) ([]Text, error)                  { return nil, errTODO }
func Decode(r io.Reader) (*image.RGBA, error)                              { return nil, errTODO }
func Thumbnail(r io.Reader, px int) (*image.RGBA, error)                   { return nil, errTODO }
func EncodeThumbnail(w io.Writer, m *image.RGBA) error                     { return errTODO }
func DecodeThumbnail(r io.Reader) (*image.RGBA, error)                     { return nil, errTODO }
func ThumbKey(source string, px int) string                                { return "" }
