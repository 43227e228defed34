package library

import (
	"context"
	"database/sql"
	"time"
)

// SidecarTable knows which pictures have marks that are not in their sidecars
// yet.
type SidecarTable struct{ db *database }

// Owed are marks that a picture's sidecar lacks.
type Owed struct {
	Image  int64
	Path   string // of the picture, absolute
	Marks  Marks
	Marked time.Time // last change; zero: unknown
}

// Owed returns the unwritten marks of saved pictures with ids above after,
// sorted by id, at most limit.
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

// Written records that marks were written into sidecars. Marks that changed
// meanwhile are still owed.
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

// FoundMarks are the marks in a sidecar; it doesn't mention what is nil.
type FoundMarks struct {
	Image     int64
	Rating    *int // as in Marks
	Favourite *bool
	Tags      []string
	// Whole says that the sidecar once had all marks. What it lacks now was removed by somebody.
	Whole bool
	At    time.Time // when the sidecar was changed
}

// Adopt takes over marks from sidecars that are newer than the known marks. conflicts are those
// changed both here and in the sidecar: the marks noted here are replaced by the sidecar's.
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
	if f.Whole && owed == 0 { // a sidecar that lacks our changes may never have had them
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
