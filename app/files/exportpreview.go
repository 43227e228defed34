package files

import (
	"bytes"
	"context"
	"time"

	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/media/naming"
	"lookbook/app/media/origin"
)

// Preview is what a copy tells to whoever gets it.
type Preview struct {
	Name          string // of the copy, with slashes
	Format        media.Format
	Width, Height int // pixels
	Bytes         int64
	// Texts are those in the copy, and Beside those in the sidecars.
	Texts, Beside []media.Text
	Profile       bool      // it has a colour profile
	Signed        bool      // it has content credentials
	Time          time.Time // its file keeps this time; zero: that of the export
}

// PreviewError says why no copy can be made of a picture.
type PreviewError struct{ Why cause.Cause }

func (e *PreviewError) Error() string { return "exporting a picture: " + string(e.Why.Code) }

// Cause returns why.
func (e *PreviewError) Cause() cause.Cause { return e.Why }

// Preview makes a copy of a picture in memory, as Export would, and reads it: what
// it says is what the file will say. Errors: *PreviewError, *naming.TemplateError, and
// those of Export.
func (c *Copies) Preview(ctx context.Context, id int64, to ExportTo) (told Preview, err error) {
	x := &export{from: &c.source, to: to, inside: within(c.saving().Folder, to.Folder)}
	err = c.work.Do(ctx, doingExport, func(ctx context.Context) error {
		told, err = x.preview(ctx, id)
		return err
	})
	return told, err
}

func (x *export) preview(ctx context.Context, id int64) (told Preview, err error) {
	if x.to.Template != "" {
		if x.template, err = naming.Parse(x.to.Template); err != nil {
			return Preview{}, err
		}
	}
	images, _, err := x.from.imagesOf(ctx, []int64{id})
	if err != nil {
		return Preview{}, err
	}
	if len(images) == 0 {
		return Preview{}, &PreviewError{cause.New(cause.ImageUnknown)}
	}
	image := images[0]
	if image.State != library.ImageSaved && image.State != library.ImageGone {
		return Preview{}, &PreviewError{whyUnsaved(image.State)}
	}
	names, err := x.names(ctx, images)
	if err != nil {
		return Preview{}, err
	}
	file, info, state, err := x.from.finder().open(ctx, image)
	if file == nil {
		return Preview{}, &PreviewError{whyNotThere(state, err)}
	}
	defer func() { _ = file.Close() }() // only read
	x.convert = convert.New()
	defer func() { _ = x.convert.Close() }() // it frees memory only
	var b bytes.Buffer
	if _, err := x.write(ctx, &b, file, info.Size()); err != nil {
		if why := x.whyNotCopied(image, err); !why.IsZero() {
			return Preview{}, &PreviewError{why}
		}
		return Preview{}, err
	}
	told = Preview{Name: names[0], Bytes: int64(b.Len())}
	copied := media.Bytes(b.Bytes())
	header, err := media.InspectHeader(copied, told.Bytes)
	if err != nil {
		return Preview{}, err
	}
	told.Format, told.Width, told.Height = header.Format, header.Width, header.Height
	told.Texts, _ = media.ReadTexts(copied, told.Bytes) // those that can be read
	told.Profile = media.HasProfile(copied)
	told.Signed, _ = media.Signed(copied, told.Bytes)
	if x.to.Metadata {
		told.Time = info.ModTime()
		if !x.to.NoSidecars {
			told.Beside = besideTexts(image.Path)
		}
	}
	return told, nil
}

// besideTexts are the packets in a picture's sidecars.
func besideTexts(path string) (texts []media.Text) {
	for _, name := range []besideName{origin.Beside, origin.Short} {
		if packet, err := origin.ReadPacket(media.Open(name(path))); err == nil { // usually there is none
			texts = append(texts, media.Text{Keyword: media.KeywordXMP, Value: string(packet)})
		}
	}
	return texts
}
