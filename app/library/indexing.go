package library

import (
	"cmp"
	"context"
	"database/sql"
	"math"

	"golang.org/x/sync/errgroup"

	"lookbook/app/library/index"
	"lookbook/app/search"
)

const (
	// indexParts is how many parts of the library are read at once for the
	// index. The other readers stay free for the first screen.
	indexParts = readers / 2
	// indexBatch is how many entries a part passes on at once.
	indexBatch = 128
)

// fillIndex reads everything for the index, in several parts at once: 160,000 images take a fifth
// of a second. The parts may be from different moments, because later commits are applied to the
// index anyway.
func (d *database) fillIndex(ctx context.Context, add func(index.Entry)) error {
	var newest int64
	err := d.view(ctx, "read what there is", func(q querier) error {
		return q.QueryRowContext(ctx, `SELECT ifnull(max(entry_id), 0) FROM headings`).Scan(&newest)
	})
	if err != nil {
		return err
	}
	parts, ctx := errgroup.WithContext(ctx)
	batches := make(chan []index.Entry, indexParts)
	for n := range int64(indexParts) {
		first, last := newest*n/indexParts+1, newest*(n+1)/indexParts
		if n == indexParts-1 {
			last = math.MaxInt64
		}
		parts.Go(func() error { return d.fillPart(ctx, first, last, batches) })
	}
	var failed error
	go func() {
		failed = parts.Wait()
		close(batches)
	}()
	for batch := range batches {
		for _, e := range batch {
			add(e)
		}
	}
	return failed
}

// fillPart passes on the entries from first to last.
func (d *database) fillPart(ctx context.Context, first, last int64, batches chan<- []index.Entry) error {
	return d.view(ctx, "read what there is", func(q querier) error {
		var batch []index.Entry
		hand := func() error {
			select {
			case batches <- batch:
				batch = nil
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		err := eachIndexed(ctx, q, func(e index.Entry) error {
			if batch = append(batch, e); len(batch) < indexBatch {
				return nil
			}
			return hand()
		}, `BETWEEN ? AND ?`, first, last)
		if err != nil {
			return err
		}
		return hand()
	})
}

// readIndexed reads what the index needs of the changed entries.
func (c *change) readIndexed() error {
	if len(c.images.ids) > 0 {
		entries, err := c.numbers(`SELECT DISTINCT i.entry_id FROM json_each(?) wanted
			CROSS JOIN images i ON i.id = wanted.value`, list(c.images.ids))
		if err != nil {
			return err
		}
		for _, id := range entries {
			c.touched.add(id)
		}
	}
	if len(c.touched.ids) == 0 {
		return nil
	}
	there := map[int64]bool{}
	err := eachIndexed(c.ctx, c.tx, func(e index.Entry) error {
		there[e.ID] = true
		c.indexed = append(c.indexed, e)
		return nil
	}, `IN (SELECT value FROM json_each(?))`, list(c.touched.ids))
	for _, id := range c.touched.ids {
		if !there[id] {
			c.gone = append(c.gone, id)
		}
	}
	return err
}

// eachIndexed calls with for every entry that the condition which selects, by id. Entries and
// images are read separately: a join would repeat an entry's prompt for each image. Values stay as
// the driver returns them, because converting them would take most of the time for 160,000 rows. For
// the same reason small numbers share a column, and what most images have in common is NULL.
func eachIndexed(ctx context.Context, q querier, with func(index.Entry) error, which string, args ...any) error {
	var entries []index.Entry
	var row [8]any
	var columns [len(row)]any
	for n := range row {
		columns[n] = &row[n]
	}
	number := func(n int) int64 { v, _ := row[n].(int64); return v }
	text := func(n int) string { v, _ := row[n].(string); return v }
	size := func(n int) search.Size { return search.Size{Width: int(number(n)), Height: int(number(n + 1))} }
	err := each(ctx, q, `SELECT entry_id, created, model, width, height, beginning, account FROM headings
		WHERE entry_id `+which+` ORDER BY entry_id`, args, func(rows *sql.Rows) error {
		if err := rows.Scan(columns[:7]...); err != nil {
			return err
		}
		entries = append(entries, index.Entry{ID: number(0), Created: number(1), Model: text(2), Asked: size(3), Prompt: text(5), Account: number(6)})
		return nil
	})
	if err != nil {
		return err
	}
	var images []index.Image // images of the next entry, in memory that many entries share
	done := func() error {
		entries[0].Images, images = images[:len(images):len(images)], images[len(images):]
		return with(entries[0])
	}
	err = each(ctx, q, `SELECT entry_id, id, seed, nullif(state, 'saved'), rating << 1 | favourite, width << 32 | height, nullif(tags, ''), nullif(checkpoint, '')
		FROM images INDEXED BY images_listed
		WHERE entry_id `+which+` ORDER BY entry_id, ord`, args, func(rows *sql.Rows) error {
		if err := rows.Scan(columns[:]...); err != nil {
			return err
		}
		id := number(0)
		for ; len(entries) > 0 && entries[0].ID < id; entries = entries[1:] {
			if err := done(); err != nil {
				return err
			}
		}
		if len(entries) == 0 || entries[0].ID != id {
			return nil
		}
		if len(images) == cap(images) {
			images = append(make([]index.Image, 0, len(images)+min(16*len(entries), 2048)), images...)
		}
		images = append(images, index.Image{
			ID: number(1), Seed: number(2), HasSeed: row[2] != nil, State: cmp.Or(text(3), string(ImageSaved)), Favourite: number(4)&1 != 0,
			Rating: int(number(4) >> 1), Size: search.Size{Width: int(number(5) >> 32), Height: int(number(5) & math.MaxUint32)}, Tags: text(6), Model: text(7),
		})
		return nil
	})
	for ; err == nil && len(entries) > 0; entries = entries[1:] {
		err = done()
	}
	return err
}

// firstImages lists the newest images, of all entries or of one, without the
// index.
func (d *database) firstImages(ctx context.Context, entryID int64, opts ListOptions) (Listing, error) {
	var listing Listing
	entries := condition{text: `e.state <> 'forgotten' AND e.known + e.downloading + e.saved + e.failed + e.gone > 0`}
	if entryID != 0 {
		entries.and(`e.id = ?`, entryID)
	}
	err := d.view(ctx, "list the first images", func(q querier) error {
		return each(ctx, q, `SELECT i.id, h.entry_id, h.created, h.beginning
			FROM (SELECT e.id FROM entries e WHERE `+entries.text+` ORDER BY e.created DESC, e.id DESC LIMIT ?) first
			CROSS JOIN headings h ON h.entry_id = first.id CROSS JOIN images i ON i.entry_id = h.entry_id
			WHERE i.state <> 'trashed' ORDER BY h.created DESC, h.entry_id DESC, i.ord LIMIT ?`,
			append(entries.args, opts.Limit, opts.Limit), func(rows *sql.Rows) error {
				var id, created int64
				var run Run
				if err := rows.Scan(&id, &run.EntryID, &created, &run.Prompt); err != nil {
					return err
				}
				if n := len(listing.Runs); n == 0 || listing.Runs[n-1].EntryID != run.EntryID {
					run.First, run.Created = len(listing.IDs), fromMicros(created)
					if !opts.Prompts {
						run.Prompt = ""
					}
					listing.Runs = append(listing.Runs, run)
				}
				listing.IDs = append(listing.IDs, id)
				return nil
			})
	})
	return listing, err
}
