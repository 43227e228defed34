package contactsheet

import (
	"bytes"
	"context"
	"fmt"
	"image/color"
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Paper is a size of paper.
type Paper string

// The papers.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// Distances on paper, in points.
const (
	pdfMargin = 36
	pdfGap    = 9
	pdfText   = 8
	pdfTitle  = 14

	family = "sheet"
)

// pdfSheet is a sheet that is printed.
type pdfSheet struct {
	Sheet
	letters *letters
	pdf     *fpdf.Fpdf
	side    float64 // of a picture's square
	caption float64 // height below a picture
	y       float64
}

// PDF writes a sheet on paper, and returns the letters that the font lacks. made
// is the time that the file tells.
func (s Sheet) PDF(ctx context.Context, to io.Writer, paper Paper, made time.Time) ([]rune, error) {
	l, err := newLetters(s.Font)
	if err != nil {
		return nil, err
	}
	p := &pdfSheet{Sheet: s, letters: l, pdf: fpdf.New("P", "pt", string(paper), "")}
	p.pdf.SetMargins(pdfMargin, pdfMargin, pdfMargin)
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.AddUTF8FontFromBytes(family, "", bytes.Clone(s.Font))
	p.pdf.SetCreator("Lookbook", true)
	p.pdf.SetTitle(l.known(s.Title), true)
	p.pdf.SetCreationDate(made)
	p.pdf.SetModificationDate(made)
	p.pdf.AliasNbPages("{pages}")
	p.pdf.SetFooterFunc(func() {
		_, height := p.pdf.GetPageSize()
		p.text(strconv.Itoa(p.pdf.PageNo())+" / {pages}", pdfText, 1, pdfMargin, height-pdfMargin+10, 200, quietColor)
	})
	if s.captioned() {
		p.caption = captionLines*leading(pdfText) + 3
	}
	columns := float64(max(s.Columns, 1))
	p.side = (p.width() - (columns-1)*pdfGap) / columns
	p.side = min(p.side, p.bottom()-pdfMargin-p.caption-leading(pdfTitle)-3*leading(pdfText)-3*pdfGap) // one row fits on a page
	p.page()
	for i, row := range s.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := p.row(i, row); err != nil {
			return nil, err
		}
	}
	if err := p.pdf.Output(to); err != nil {
		return nil, fmt.Errorf("writing a PDF: %w", err)
	}
	return l.lacked(), nil
}

func leading(size float64) float64 { return size * 1.3 }

func (p *pdfSheet) width() float64 {
	width, _ := p.pdf.GetPageSize()
	return width - 2*pdfMargin
}

func (p *pdfSheet) bottom() float64 {
	_, height := p.pdf.GetPageSize()
	return height - pdfMargin
}

// page begins a page with its titles.
func (p *pdfSheet) page() {
	p.pdf.AddPage()
	p.y = pdfMargin
	if p.Title != "" {
		p.text(p.Title, pdfTitle, 1, pdfMargin, p.y, p.width(), inkColor)
		p.y += leading(pdfTitle) + pdfGap
	}
	if p.ColumnTitles != nil {
		for i, title := range p.ColumnTitles {
			p.text(title, pdfText, 1, p.left(i), p.y, p.side, inkColor)
		}
		p.y += leading(pdfText) + pdfGap/2
	}
}

func (p *pdfSheet) left(column int) float64 { return pdfMargin + float64(column)*(p.side+pdfGap) }

func (p *pdfSheet) row(number int, row Row) error {
	need := p.side + p.caption
	if row.Title != "" {
		need += leading(pdfText) + pdfGap/2
	}
	if p.y+need > p.bottom() {
		p.page()
	}
	if row.Title != "" {
		p.text(row.Title, pdfText, 1, pdfMargin, p.y, p.width(), inkColor)
		p.y += leading(pdfText) + pdfGap/2
	}
	for i, cell := range row.Cells {
		x := p.left(i)
		if cell.JPEG == nil {
			p.pdf.SetFillColor(int(emptyColor.R), int(emptyColor.G), int(emptyColor.B))
			p.pdf.Rect(x, p.y, p.side, p.side, "F")
			continue
		}
		name := fmt.Sprint(number, " ", i)
		p.pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "JPG"}, bytes.NewReader(cell.JPEG))
		width, height := inside(cell.Width, cell.Height, p.side)
		p.pdf.ImageOptions(name, x+(p.side-width)/2, p.y+(p.side-height)/2, width, height, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
		p.text(cell.Caption, pdfText, captionLines, x, p.y+p.side+3, p.side, quietColor)
		if err := p.pdf.Error(); err != nil {
			return fmt.Errorf("writing a PDF: %w", err)
		}
	}
	p.y += p.side + p.caption + pdfGap
	return nil
}

// text writes a text into a place of a width.
func (p *pdfSheet) text(text string, size float64, lines int, x, y, width float64, ink color.RGBA) {
	p.pdf.SetFont(family, "", size)
	p.pdf.SetTextColor(int(ink.R), int(ink.G), int(ink.B))
	for i, line := range fit(p.letters.known(text), width, lines, p.pdf.GetStringWidth) {
		p.pdf.Text(x, y+float64(i)*leading(size)+size, line)
	}
}
