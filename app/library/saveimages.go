package library

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
)

// SavedImage is what SaveImages records about one image.
type SavedImage struct {
	ID    int64
	Saved Saved
}

// SaveAll is Save for several at once, in one transaction: all of them
// are saved, or none when one of them can't be. Pictures that were ready at the
// same time need not wait for the disk one after the other.
func (t *ImageTable) SaveAll(ctx context.Context, images []SavedImage) error {
	const doing = "record saved images"
	now := t.db.clock.Now()
	ids := make([]int64, len(images))
	for i, image := range images {
		if !filepath.IsAbs(image.Saved.Path) {
			return fmt.Errorf("%s: %q is no absolute path", doing, image.Saved.Path)
		}
		ids[i] = image.ID
	}
	if len(ids) == 0 {
		return nil
	}
	return t.db.change(context.WithoutCancel(ctx), doing, func(c *change) error {
		before, err := imagesByID(c.ctx, c.tx, ids)
		if err != nil {
			return err
		}
		if len(before) != len(ids) {
			return fmt.Errorf("%d images of %d: %w", len(ids)-len(before), len(ids), ErrNotFound)
		}
		for i, image := range images {
			from, s := before[i], image.Saved
			if s.At.IsZero() {
				s.At = now
			}
			if !slices.Contains(imageFrom(ImageSaved), from.State) {
				return &StateError{Thing: "image", ID: fmt.Sprint(image.ID), From: string(from.State), To: string(ImageSaved)}
			}
			if err := c.exec(`UPDATE images SET state = 'saved', problem = NULL, next_try = 0, path = ?, bytes = ?, width = ?, height = ?, saved = ?,
				doubted = ? WHERE id = ?`, verbatim(s.Path), s.Bytes, s.Width, s.Height, micros(s.At), s.Doubted, image.ID); err != nil {
				return err
			}
			after := from
			after.State, after.Problem, after.NextTry = ImageSaved, nil, fromMicros(0)
			after.Path, after.Bytes, after.Width, after.Height, after.Saved = s.Path, s.Bytes, s.Width, s.Height, fromMicros(micros(s.At))
			after.Doubted = s.Doubted
			if !reflect.DeepEqual(after, from) {
				c.images.add(image.ID)
			}
		}
		return c.recountImages(c.images.ids)
	})
}
