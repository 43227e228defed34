package contactsheet

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"lookbook/app/media"
)

const (
	// pngEdge is the side of a picture's square in pixels, if the sheet isn't too
	// large then; Edge is that for a PDF, which has 300 dots an inch at five columns.
	pngEdge = 480
	Edge    = 640

	pngMargin = 32
	pngGap    = 16
	pngText   = 18 // size of captions
	pngTitle  = 30

	mostSide   = 32000
	mostPixels = 48 << 20
)

// The colours of a sheet, also in print.
var (
	paperColor = color.RGBA{255, 255, 255, 255}
	inkColor   = color.RGBA{28, 28, 28, 255}
	quietColor = color.RGBA{110, 110, 108, 255}
	emptyColor = color.RGBA{240, 240, 239, 255}
)

// pngSheet is a sheet that is drawn.
type pngSheet struct {
	Sheet
	letters *letters
	m       *image.RGBA
	edge    int
	caption int // height below a picture
	faces   map[int]font.Face
}

// PNG writes a sheet as one picture, and returns the letters that the font lacks.
func (s Sheet) PNG(ctx context.Context, to io.Writer) ([]rune, error) {
	l, err := newLetters(s.Font)
	if err != nil {
		return nil, err
	}
	parsed, err := opentype.Parse(s.Font)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFont, err)
	}
	p := &pngSheet{Sheet: s, letters: l, edge: pngEdge, faces: map[int]font.Face{}}
	for _, size := range []int{pngText, pngTitle} {
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFont, err)
		}
		defer func() { _ = face.Close() }() // it frees memory only
		p.faces[size] = face
	}
	if s.captioned() {
		p.caption = captionLines*lineOf(pngText) + 6
	}
	width, height := p.size()
	for p.edge > 64 && (width > mostSide || height > mostSide || width*height > mostPixels) {
		p.edge -= p.edge / 10
		width, height = p.size()
	}
	if width > mostSide || height > mostSide || width*height > mostPixels {
		return nil, &media.TooLargeError{What: "area", Value: int64(width * height), Limit: mostPixels, Unit: "pixels"}
	}
	p.m = image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(p.m, p.m.Rect, image.NewUniform(paperColor), image.Point{}, draw.Src)
	if err := p.draw(ctx); err != nil {
		return nil, err
	}
	return l.lacked(), png.Encode(to, p.m)
}

func lineOf(size int) int { return size * 13 / 10 }

// size is that of the whole sheet.
func (p *pngSheet) size() (width, height int) {
	columns := max(p.Columns, 1)
	width = 2*pngMargin + columns*p.edge + (columns-1)*pngGap
	height = 2 * pngMargin
	if p.Title != "" {
		height += lineOf(pngTitle) + pngGap
	}
	if p.ColumnTitles != nil {
		height += lineOf(pngText) + pngGap/2
	}
	for _, row := range p.Rows {
		if row.Title != "" {
			height += lineOf(pngText) + pngGap/2
		}
		height += p.edge + p.caption + pngGap
	}
	return width, height - pngGap
}

func (p *pngSheet) draw(ctx context.Context) error {
	y := pngMargin
	inner := p.m.Rect.Dx() - 2*pngMargin
	if p.Title != "" {
		p.text(p.Title, pngTitle, 1, pngMargin, y, inner, inkColor)
		y += lineOf(pngTitle) + pngGap
	}
	if p.ColumnTitles != nil {
		for i, title := range p.ColumnTitles {
			p.text(title, pngText, 1, p.left(i), y, p.edge, inkColor)
		}
		y += lineOf(pngText) + pngGap/2
	}
	for _, row := range p.Rows {
		if row.Title != "" {
			p.text(row.Title, pngText, 1, pngMargin, y, inner, inkColor)
			y += lineOf(pngText) + pngGap/2
		}
		for i, cell := range row.Cells {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := p.cell(cell, p.left(i), y); err != nil {
				return err
			}
		}
		y += p.edge + p.caption + pngGap
	}
	return nil
}

func (p *pngSheet) left(column int) int { return pngMargin + column*(p.edge+pngGap) }

func (p *pngSheet) cell(c Cell, x, y int) error {
	square := image.Rect(x, y, x+p.edge, y+p.edge)
	if c.JPEG == nil {
		draw.Draw(p.m, square, image.NewUniform(emptyColor), image.Point{}, draw.Src)
		return nil
	}
	picture, err := media.Decode(bytes.NewReader(c.JPEG))
	if err != nil {
		return err
	}
	width, height := inside(picture.Rect.Dx(), picture.Rect.Dy(), float64(p.edge))
	at := image.Pt(x+(p.edge-int(width))/2, y+(p.edge-int(height))/2)
	draw.CatmullRom.Scale(p.m, image.Rectangle{at, at.Add(image.Pt(max(int(width), 1), max(int(height), 1)))}, picture, picture.Rect, draw.Src, nil)
	p.text(c.Caption, pngText, captionLines, x, y+p.edge+6, p.edge, quietColor)
	return nil
}

// text draws a text into a place of a width.
func (p *pngSheet) text(text string, size, lines, x, y, width int, ink color.Color) {
	face := p.faces[size]
	measure := func(s string) float64 { return float64(font.MeasureString(face, s)) / 64 }
	drawer := font.Drawer{Dst: p.m, Src: image.NewUniform(ink), Face: face}
	for i, line := range fit(p.letters.known(text), float64(width), lines, measure) {
		drawer.Dot = fixed.P(x, y+i*lineOf(size)+size)
		drawer.DrawString(line)
	}
}
