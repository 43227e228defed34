package files

import (
	"bufio"
	"context"
	"image/color"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/contactsheet"
	"lookbook/app/media/convert"
)

const (
	doingSheet   = "making a contact sheet"
	sheetQuality = 88
)

// SheetTo says where a contact sheet goes, and what is on it.
type SheetTo struct {
	Folder string // absolute; must exist
	Name   string // of the file
	// Paper makes a PDF; "": a PNG.
	Paper contactsheet.Paper
	// Sheet has everything but the rows.
	Sheet contactsheet.Sheet
	Rows  []SheetRow
}

// SheetRow is a row of pictures.
type SheetRow struct {
	Title string
	Cells []SheetCell
}

// SheetCell is a picture with its caption; 0: an empty place.
type SheetCell struct {
	Image   int64
	Caption string
}

// SheetMade is a contact sheet.
type SheetMade struct {
	Made
	Lacked []rune // letters that the font has not; a question mark stands for them
}

// Sheet makes a contact sheet. A picture of which there is no file is an empty
// place. The file is whole or not there, and replaces nothing. Errors:
// *TooManyError, *media.TooLargeError, and those of Export.
func (c *Copies) Sheet(ctx context.Context, to SheetTo, p Progress) (made SheetMade, err error) {
	var ids []int64
	for _, row := range to.Rows {
		for _, cell := range row.Cells {
			if cell.Image != 0 {
				ids = append(ids, cell.Image)
			}
		}
	}
	if len(ids) > contactsheet.MaxPictures {
		return SheetMade{}, &TooManyError{contactsheet.MaxPictures}
	}
	err = c.work.Do(ctx, doingSheet, func(ctx context.Context) error {
		return c.makeFile(ctx, to.Folder, to.Name, &made.Made, func(out *bufio.Writer) error {
			cells := map[int64]contactsheet.Cell{}
			as := convert.Options{Format: media.JPEG, Quality: sheetQuality, LongEdge: contactsheet.Edge, Ground: color.RGBA{255, 255, 255, 255}}
			made.Skipped, err = c.eachConverted(ctx, ids, as, p, func(image library.Image, data []byte) error {
				info, err := media.InspectHeader(media.Bytes(data), int64(len(data)))
				cells[image.ID] = contactsheet.Cell{JPEG: data, Width: info.Width, Height: info.Height}
				made.Pictures++
				return err
			})
			if err != nil || made.Pictures == 0 {
				return err
			}
			for _, row := range to.Rows {
				placed := contactsheet.Row{Title: row.Title}
				for _, cell := range row.Cells {
					made := cells[cell.Image]
					made.Caption = cell.Caption
					placed.Cells = append(placed.Cells, made)
				}
				to.Sheet.Rows = append(to.Sheet.Rows, placed)
			}
			if to.Paper == "" {
				made.Lacked, err = to.Sheet.PNG(ctx, out)
			} else {
				made.Lacked, err = to.Sheet.PDF(ctx, out, to.Paper, c.wall())
			}
			return err
		})
	})
	return made, err
}
