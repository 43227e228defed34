package library

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"time"
)

// ImageTable writes the states of images and of their files.
type ImageTable struct{ db *database }

// Start records that a download has started, and counts the attempt. Errors:
// ErrNotFound; *StateError when the image is saved.
func (t *ImageTable) Start(ctx context.Context, id int64) (Image, error) {
	return t.moveImage(ctx, "record the start of a download", id, ImageDownloading,
		`state = 'downloading', attempts = attempts + 1`)
}

// Save records that an image is in the folder, complete, verified and under its
// final name, or was found there. It is allowed in any state, so that a moved
// or trashed file can be found again.
func (t *ImageTable) Save(ctx context.Context, id int64, s Saved) (Image, error) {
	if !filepath.IsAbs(s.Path) {
		return Image{}, fmt.Errorf("record a saved image: %q is no absolute path", s.Path)
	}
	if s.At.IsZero() {
		s.At = t.db.clock.Now()
	}
	return t.moveImage(context.WithoutCancel(ctx), "record a saved image", id, ImageSaved,
		`state = 'saved', problem = NULL, next_try = 0, path = ?, bytes = ?, width = ?, height = ?, saved = ?, doubted = ?`,
		verbatim(s.Path), s.Bytes, s.Width, s.Height, micros(s.At), s.Doubted)
}

// Fail records that a download failed, why, and when to retry; zero: not
// automatically. Errors: ErrNotFound; *StateError when the image is saved.
func (t *ImageTable) Fail(ctx context.Context, id int64, p *Problem, nextTry time.Time) (Image, error) {
	problem, err := encodeProblem(p)
	if err != nil {
		return Image{}, err
	}
	return t.moveImage(context.WithoutCancel(ctx), "record a failed download", id, ImageFailed,
		`state = 'failed', problem = ?, next_try = ?`, problem, micros(nextTry))
}

// SetState sets only the state: ImageKnown to download it (again), which clears
// problem, attempts and the time of the next try; ImageGone when the file of a
// saved image is missing; ImageSaved when the file of a gone image is back.
// Other states have methods of their own. Errors: ErrNotFound; *StateError when
// the image can't change to that state.
func (t *ImageTable) SetState(ctx context.Context, id int64, state ImageState) (Image, error) {
	const doing = "record the state of an image"
	switch state {
	case ImageKnown:
		return t.moveImage(ctx, doing, id, state, `state = 'known', problem = NULL, attempts = 0, next_try = 0`)
	case ImageGone:
		return t.moveImage(ctx, doing, id, state, `state = 'gone'`)
	case ImageSaved:
		return t.moveImage(ctx, doing, id, imageBack, `state = 'saved'`)
	}
	return Image{}, fmt.Errorf("%s: %w", doing, &StateError{Thing: "image", ID: fmt.Sprint(id), To: string(state), Why: "that state has a method of its own"})
}

// imageBack is "saved" after the file of a gone image came back.
const imageBack ImageState = "saved again"

// imageFrom are the states that can change to state.
func imageFrom(state ImageState) []ImageState {
	switch state {
	case ImageDownloading, ImageFailed:
		return []ImageState{ImageKnown, ImageDownloading, ImageFailed, ImageGone}
	case ImageGone:
		return []ImageState{ImageSaved, ImageGone}
	case imageBack:
		return []ImageState{ImageGone, ImageSaved}
	case imageOutOfTrash:
		return []ImageState{ImageTrashed}
	case ImageSaved:
		return imageStates[:]
	default:
		return []ImageState{ImageKnown, ImageDownloading, ImageSaved, ImageFailed, ImageGone}
	}
}

// DropAddress forgets an image's address, because the host refuses it. An
// address that arrived meanwhile stays.
func (t *ImageTable) DropAddress(ctx context.Context, id int64, address string) error {
	return t.db.change(ctx, "forget a dead address", func(c *change) error {
		return c.exec(`UPDATE images SET url = '', expires = 0 WHERE id = ? AND url = ?`, id, verbatim(address))
	})
}

// moveImage sets columns of an image if it may change to state.
func (t *ImageTable) moveImage(ctx context.Context, doing string, id int64, state ImageState, assignments string, args ...any) (Image, error) {
	var image Image
	err := t.db.change(ctx, doing, func(c *change) error {
		before, err := c.image(id)
		if err != nil {
			return err
		}
		if !slices.Contains(imageFrom(state), before.State) {
			return &StateError{Thing: "image", ID: fmt.Sprint(id), From: string(before.State), To: string(state)}
		}
		if err := c.exec(`UPDATE images SET `+assignments+` WHERE id = ?`, append(args, id)...); err != nil {
			return err
		}
		if err := c.recount(before.EntryID); err != nil {
			return err
		}
		if image, err = c.image(id); err == nil && !reflect.DeepEqual(image, before) {
			c.images.add(id)
		}
		return err
	})
	return image, err
}

// Image returns one image. Error: ErrNotFound.
func (l *Library) Image(ctx context.Context, id int64) (Image, error) {
	var image Image
	doing := fmt.Sprintf("read image %d", id)
	err := l.db.view(ctx, doing, func(q querier) error {
		images, err := imagesByID(ctx, q, []int64{id})
		if err != nil {
			return err
		}
		if len(images) == 0 {
			return ErrNotFound
		}
		image = images[0]
		return nil
	})
	return image, err
}

// PendingImages returns images that are not saved, at most limit: first those
// that may be tried now, by expiry and without one last; then those with a
// later NextTry, earliest first; last those that failed and are not retried
// automatically. Gone images are not pending. Those of the accounts in without
// are left out.
func (l *Library) PendingImages(ctx context.Context, limit int, without ...int64) ([]Image, error) {
	if limit <= 0 {
		return nil, nil
	}
	now := micros(l.db.clock.Now())
	var images []Image
	err := l.db.view(ctx, "list the images to download", func(q querier) error {
		from := `SELECT ` + imageColumns + ` FROM images i INDEXED BY images_pending JOIN entries e ON e.id = i.entry_id
			WHERE i.state IN ('known', 'downloading', 'failed') AND `
		if len(without) > 0 {
			from += `e.account NOT IN (SELECT value FROM json_each('` + list(without) + `')) AND `
		}
		for _, part := range []struct {
			query string
			args  []any
		}{
			{from + `(i.state <> 'failed' OR i.next_try BETWEEN 1 AND ?) ORDER BY i.expires = 0, i.expires, i.id LIMIT ?`, []any{now}},
			{from + `i.state = 'failed' AND i.next_try > ? ORDER BY i.next_try, i.id LIMIT ?`, []any{now}},
			{from + `i.state = 'failed' AND i.next_try = 0 ORDER BY i.id LIMIT ?`, nil},
		} {
			if len(images) == limit {
				return nil
			}
			more, err := readImages(ctx, q, part.query, append(part.args, limit-len(images))...)
			if err != nil {
				return err
			}
			images = append(images, more...)
		}
		return nil
	})
	return images, err
}

var errNegative = errors.New("offset and limit can't be negative")

// RecentAddresses returns the addresses of the newest images that have one,
// newest first.
func (l *Library) RecentAddresses(ctx context.Context, limit int) ([]string, error) {
	var addresses []string
	err := l.db.view(ctx, "look up recent addresses", func(q querier) (err error) {
		addresses, err = column[string](ctx, q, `SELECT url FROM (SELECT id, url FROM images ORDER BY id DESC LIMIT ?) WHERE url <> '' ORDER BY id DESC`, limit)
		return err
	})
	return addresses, err
}
