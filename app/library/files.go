package library

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// File is where the library expects the file of a picture.
type File struct {
	Image int64 // image id; 0: the library doesn't know the picture
	State ImageState
	Path  string // absolute; empty: never saved
	Bytes int64
}

// Origin identifies a picture at the service.
type Origin struct {
	JobID   string `json:"job_id"`
	ImageID string `json:"image_id,omitempty"`
}

// FileMark says whether a file is where the library expects it.
type FileMark struct {
	Image int64
	Path  string // where it was searched
	There bool
}

// Files returns the files of saved and gone pictures with ids above after,
// sorted by id, at most limit.
func (t *FolderTable) Files(ctx context.Context, after int64, limit int) ([]File, error) {
	var files []File
	err := t.db.view(ctx, "list the files", func(q querier) error {
		return each(ctx, q, `SELECT id, state, path, bytes FROM images
			WHERE id > ? AND state IN ('saved', 'gone') ORDER BY id LIMIT ?`, []any{after, limit}, func(rows *sql.Rows) error {
			var f File
			err := rows.Scan(&f.Image, &f.State, &f.Path, &f.Bytes)
			files = append(files, f)
			return err
		})
	})
	return files, err
}

// FilesOf returns the files of pictures in any state, in the order of origins.
// Image is 0 for an unknown picture.
func (l *Library) FilesOf(ctx context.Context, origins []Origin) ([]File, error) {
	files := make([]File, len(origins))
	wanted := make([][2]string, len(origins))
	for i, o := range origins {
		wanted[i] = [2]string{o.JobID, "=" + o.ImageID}
	}
	err := l.db.view(ctx, "look up files", func(q querier) error {
		return each(ctx, q, `SELECT wanted.key, i.id, i.state, i.path, i.bytes FROM json_each(?) wanted
			CROSS JOIN entries e ON e.job_id = json_extract(wanted.value, '$[0]')
			CROSS JOIN images i ON i.entry_id = e.id AND i.key = json_extract(wanted.value, '$[1]')`,
			[]any{list(wanted)}, func(rows *sql.Rows) error {
				var at int
				var f File
				err := rows.Scan(&at, &f.Image, &f.State, &f.Path, &f.Bytes)
				if err == nil {
					files[at] = f
				}
				return err
			})
	})
	return files, err
}

// ImagesAt returns the ids of the saved pictures whose files are at these
// absolute paths, a thousand at most.
func (t *FolderTable) ImagesAt(ctx context.Context, paths []string) (ids []int64, err error) {
	if len(paths) == 0 {
		return nil, nil
	}
	args := make([]any, len(paths)) // not as JSON: a name need not be UTF-8
	for i, path := range paths {
		args[i] = path
	}
	err = t.db.view(ctx, "look up pictures by their files", func(q querier) (err error) {
		ids, err = column[int64](ctx, q, `SELECT id FROM images WHERE state = 'saved' AND path IN (?`+strings.Repeat(", ?", len(paths)-1)+`) ORDER BY id`, args...)
		return err
	})
	return ids, err
}

// MarkFiles records, in one transaction, which files are missing ("gone") and
// which are back ("saved"). It returns how many pictures changed. A picture
// that was saved elsewhere since, or that is neither saved nor gone, is
// unchanged.
func (t *ImageTable) MarkFiles(ctx context.Context, marks []FileMark) (changed int, err error) {
	if len(marks) == 0 {
		return 0, nil
	}
	err = t.db.change(ctx, "record which files are there", func(c *change) error {
		for _, m := range marks {
			from, to := ImageSaved, ImageGone
			if m.There {
				from, to = to, from
			}
			result, err := c.result(`UPDATE images SET state = ? WHERE id = ? AND state = ? AND path = ?`, to, m.Image, from, verbatim(m.Path))
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				c.images.add(m.Image)
			}
		}
		changed = len(c.images.ids)
		return recountImages(c, c.images.ids)
	})
	return changed, err
}

// recountImages updates the counters of the entries of images.
func recountImages(c *change, images []int64) error {
	if len(images) == 0 {
		return nil
	}
	entries, err := c.numbers(`SELECT DISTINCT i.entry_id FROM json_each(?) wanted CROSS JOIN images i ON i.id = wanted.value`, list(images))
	if err != nil {
		return err
	}
	for _, id := range entries {
		if err := c.recount(id); err != nil {
			return fmt.Errorf("count the images of entry %d: %w", id, err)
		}
	}
	return nil
}
