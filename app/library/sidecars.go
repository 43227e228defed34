package library

import (
	"context"
	"database/sql"
	"time"
)

// SidecarTable knows which pictures' marks are not in the files beside them.
type SidecarTable struct{ db *database }

// Owed are marks that the file beside a picture does not have yet.
type Owed struct {
	Image  int64
	Path   string // of the picture, absolute
	Marks  Marks
	Marked time.Time // when they changed last; zero: not known
}

// Owed are the marks of saved pictures that are not written yet, by id, at most
// limit of those whose id is above after.
func (t *SidecarTable) Owed(ctx context.Context, after int64, limit int) ([]Owed, error) {
	var owed []Owed
	err := t.db.view(ctx, "list the marks to be written", func(q querier) error {
		return each(ctx, q, `SELECT id, path, favourite, rating, tags, marked FROM images
			WHERE owed = 1 AND id > ? AND state = 'saved' ORDER BY id LIMIT ?`, []any{after, limit}, func(rows *sql.Rows) error {
			var o Owed
			var tags string
			var marked int64
			err := rows.Scan(&o.Image, &o.Path, &o.Marks.Favourite, &o.Marks.Rating, &tags, &marked)
			o.Marks.Tags, o.Marked = splitTags(tags), fromMicros(marked)
			owed = append(owed, o)
			return err
		})
	})
	return owed, err
}

// Written notes that marks stand in the files. Those that changed meanwhile are
// owed still.
func (t *SidecarTable) Written(ctx context.Context, written []Owed) error {
	if len(written) == 0 {
		return nil
	}
	return t.db.change(ctx, "note that marks are written", func(c *change) error {
		for _, o := range written {
			if err := c.exec(`UPDATE images SET owed = 0 WHERE id = ? AND path = ? AND favourite = ? AND rating = ? AND tags = ?`,
				o.Image, verbatim(o.Path), o.Marks.Favourite, o.Marks.Rating, joinTags(o.Marks.Tags)); err != nil {
				return err
			}
		}
		return nil
	})
}

// FoundMarks are marks that a file beside a picture says; what is nil it does
// not say.
type FoundMarks struct {
	Image     int64
	Rating    *int // as in Marks
	Favourite *bool
	Tags      []string
	// Whole says that the file once had all marks: what it does not say any more,
	// somebody took out.
	Whole bool
	At    time.Time // when the file was changed
}

// Adopt takes marks from files, each where the file is newer than what is known.
// Of those that it changed, conflicts were not written into the file before
// somebody changed the file too: what was noted here is lost for what the file
// says.
func (t *SidecarTable) Adopt(ctx context.Context, found []FoundMarks) (adopted, conflicts int, err error) {
	err = t.db.change(ctx, "take marks from files", func(c *change) error {
		for _, f := range found {
			changed, conflict, err := adopt(c, f)
			if err != nil {
				return err
			}
			adopted, conflicts = adopted+changed, conflicts+conflict
		}
		return nil
	})
	return adopted, conflicts, err
}

func adopt(c *change, f FoundMarks) (changed, conflict int, err error) {
	was, err := marksOf(c, []int64{f.Image})
	if err != nil || len(was) == 0 {
		return 0, 0, err
	}
	var marked, owed int64
	if err := c.tx.QueryRowContext(c.ctx, `SELECT marked, owed FROM images WHERE id = ?`, f.Image).Scan(&marked, &owed); err != nil {
		return 0, 0, err
	}
	is := was[0].Marks
	if f.Whole && owed == 0 { // what is owed the file may never have had
		is = Marks{}
	}
	if f.Favourite != nil {
		is.Favourite = *f.Favourite
	}
	if f.Rating != nil && checkRating(*f.Rating) == nil {
		is.Rating = *f.Rating
	}
	if len(f.Tags) > 0 {
		is.Tags = cleanTags(f.Tags)
	}
	if is.equal(was[0].Marks) || !f.At.After(fromMicros(marked)) {
		return 0, 0, nil
	}
	if err := setMarks(c, []Marked{{f.Image, is}}); err != nil {
		return 0, 0, err
	}
	if owed == 1 && marked != 0 {
		conflict = 1
	}
	return 1, conflict, c.exec(`UPDATE images SET marked = ?, owed = 0 WHERE id = ?`, micros(f.At), f.Image)
}
