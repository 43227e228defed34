package library

import (
	"context"
	"fmt"
	"path/filepath"
)

// Trash records that the files of images were moved to the desktop's trash, all
// or none, and returns the images that are there now. It accepts saved and gone
// images; others, and those already in the trash, are skipped. The path stays
// unchanged.
func (t *ImageTable) Trash(ctx context.Context, ids []int64) ([]Image, error) {
	var images []Image
	err := t.db.change(context.WithoutCancel(ctx), "record what was moved to the trash", func(c *change) error {
		moved, err := c.numbers(`UPDATE images SET state = 'trashed' WHERE id IN (SELECT value FROM json_each(?))
			AND state IN ('saved', 'gone') RETURNING id`, list(ids))
		if err != nil || len(moved) == 0 {
			return err
		}
		for _, id := range moved {
			c.images.add(id)
		}
		if err := recountImages(c, moved); err != nil {
			return err
		}
		var order ordered
		for _, id := range ids {
			if c.images.has[id] {
				order.add(id)
			}
		}
		images, err = imagesByID(c.ctx, c.tx, order.ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	return images, nil
}

// Untrash records that the file of an image came back from the trash, at an
// absolute path. With an empty path the image left the trash without its file
// and is gone. Errors: ErrNotFound; *StateError when it is not in the trash.
func (t *ImageTable) Untrash(ctx context.Context, id int64, path string) (Image, error) {
	const doing = "record what came back from the trash"
	ctx = context.WithoutCancel(ctx)
	if path == "" {
		return t.moveImage(ctx, doing, id, imageOutOfTrash, `state = 'gone'`)
	}
	if !filepath.IsAbs(path) {
		return Image{}, fmt.Errorf("%s: %q is no absolute path", doing, path)
	}
	return t.moveImage(ctx, doing, id, imageOutOfTrash, `state = 'saved', path = ?`, verbatim(path))
}

// imageOutOfTrash is "saved" or "gone" for an image that leaves the trash.
const imageOutOfTrash ImageState = "out of the trash"
