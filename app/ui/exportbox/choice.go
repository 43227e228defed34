package exportbox

import (
	"image/color"

	"lookbook/app/files"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/settings"
)

// Choice is what a person chose.
type Choice struct {
	Folder   string // absolute
	Format   settings.ExportFormat
	Quality  int
	Size     settings.ExportSize
	Edge     int // pixels
	Percent  int
	Enlarge  bool
	Ground   settings.ExportGround
	Template string // "": the copies keep their names
	Bare     bool   // without the metadata
	Credits  bool   // with who made the pictures, if Bare
	Sidecars bool
}

// Remembered returns the last choice.
func Remembered(v settings.Values) Choice {
	return Choice{
		v.ExportFolder, v.ExportFormat, v.ExportQuality, v.ExportSize, v.ExportEdge, v.ExportPercent, v.ExportEnlarge,
		v.ExportGround, v.ExportTemplate, v.ExportBare, v.ExportCredits, v.ExportSidecars,
	}
}

// Remember writes the choice into the preferences.
func (c Choice) Remember(v *settings.Values) {
	v.ExportFolder, v.ExportFormat, v.ExportQuality, v.ExportSize = c.Folder, c.Format, c.Quality, c.Size
	v.ExportEdge, v.ExportPercent, v.ExportEnlarge, v.ExportGround = c.Edge, c.Percent, c.Enlarge, c.Ground
	v.ExportTemplate, v.ExportBare, v.ExportCredits, v.ExportSidecars = c.Template, c.Bare, c.Credits, c.Sidecars
}

// To is the choice for the export.
func (c Choice) To() files.ExportTo {
	to := files.ExportTo{
		Folder: c.Folder, Metadata: !c.Bare, Credits: c.Bare && c.Credits, NoSidecars: !c.Sidecars, Template: c.Template,
	}
	switch c.Format {
	case settings.ExportPNG:
		to.As.Format = media.PNG
	case settings.ExportJPEG:
		to.As.Format = media.JPEG
	case settings.ExportWebP:
		to.As.Format = media.WebP
	}
	switch c.Size {
	case settings.ExportLongEdge:
		to.As.LongEdge = c.Edge
	case settings.ExportInPercent:
		to.As.Percent = c.Percent
	}
	if to.As != (convert.Options{}) {
		to.As.Quality, to.As.Enlarge = c.Quality, c.Enlarge
		to.As.Ground = map[settings.ExportGround]color.RGBA{
			settings.ExportWhite: {255, 255, 255, 255}, settings.ExportBlack: {0, 0, 0, 255}, settings.ExportGrey: {128, 128, 128, 255},
		}[c.Ground]
	}
	return to
}
