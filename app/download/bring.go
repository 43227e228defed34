package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"lookbook/api"
	"lookbook/app/folder"
	"lookbook/app/library"
	"lookbook/app/media"
)

// saver fetches pictures and puts them into the folder. The caller of its
// methods has claimed the picture.
type saver struct {
	common
	images     Images
	library    *library.Library
	folders    *folder.Identity
	saving     func() folder.Saving
	version    string
	step       func(string)
	claims     *Claims
	addresses  *addresses
	kept       leftovers
	mismatches mismatches
}

// bring fetches one picture and puts it into the folder, unless it is already
// there.
func (s *saver) bring(ctx context.Context, image library.Image) (err error) {
	saving := s.saving()
	defer func() {
		if trouble, ok := errors.AsType[*savingError](err); ok && !trouble.folder {
			trouble.folder = folder.Useless(saving.Folder, trouble.err)
		}
	}()
	entry, err := s.library.Entry(ctx, image.EntryID)
	if err != nil {
		return err
	}
	in, err := s.folders.Open(ctx, saving)
	if err != nil {
		return &savingError{err: err, folder: true}
	}
	defer func() { _ = in.Close() }() // the results of what was done through it count
	s.claims.bind(image.ID, saving.Folder)
	place := destination{saving: saving, in: in, entry: entry, image: image, version: s.version}
	if err := s.kept.learn(in); err != nil {
		return &savingError{err: err}
	}
	p := openPart(in, image, &s.kept)
	defer func() { err = s.leave(p, saving, err) }()
	if done, err := s.alreadyThere(ctx, place, p); done || err != nil {
		return err
	}
	if _, err := s.library.Images.Start(ctx, image.ID); err != nil {
		return err
	}
	info, err := s.complete(ctx, image, p)
	if err != nil {
		return err
	}
	return s.store(ctx, place, p, info)
}

// leave ends the work on a picture that was not saved. The bytes are kept for
// the next try, unless that saves elsewhere or another picture needs the space.
func (s *saver) leave(p *part, saving folder.Saving, err error) error {
	if err == nil {
		_ = p.close() // nothing was written since the last error was checked
		return nil
	}
	elsewhere := s.saving().Folder != saving.Folder
	unfinished := folder.Full(err) && p.size != p.head.Length
	if elsewhere || unfinished {
		return errors.Join(err, p.discard())
	}
	_ = p.close()
	return err
}

// complete makes the part file hold the whole picture, verified.
func (s *saver) complete(ctx context.Context, image library.Image, p *part) (media.Info, error) {
	if p.head.Length > 0 && p.size == p.head.Length {
		// An earlier try had completed it.
		if info, err := s.inspect(p); err == nil {
			return info, nil
		}
		p.size = 0
	}
	image, err := s.addresses.usable(ctx, image)
	if err != nil {
		return media.Info{}, err
	}
	err = s.transfer(ctx, image.Generated.URL, p)
	if errors.Is(err, api.ErrExpired) {
		if dropping := s.addresses.refuse(ctx, image); dropping != nil {
			return media.Info{}, errors.Join(err, dropping)
		}
	}
	if errors.Is(err, api.ErrExpired) && !s.addresses.justCame(image.JobID) {
		if image, err = s.addresses.renew(ctx, image); err != nil {
			return media.Info{}, err
		}
		err = s.transfer(ctx, image.Generated.URL, p)
	}
	if err != nil {
		return media.Info{}, err
	}
	info, err := s.inspect(p)
	if _, ours := errors.AsType[*savingError](err); err != nil && !ours {
		// These bytes are not the picture; the next try starts over.
		return info, errors.Join(err, p.discard())
	}
	return info, err
}

// transfer fetches the bytes that the part file lacks.
func (s *saver) transfer(ctx context.Context, url string, p *part) error {
	from := api.Resume{}
	if p.size > 0 && (p.head.ETag != "" || p.head.CRC32C != nil || len(p.head.MD5) > 0) {
		from = api.Resume{Offset: p.size, ETag: p.head.ETag}
	}
	d, err := s.images.Download(ctx, url, from)
	if err != nil {
		return err
	}
	defer func() { _ = d.Body.Close() }() // only the bytes read count
	if d.Offset == 0 || d.Offset != p.size {
		if d.Offset != 0 {
			return fmt.Errorf("asked for the picture from byte %d, got it from %d: %w", from.Offset, d.Offset, api.ErrBadAnswer)
		}
		head := partHead{ETag: d.ETag, Length: d.Length, CRC32C: d.CRC32C, MD5: d.MD5}
		if err := p.restart(head); err != nil {
			return &savingError{err: err}
		}
	}
	err = p.receive(d.Body, media.MaxFileBytes)
	if _, ours := errors.AsType[*savingError](err); ours || ctx.Err() != nil {
		return err
	}
	// A wrong length makes the transfer fail although all bytes are there. The
	// checksum decides.
	match, known, hashing := p.vouched()
	switch {
	case hashing != nil:
		return &savingError{err: hashing}
	case known && match:
		return nil
	case !known && err == nil && p.size >= p.head.Length:
		return nil
	case s.mismatches.believes(p):
		p.doubted = true
		return nil
	case err != nil && p.head.Length > 0 && p.size >= p.head.Length:
		return errors.Join(err, p.discard())
	case err != nil:
		return err // the next try continues from here
	case p.head.Length >= 0 && p.size < p.head.Length:
		return fmt.Errorf("the picture ended after %d of %d bytes: %w", p.size, p.head.Length, api.ErrNoAnswer)
	case known:
		return errors.Join(errors.New("the picture arrived damaged: its checksum is not the one that the host tells"), p.discard())
	}
	return nil
}

// inspect verifies the picture in the part file. If the host's checksum
// matches, these are exactly the bytes that the host has. Then only their
// structure is checked: a fault that inflating the pixels would find could not
// be fixed by another download.
func (s *saver) inspect(p *part) (media.Info, error) {
	match, known, err := p.vouched()
	if err != nil {
		return media.Info{}, &savingError{err: err}
	}
	if known && !match && !p.doubted {
		return media.Info{}, errors.New("the unfinished download was damaged")
	}
	look := media.Inspect
	if known && !p.doubted {
		look = media.InspectStructure
	}
	info, err := look(p.picture(), p.size)
	if _, broken := errors.AsType[*fs.PathError](err); broken {
		return info, &savingError{err: err} // the disk failed, not the picture
	}
	if err != nil {
		return info, fmt.Errorf("checking the picture: %w", err)
	}
	return info, nil
}

// savingError is a failure of this computer's disk.
type savingError struct {
	err    error
	folder bool // it would happen for every picture
}

func (s *savingError) Error() string { return "not saved: " + s.err.Error() }

func (s *savingError) Unwrap() error { return s.err }
