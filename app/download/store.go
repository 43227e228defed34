package download

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"lookbook/app/library"
	"lookbook/app/media"
	"lookbook/app/media/naming"
)

// store writes the complete picture of the part file with its texts, gives it
// its name, and records it as saved when it is on the disk.
func (s *saver) store(ctx context.Context, place destination, p *part, info media.Info) error {
	place.doubted = p.doubted
	fresh, size, err := place.write(p)
	if err != nil {
		return blame(err)
	}
	s.step("placing")
	final, err := place.in.PlaceNoting(fresh, place.name(info.Format.Extension()), p.aim)
	if err != nil {
		return errors.Join(blame(err), place.in.Remove(fresh))
	}
	s.step("placed")
	if err := naming.SyncFolder(filepath.Dir(final)); err != nil {
		// The file is complete and in place; only a power cut could undo its
		// name.
		s.log.Warn("making the name of a file durable", "error", err)
	}
	return s.saved(ctx, place, p, library.Saved{
		Path: final, Bytes: size, Width: info.Width, Height: info.Height, Doubted: p.doubted,
	})
}

// saved records a picture that is in place, and removes its temporary files.
// The part file stays until then: it says where the picture is. If nothing may
// be written into the picture, its sidecar is written first.
func (s *saver) saved(ctx context.Context, place destination, p *part, at library.Saved) error {
	if err := place.describe(at.Path); err != nil {
		s.log.Warn("describing a signed picture", "error", err)
	}
	if err := s.record(ctx, place.image, at); err != nil {
		return err
	}
	s.step("recorded")
	if err := p.clear(); err != nil {
		// The next start removes it.
		s.log.Warn("removing a temporary file", "error", err)
	}
	return nil
}

func (s *saver) record(ctx context.Context, image library.Image, at library.Saved) error {
	at.At = s.wall()
	if _, err := s.library.Images.Save(ctx, image.ID, at); err != nil {
		return fmt.Errorf("noting that the picture is saved: %w", err)
	}
	return nil
}

// alreadyThere finds out whether an earlier try put the picture in place and
// ended before it could record that. The part file says where. Without one, the
// picture is searched under its name.
func (s *saver) alreadyThere(ctx context.Context, place destination, p *part) (bool, error) {
	found, ok := library.Saved{}, false
	if target := p.head.path(place.in); target != "" {
		if found, ok, _ = place.holds(target); !ok { // an unreadable file doesn't count
			found, ok = p.copied(target)
		}
	}
	if !ok {
		through := lookedThrough
		if place.image.Attempts == 0 {
			through = mostAbsent // nothing shows that there was an earlier try
		}
		found, ok = place.find(filepath.Join(place.saving.Folder, filepath.FromSlash(place.name(place.likelyExtension()))), through)
	}
	if !ok {
		return false, nil
	}
	s.log.Info("picture found where an earlier try had put it", "image", place.image.Generated.GeneratedImageID)
	return true, s.saved(ctx, place, p, found)
}
