package files

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image/color"

	"lookbook/app/cause"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/problem"
	"lookbook/app/proof"
)

const (
	doingProof = "making a proof page"

	// proofEdge and proofQuality are those of the pictures on a proof page: large
	// enough for a screen, and small enough that a hundred can be sent by mail.
	proofEdge    = 1400
	proofQuality = 80
)

// ProofTo says where a proof page goes, and what it says.
type ProofTo struct {
	Folder string // absolute; must exist
	Name   string // of the file
	About  proof.About
}

// Made is a file that shows several pictures.
type Made struct {
	Path     string // absolute; "": there is none
	Pictures int    // in it
	Skipped  []Skipped
}

// TooManyError says how many pictures such a file may have.
type TooManyError struct{ Most int }

func (e *TooManyError) Error() string { return fmt.Sprintf("at most %d pictures", e.Most) }

// Proof writes a page on which somebody else chooses among pictures. Its copies of
// them tell nothing of how they were made. The file is whole or not there, and
// replaces nothing. Errors: *TooManyError, and those of Export.
func (c *Copies) Proof(ctx context.Context, ids []int64, to ProofTo, p Progress) (made Made, err error) {
	if len(ids) > proof.MaxPictures {
		return Made{}, &TooManyError{proof.MaxPictures}
	}
	err = c.work.Do(ctx, doingProof, func(ctx context.Context) error {
		return c.makeFile(ctx, to.Folder, to.Name, &made, func(out *bufio.Writer) error {
			page, err := proof.NewPage(out, to.About)
			if err != nil {
				return err
			}
			as := convert.Options{Format: media.JPEG, Quality: proofQuality, LongEdge: proofEdge, Ground: color.RGBA{255, 255, 255, 255}}
			made.Skipped, err = c.eachConverted(ctx, ids, as, p, func(image library.Image, data []byte) error {
				info, err := media.InspectHeader(media.Bytes(data), int64(len(data)))
				if err != nil {
					return err
				}
				made.Pictures++
				return page.Add(proof.Name(image.ID, image.JobID, image.Generated.GeneratedImageID), info.Width, info.Height, data)
			})
			if err != nil {
				return err
			}
			return page.End()
		})
	})
	return made, err
}

// makeFile writes a file under a temporary name and gives it its own when it is
// whole. Without a picture in it there is none.
func (c *Copies) makeFile(ctx context.Context, where, name string, made *Made, write func(*bufio.Writer) error) (err error) {
	in, err := folder.Open(where)
	if err != nil {
		return &FolderError{Folder: where, Err: err}
	}
	defer func() { _ = in.Close() }() // the results of what was done through it count
	to, temporary, err := in.Temp("", copySuffix, 0o666)
	if err != nil {
		return &FolderError{Folder: where, Err: err}
	}
	defer func() {
		if made.Path == "" {
			err = errors.Join(err, in.Remove(temporary))
		}
	}()
	out := bufio.NewWriterSize(stopped{ctx, to}, 1<<20)
	err = write(out)
	if err == nil {
		err = errors.Join(out.Flush(), to.Sync())
	}
	if err = errors.Join(err, to.Close()); err != nil || made.Pictures == 0 {
		return err
	}
	made.Path, err = in.Place(temporary, name)
	return err
}

// eachConverted calls take with the converted copy of each picture, one after the
// other, and returns those of which there is none. An error of take ends it.
func (c *Copies) eachConverted(ctx context.Context, ids []int64, as convert.Options, p Progress, take func(library.Image, []byte) error) ([]Skipped, error) {
	images, left, err := c.imagesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	done := len(left)
	p.tell(done, len(ids))
	converter := convert.New()
	defer func() { _ = converter.Close() }() // it frees memory only
	finder := c.finder()
	for _, image := range images {
		if err := ctx.Err(); err != nil {
			return left, err
		}
		data, why, err := c.converted(ctx, finder, converter, image, as)
		switch {
		case ctx.Err() != nil:
			return left, ctx.Err()
		case !why.IsZero():
			left = append(left, skip(image, why, err))
		default:
			if err := take(image, data); err != nil {
				return left, err
			}
		}
		done++
		p.tell(done, len(ids))
	}
	return left, nil
}

// converted is the converted copy of a picture, or why there is none.
func (c *Copies) converted(ctx context.Context, finder *finder, converter *convert.Converter, image library.Image, as convert.Options) ([]byte, cause.Cause, error) {
	if image.State != library.ImageSaved && image.State != library.ImageGone {
		return nil, whyUnsaved(image.State), nil
	}
	file, info, state, err := finder.open(ctx, image)
	if file == nil {
		return nil, whyNotThere(state, err), err
	}
	defer func() { _ = file.Close() }() // only read
	data, _, err := converter.Convert(ctx, file, info.Size(), as)
	if err != nil {
		return nil, cause.New(cause.FileNotConverted).Because(problem.Of(err)), err
	}
	return data, cause.Cause{}, nil
}
