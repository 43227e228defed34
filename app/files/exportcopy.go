package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/convert"
	"lookbook/app/media/naming"
	"lookbook/app/media/origin"
	"lookbook/app/media/webpenc"
	"lookbook/app/problem"
)

// copyAtOnce is how many bytes are copied before the context is checked.
const copyAtOnce = 8 << 20

// copy makes one copy and returns its path; "": there is none.
func (x *export) copy(ctx context.Context, from *os.File, info fs.FileInfo, name string) (path string, err error) {
	to, temporary, err := x.in.Temp("", copySuffix, 0o666) // the mode of other new files
	if err != nil {
		return "", err
	}
	defer func() {
		if path == "" {
			if removing := x.in.Remove(temporary); removing != nil {
				err = errors.Join(err, removing)
			}
		}
	}()
	made, err := x.write(ctx, to, from, info.Size())
	if err == nil {
		err = to.Sync()
	}
	if err = errors.Join(err, to.Close()); err != nil {
		return "", err
	}
	if x.to.Metadata {
		// The time is part of what a copy tells. A failure to set it, on a
		// network disk for example, is no reason to do without the copy.
		if err := x.in.SetTime(temporary, info.ModTime()); err != nil {
			x.from.log.Warn("setting the time of a copy", "error", err)
		}
	}
	x.from.step("copied")
	if path, err = x.place(temporary, name); err == nil && made != (written{}) {
		x.countLosses(made, from, info.Size())
	}
	return path, err
}

// countLosses counts a copy that lost its picture's signature, or texts.
func (x *export) countLosses(made written, from *os.File, size int64) {
	signed := false
	if made.unsigned {
		is, err := media.Signed(from, size)
		signed = err == nil && is
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if signed {
		x.result.Unsigned++
	}
	if made.shortened {
		x.result.Shortened++
	}
}

// place gives a copy its name. If the disk rejects a name, which a person gave,
// the nearest allowed one is used.
func (x *export) place(temporary, name string) (string, error) {
	path, err := x.in.Place(temporary, name)
	if err != nil && x.to.Template == "" && naming.Clean(name) != name {
		path, err = x.in.Place(temporary, naming.Clean(name))
	}
	return path, err
}

// copyWhole copies a file in pieces, with the system's own copy function if to is
// a file and the system has one: a copy on the same disk may then need no space.
func copyWhole(ctx context.Context, to io.Writer, from *os.File) error {
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch _, err := io.CopyN(to, from, copyAtOnce); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// copyWithout copies a picture with texts that replace those with a secret. If
// a secret is in a form that can't be replaced, an EXIF comment, the copy gets
// no texts at all.
func copyWithout(ctx context.Context, to io.Writer, from *os.File, size int64, texts []media.Text) error {
	var clean bytes.Buffer
	err := media.Embed(stopped{ctx, &clean}, from, size, texts)
	switch {
	case errors.Is(err, media.ErrUnsupported), err == nil && len(origin.WithoutSecrets(media.Bytes(clean.Bytes()), int64(clean.Len()))) > 0:
		return media.Strip(stopped{ctx, to}, from, size)
	case err != nil:
		return err
	}
	_, err = stopped{ctx, to}.Write(clean.Bytes())
	return err
}

// stopped is a file that rejects writes after the context has ended.
type stopped struct {
	ctx context.Context
	to  io.Writer
}

func (s stopped) Write(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.to.Write(b)
}

// whyNotCopied says what is wrong with a picture's own file; zero: nothing.
func (x *export) whyNotCopied(image library.Image, err error) cause.Cause {
	var at *fs.PathError
	switch {
	case x.to.As != (convert.Options{}) && (errors.Is(err, media.ErrDamaged) || errors.Is(err, media.ErrTooLarge) || errors.Is(err, webpenc.ErrEncode)):
		return cause.New(cause.FileNotConverted).Because(problem.Of(err))
	case errors.Is(err, media.ErrDamaged), errors.Is(err, media.ErrTooLarge), errors.Is(err, media.ErrUnsupported):
		return cause.New(cause.FileNotStripped).Because(problem.Of(err))
	case errors.As(err, &at) && at.Path == image.Path:
		return cause.New(cause.FileUnreadable).Because(problem.Of(at.Err))
	}
	return cause.Cause{}
}
