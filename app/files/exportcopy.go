package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/naming"
	"lookbook/app/media/origin"
	"lookbook/app/problem"
)

// copyAtOnce is how many bytes of a picture are copied before somebody who
// wants it to end is listened to.
const copyAtOnce = 8 << 20

// copy makes one copy and answers where it is; nowhere when there is none.
func (x *export) copy(ctx context.Context, from *os.File, info fs.FileInfo, name string) (path string, err error) {
	to, temporary, err := x.in.Temp("", copySuffix, 0o666) // the rights that other new files get
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
	unsigned := false
	if x.to.Metadata {
		if texts := origin.WithoutSecrets(from, info.Size()); len(texts) == 0 {
			err = copyWhole(ctx, to, from)
		} else { // the file is from an earlier version
			unsigned = true
			err = copyWithout(ctx, to, from, info.Size(), texts)
		}
	} else {
		unsigned = true
		err = media.Strip(stopped{ctx, to}, from, info.Size())
	}
	if err == nil {
		err = to.Sync()
	}
	if err = errors.Join(err, to.Close()); err != nil {
		return "", err
	}
	if x.to.Metadata {
		// When it was made is a part of what a copy tells; that it can't be
		// set, on a network disk say, is no reason to do without the copy.
		if err := x.in.SetTime(temporary, info.ModTime()); err != nil {
			x.files.log.Warn("setting the time of a copy", "error", err)
		}
	}
	x.files.step("copied")
	if path, err = x.place(temporary, name); err == nil && unsigned {
		x.countUnsigned(from, info.Size())
	}
	return path, err
}

// countUnsigned notes a copy that is not as its picture was signed.
func (x *export) countUnsigned(from *os.File, size int64) {
	if signed, err := media.Signed(from, size); err == nil && signed {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.result.Unsigned++
	}
}

// place gives a copy its name. One that the folder's disk does not take, which
// a person gave, is replaced by the nearest that it does.
func (x *export) place(temporary, name string) (string, error) {
	path, err := x.in.Place(temporary, name)
	if err != nil && naming.Clean(name) != name {
		path, err = x.in.Place(temporary, naming.Clean(name))
	}
	return path, err
}

// copyWhole copies a file in pieces, by the system's own means where it has
// some: a copy on the same disk may then take no room at all.
func copyWhole(ctx context.Context, to, from *os.File) error {
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

// copyWithout copies a picture with texts in place of those in which a secret
// stands. Where it has them in a form that can't be replaced, an EXIF comment,
// the copy tells nothing at all.
func copyWithout(ctx context.Context, to, from *os.File, size int64, texts []media.Text) error {
	err := media.Embed(stopped{ctx, to}, from, size, texts)
	if err != nil && !errors.Is(err, media.ErrUnsupported) {
		return err
	}
	if err == nil {
		end, err := to.Seek(0, io.SeekEnd)
		if err != nil || len(origin.WithoutSecrets(to, end)) == 0 {
			return err
		}
	}
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := to.Truncate(0); err != nil {
		return err
	}
	return media.Strip(stopped{ctx, to}, from, size)
}

// stopped is a file that nothing more is written into once the context has
// ended.
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
func whyNotCopied(image library.Image, err error) cause.Cause {
	var at *fs.PathError
	switch {
	case errors.Is(err, media.ErrDamaged), errors.Is(err, media.ErrTooLarge), errors.Is(err, media.ErrUnsupported):
		return cause.New(cause.FileNotStripped).Because(problem.Of(err))
	case errors.As(err, &at) && at.Path == image.Path:
		return cause.New(cause.FileUnreadable).Because(problem.Of(at.Err))
	}
	return cause.Cause{}
}
