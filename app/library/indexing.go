package library

import (
	"context"
	"database/sql"

	"lookbook/app/library/index"
	"lookbook/app/search"
)

// indexColumns are what the index needs of entries and their images.
const indexColumns = `h.entry_id, h.created, h.model, h.width, h.height, h.beginning,
	i.id, i.seed, i.state, i.favourite, i.rating, i.width, i.height, i.tags`

// fillIndex reads all that the index needs: of 160,000 images in a quarter of a
// second.
func (d *database) fillIndex(ctx context.Context, add func(index.Entry)) error {
	return d.view(ctx, "read what there is", func(q querier) error {
		return eachIndexed(ctx, q, add, `SELECT `+indexColumns+` FROM headings h
			LEFT JOIN images i INDEXED BY images_listed ON i.entry_id = h.entry_id ORDER BY h.entry_id, i.ord`)
	})
}

// readIndexed reads what the index has to know of the change.
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
	err := eachIndexed(c.ctx, c.tx, func(e index.Entry) {
		there[e.ID] = true
		e.Images = append([]index.Image(nil), e.Images...)
		c.indexed = append(c.indexed, e)
	}, `SELECT `+indexColumns+` FROM json_each(?) wanted CROSS JOIN headings h ON h.entry_id = wanted.value
		LEFT JOIN images i ON i.entry_id = h.entry_id ORDER BY wanted.key, i.ord`, list(c.touched.ids))
	for _, id := range c.touched.ids {
		if !there[id] {
			c.gone = append(c.gone, id)
		}
	}
	return err
}

// eachIndexed calls with for every entry of a query for indexColumns. The
// images are good until it returns. Values are taken as the driver has them:
// of 160,000 rows, converting them would take most of the time.
func eachIndexed(ctx context.Context, q querier, with func(index.Entry), query string, args ...any) error {
	var e index.Entry
	var row [14]any
	columns := make([]any, len(row))
	for n := range row {
		columns[n] = &row[n]
	}
	number := func(n int) int64 { v, _ := row[n].(int64); return v }
	text := func(n int) string { v, _ := row[n].(string); return v }
	size := func(n int) search.Size { return search.Size{Width: int(number(n)), Height: int(number(n + 1))} }
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		if id := number(0); id != e.ID {
			if e.ID != 0 {
				with(e)
			}
			e = index.Entry{ID: id, Created: number(1), Model: text(2), Asked: size(3), Prompt: text(5), Images: e.Images[:0]}
		}
		if row[6] != nil {
			e.Images = append(e.Images, index.Image{
				ID: number(6), Seed: number(7), HasSeed: row[7] != nil, State: text(8), Favourite: number(9) != 0, Rating: int(number(10)),
				Size: size(11), Tags: text(13),
			})
		}
		return nil
	})
	if err == nil && e.ID != 0 {
		with(e)
	}
	return err
}

// firstImages lists the newest images, of all entries or of one, without the
// index.
func (l *Library) firstImages(ctx context.Context, entryID int64, opts ListOptions) (Listing, error) {
	var listing Listing
	entries := condition{text: `e.state <> 'forgotten' AND e.known + e.downloading + e.saved + e.failed + e.gone > 0`}
	if entryID != 0 {
		entries.and(`e.id = ?`, entryID)
	}
	err := l.db.view(ctx, "list the first images", func(q querier) error {
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
