package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lookbook/app/library/index"
)

// resetAbove is how many events one transaction may have before it is
// announced as a Reset instead: more than a few screens can show, and the
// snapshots would take longer to make than to read again.
const resetAbove = 1000

// change is one write transaction and what it has changed so far.
type change struct {
	ctx context.Context
	tx  *sql.Tx
	now time.Time

	keys    []string // that are in use: see gate
	stmts   map[string]*sql.Stmt
	entries ordered // changed
	images  ordered // changed
	removed []int64 // entries

	touched ordered       // entries that the index may have to know anew
	indexed []index.Entry // those, at the end
	gone    []int64       // those that were deleted
}

// ordered is a set of ids that keeps the order in which they came.
type ordered struct {
	ids []int64
	has map[int64]bool
}

func (o *ordered) add(id int64) {
	if o.has[id] {
		return
	}
	if o.has == nil {
		o.has = map[int64]bool{}
	}
	o.has[id] = true
	o.ids = append(o.ids, id)
}

// change runs f in a transaction of its own, behind all that came before it,
// and delivers the events.
func (d *database) change(ctx context.Context, doing string, f func(*change) error) error {
	if err := d.takeTurn(ctx); err != nil {
		return failure(doing, err)
	}
	c, events, err := d.transact(ctx, f)
	if err == nil {
		d.index.Apply(c.indexed, c.gone)
		d.subscribers.put(events)
	}
	<-d.turn
	if err != nil {
		return failure(doing, err)
	}
	d.subscribers.deliver()
	return nil
}

func (d *database) takeTurn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-d.done:
		<-d.turn
		return ErrClosed
	default:
		return nil
	}
}

// transact begins, runs f, makes the events and commits. A write that has
// begun is finished: it is short, and half of one is worth nothing.
func (d *database) transact(ctx context.Context, f func(*change) error) (c *change, events []Event, err error) {
	ctx = context.WithoutCancel(ctx)
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	committed := false
	defer func() { // also when f panics: the connection must not stay taken
		if !committed {
			if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
				err = errors.Join(err, undo)
			}
		}
	}()
	c = &change{ctx: ctx, tx: tx, now: d.clock.Now().UTC().Truncate(time.Microsecond), keys: d.keys(), stmts: map[string]*sql.Stmt{}}
	if err := f(c); err != nil {
		return nil, nil, err
	}
	if err := c.readIndexed(); err != nil {
		return nil, nil, err
	}
	if events, err = c.events(); err != nil {
		return nil, nil, err
	}
	committed = true
	return c, events, tx.Commit() // the driver rolls back what can't be committed, on a full disk say
}

func rollback(tx *sql.Tx, err error) error {
	if undo := tx.Rollback(); undo != nil {
		return errors.Join(err, undo)
	}
	return err
}

// events tells what the change did, as it stands at its end.
func (c *change) events() ([]Event, error) {
	total := len(c.entries.ids) + len(c.images.ids) + len(c.removed)
	if total > resetAbove {
		return []Event{Reset{}}, nil
	}
	if total == 0 {
		return nil, nil
	}
	var events []Event
	for _, id := range c.removed {
		events = append(events, EntryRemoved{ID: id})
	}
	entries, err := entriesByID(c.ctx, c.tx, c.entries.ids)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if entry.State != EntryForgotten {
			events = append(events, EntryChanged{Entry: entry})
		}
	}
	images, err := imagesByID(c.ctx, c.tx, c.images.ids)
	if err != nil {
		return nil, err
	}
	counts, err := countsOf(c.ctx, c.tx, images)
	if err != nil {
		return nil, err
	}
	for _, image := range images {
		events = append(events, ImageChanged{Image: image, Counts: counts[image.EntryID]})
	}
	return events, nil
}

// entry is the entry as it stands now in the transaction.
func (c *change) entry(id int64) (Entry, error) {
	entries, err := entriesByID(c.ctx, c.tx, []int64{id})
	if err != nil {
		return Entry{}, err
	}
	if len(entries) == 0 {
		return Entry{}, fmt.Errorf("entry %d: %w", id, ErrNotFound)
	}
	return entries[0], nil
}

// image is the image as it stands now in the transaction.
func (c *change) image(id int64) (Image, error) {
	images, err := imagesByID(c.ctx, c.tx, []int64{id})
	if err != nil {
		return Image{}, err
	}
	if len(images) == 0 {
		return Image{}, fmt.Errorf("image %d: %w", id, ErrNotFound)
	}
	return images[0], nil
}

// result runs a statement, which is prepared once for the transaction: the
// first list of a service with thousands of jobs is a hundred thousand of
// them.
func (c *change) result(query string, args ...any) (sql.Result, error) {
	stmt := c.stmts[query]
	if stmt == nil {
		var err error
		if stmt, err = c.tx.PrepareContext(c.ctx, query); err != nil { // the transaction closes it
			return nil, err
		}
		c.stmts[query] = stmt
	}
	return stmt.ExecContext(c.ctx, c.gate(args)...)
}

func (c *change) exec(query string, args ...any) error {
	_, err := c.result(query, args...)
	return err
}

// numbers are the values of a query's only column.
func (c *change) numbers(query string, args ...any) ([]int64, error) {
	return column[int64](c.ctx, c.tx, query, c.gate(args)...)
}

// ids are the values of a query's only column.
func (c *change) ids(query string, args ...any) ([]string, error) {
	return column[string](c.ctx, c.tx, query, c.gate(args)...)
}

// recount brings an entry's counters in step with its images.
func (c *change) recount(entryID int64) error {
	c.touched.add(entryID)
	return c.exec(`UPDATE entries SET (known, downloading, saved, failed, gone, trashed) = (
		SELECT count(*) FILTER (WHERE state = 'known'), count(*) FILTER (WHERE state = 'downloading'),
			count(*) FILTER (WHERE state = 'saved'), count(*) FILTER (WHERE state = 'failed'),
			count(*) FILTER (WHERE state = 'gone'), count(*) FILTER (WHERE state = 'trashed')
		FROM images WHERE entry_id = ?1) WHERE id = ?1`, entryID)
}
