package library

import (
	"context"
	"database/sql"
)

// Review is a list of pictures that a person goes through one by one.
type Review struct {
	ID     int64
	Images []Reviewed // in order
}

// Reviewed is a picture of a Review.
type Reviewed struct {
	ID      int64
	Decided bool
}

// Left is the number of pictures that are not decided.
func (r Review) Left() int {
	n := 0
	for _, one := range r.Images {
		if !one.Decided {
			n++
		}
	}
	return n
}

// mostReviews bounds the stored reviews; those not used for longest are removed.
const mostReviews = 20

// ReviewTable stores reviews.
type ReviewTable struct{ db *database }

// Begin returns the review with a key, with the pictures that are new at its end; a new one, if there is none or
// everything in it is decided.
func (t *ReviewTable) Begin(ctx context.Context, key string, ids []int64) (r Review, err error) {
	err = t.db.change(ctx, "begin a review", func(c *change) error {
		if err := c.exec(`DELETE FROM reviews WHERE key = ?1 AND NOT EXISTS (
			SELECT 1 FROM review_images i WHERE i.review_id = reviews.id AND i.decided = 0)`, key); err != nil {
			return err
		}
		if err := c.exec(`INSERT INTO reviews (key, used) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET used = ?2`, key, micros(c.now)); err != nil {
			return err
		}
		if err := c.exec(`INSERT INTO review_images (review_id, image_id, ord)
			SELECT r.id, wanted.value, wanted.key + (SELECT count(*) FROM review_images WHERE review_id = r.id)
			FROM reviews r CROSS JOIN json_each(?2) wanted WHERE r.key = ?1
			ON CONFLICT DO NOTHING`, key, list(ids)); err != nil {
			return err
		}
		if err := c.exec(`DELETE FROM reviews WHERE id NOT IN (SELECT id FROM reviews ORDER BY used DESC, id DESC LIMIT ?)`, mostReviews); err != nil {
			return err
		}
		r, err = readReview(c.ctx, c.tx, `key = ?`, key)
		return err
	})
	return r, err
}

// Latest returns the review that was used last and has undecided pictures. Error: ErrNotFound.
func (t *ReviewTable) Latest(ctx context.Context) (r Review, err error) {
	err = t.db.view(ctx, "find a review", func(q querier) error {
		r, err = readReview(ctx, q, `id = (SELECT id FROM reviews r WHERE EXISTS (
			SELECT 1 FROM review_images i JOIN images ON images.id = i.image_id
			WHERE i.review_id = r.id AND i.decided = 0 AND images.state <> 'trashed') ORDER BY used DESC, id DESC LIMIT 1)`)
		return err
	})
	return r, err
}

// Decide records whether a picture is decided. One that was removed is skipped.
func (t *ReviewTable) Decide(ctx context.Context, review, image int64, decided bool) error {
	return t.db.change(ctx, "go on with a review", func(c *change) error {
		return c.exec(`UPDATE review_images SET decided = ? WHERE review_id = ? AND image_id = ?`, decided, review, image)
	})
}

// readReview reads the review that a condition finds, without the pictures that were removed or trashed.
func readReview(ctx context.Context, q querier, where string, args ...any) (r Review, err error) {
	if err := q.QueryRowContext(ctx, `SELECT id FROM reviews WHERE `+where, args...).Scan(&r.ID); err != nil {
		return r, err
	}
	err = each(ctx, q, `SELECT i.image_id, i.decided FROM review_images i JOIN images ON images.id = i.image_id
		WHERE i.review_id = ? AND images.state <> 'trashed' ORDER BY i.ord`, []any{r.ID}, func(rows *sql.Rows) error {
		var one Reviewed
		err := rows.Scan(&one.ID, &one.Decided)
		r.Images = append(r.Images, one)
		return err
	})
	return r, err
}
