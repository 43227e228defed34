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

// Told is what a copy tells to whoever gets it.
type Told struct {
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

// TellError says why no copy can be made of a picture.
type TellError struct{ Why cause.Cause }

func (e *TellError) Error() string { return "exporting a picture: " + string(e.Why.Code) }

// Cause returns why.
func (e *TellError) Cause() cause.Cause { return e.Why }

// Tell makes a copy of a picture in memory, as Export would, and reads it: what
// it says is what the file will say. Errors: *TellError, *naming.TemplateError, and
// those of Export.
func (f *Files) Tell(ctx context.Context, id int64, to ExportTo) (told Told, err error) {
	x := &export{files: f, to: to, inside: within(f.saving().Folder, to.Folder)}
	err = f.work.Do(ctx, doingExport, func(ctx context.Context) error {
		told, err = x.tell(ctx, id)
		return err
	})
	return told, err
}

func (x *export) tell(ctx context.Context, id int64) (told Told, err error) {
	if x.to.Template != "" {
		if x.template, err = naming.Parse(x.to.Template); err != nil {
			return Told{}, err
		}
	}
	images, _, err := x.files.imagesOf(ctx, []int64{id})
	if err != nil {
		return Told{}, err
	}
	if len(images) == 0 {
		return Told{}, &TellError{cause.New(cause.ImageUnknown)}
	}
	image := images[0]
	if image.State != library.ImageSaved && image.State != library.ImageGone {
		return Told{}, &TellError{whyUnsaved(image.State)}
	}
	names, err := x.names(ctx, images)
	if err != nil {
		return Told{}, err
	}
	file, info, state, err := x.files.finder().open(ctx, image)
	if file == nil {
		return Told{}, &TellError{whyNotThere(state, err)}
	}
	defer func() { _ = file.Close() }() // only read
	x.convert = convert.New()
	defer func() { _ = x.convert.Close() }() // it frees memory only
	var b bytes.Buffer
	if _, err := x.write(ctx, &b, file, info.Size()); err != nil {
		if why := x.whyNotCopied(image, err); !why.IsZero() {
			return Told{}, &TellError{why}
		}
		return Told{}, err
	}
	told = Told{Name: names[0], Bytes: int64(b.Len())}
	copied := media.Bytes(b.Bytes())
	header, err := media.InspectHeader(copied, told.Bytes)
	if err != nil {
		return Told{}, err
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
