package contactsheet

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/goregular"
)

func cell(t *testing.T, caption string, width, height int, c color.Color) Cell {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return Cell{caption, b.Bytes(), width, height}
}

func sheet(t *testing.T, n, columns int) Sheet {
	t.Helper()
	var cells []Cell
	for range n {
		cells = append(cells, cell(t, "Größe, Владимир and a caption that is far too long for one line of any sheet of paper in the world", 60, 40, color.RGBA{200, 30, 30, 255}))
	}
	return Sheet{Title: "Zoë’s coats", Columns: columns, Rows: rowsOf(cells, columns), Font: goregular.TTF}
}

func TestPNG(t *testing.T) {
	s := sheet(t, 7, 3)
	s.Rows[1].Cells[1] = Cell{}
	var b bytes.Buffer
	lacked, err := s.PNG(t.Context(), &b)
	if err != nil || len(lacked) != 0 {
		t.Fatalf("%q, %v", string(lacked), err)
	}
	m, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	red := func(column, row int) bool {
		x := pngMargin + column*(pngEdge+pngGap) + pngEdge/2
		y := pngMargin + lineOf(pngTitle) + pngGap + row*(pngEdge+captionLines*lineOf(pngText)+6+pngGap) + pngEdge/2
		r, g, _, _ := m.At(x, y).RGBA()
		return r > 0xA000 && g < 0x6000
	}
	for place := range 9 {
		if want := place < 7 && place != 4; red(place%3, place/3) != want {
			t.Errorf("place %d has a picture: %t", place, !want)
		}
	}
}

// A sheet of very many pictures is smaller for each, and never larger than can be shown.
func TestManyPictures(t *testing.T) {
	var b bytes.Buffer
	if _, err := sheet(t, MaxPictures, 4).PNG(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	size, err := png.DecodeConfig(&b)
	if err != nil || size.Width > mostSide || size.Height > mostSide || size.Width*size.Height > mostPixels {
		t.Errorf("%+v, %v", size, err)
	}
}

func TestPDF(t *testing.T) {
	for _, paper := range []Paper{A4, Letter} {
		for _, columns := range []int{1, 5, MaxColumns} {
			s := sheet(t, 12, columns)
			s.ColumnTitles = []string{"Steps 20", "Steps 30"}
			s.Rows[0].Title = "Guidance 7"
			var b bytes.Buffer
			lacked, err := s.PDF(t.Context(), &b, paper, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
			text := b.String()
			if err != nil || len(lacked) != 0 || !strings.HasPrefix(text, "%PDF-") || !strings.HasSuffix(strings.TrimSpace(text), "%%EOF") {
				t.Fatalf("%s, %d columns: %q, %v", paper, columns, string(lacked), err)
			}
			box := map[Paper]string{A4: "595.28 841.89", Letter: "612.00 792.00"}[paper]
			// The texts are text: there is a font with a table of its letters.
			for _, want := range []string{box, "/Subtype /CIDFontType2", "/ToUnicode", "/DCTDecode"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %d columns: no %s", paper, columns, want)
				}
			}
		}
	}
}

// What the font lacks is told, in both files.
func TestLackedLetters(t *testing.T) {
	s := sheet(t, 1, 1)
	s.Rows[0].Cells[0].Caption = "a 猫 and a \u202e\x00 fox 猫"
	var b bytes.Buffer
	for _, write := range []func() ([]rune, error){
		func() ([]rune, error) { return s.PNG(t.Context(), &b) },
		func() ([]rune, error) { return s.PDF(t.Context(), &b, A4, time.Now()) },
	} {
		if lacked, err := write(); err != nil || string(lacked) != "猫" {
			t.Errorf("%q, %v", string(lacked), err)
		}
	}
}

func TestNoSheet(t *testing.T) {
	s := sheet(t, 3, 2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var b bytes.Buffer
	if _, err := s.PNG(ctx, &b); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if _, err := s.PDF(ctx, &b, A4, time.Now()); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	s.Font = []byte("no font")
	if _, err := s.PNG(t.Context(), &b); !errors.Is(err, ErrFont) {
		t.Errorf("without a font: %v", err)
	}
	if _, err := s.PDF(t.Context(), &b, A4, time.Now()); !errors.Is(err, ErrFont) || b.Len() != 0 {
		t.Errorf("without a font: %v, %d bytes", err, b.Len())
	}
}

func TestFit(t *testing.T) {
	measure := func(s string) float64 { return float64(len([]rune(s))) }
	for text, want := range map[string]string{
		"":                      "",
		"short":                 "short",
		"two lines of text":     "two lines|of text",
		"three lines of text x": "three|lines o...",
		"incomprehensibility":   "incompr...",
	} {
		if got := strings.Join(fit(text, 10, 2, measure), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// rowsOf places cells in rows of columns.
func rowsOf(cells []Cell, columns int) []Row {
	var rows []Row
	for part := range slices.Chunk(cells, max(columns, 1)) {
		rows = append(rows, Row{Cells: part})
	}
	return rows
}
