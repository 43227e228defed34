package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lookbook/app/library/index"
)

// resetAbove is the number of events of one transaction above which a single
// Reset replaces them. A screen shows fewer rows, and making more snapshots
// takes longer than reading again.
const resetAbove = 1000

// change is a write transaction and what it has changed so far.
type change struct {
	ctx context.Context
	tx  *sql.Tx
	now time.Time

	keys    []string // keys in use, see gate
	stmts   map[string]*sql.Stmt
	entries ordered // changed
	images  ordered // changed
	removed []int64 // entries
	renamed bool    // accounts changed
	held    bool    // the outbox changed

	touched ordered       // entries to update in the index
	indexed []index.Entry // their new state
	gone    []int64       // removed entries
}

// ordered is a set of ids in order of insertion.
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

// change runs f in a transaction of its own, after all earlier ones, and
// delivers the events.
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
	if d.readOnly {
		return ErrReadOnly
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

// transact runs f in a transaction and makes the events. A write that has begun
// is finished, also when ctx ends: it is short.
func (d *database) transact(ctx context.Context, f func(*change) error) (c *change, events []Event, err error) {
	ctx = context.WithoutCancel(ctx)
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	committed := false
	defer func() { // also after a panic: the connection must become free
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
	return c, events, tx.Commit() // the driver rolls back a commit that fails, on a full disk for example
}

func rollback(tx *sql.Tx, err error) error {
	if undo := tx.Rollback(); undo != nil {
		return errors.Join(err, undo)
	}
	return err
}

// events returns the events of the change, with the final state.
func (c *change) events() ([]Event, error) {
	var events []Event
	if c.renamed {
		events = append(events, AccountsChanged{})
	}
	if c.held {
		events = append(events, HeldChanged{})
	}
	total := len(c.entries.ids) + len(c.images.ids) + len(c.removed)
	if total > resetAbove {
		return append(events, Reset{}), nil
	}
	if total == 0 {
		return events, nil
	}
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

// entry returns an entry as it is now in the transaction.
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

// image returns an image as it is now in the transaction.
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

// result executes a statement, which is prepared once per transaction: the
// first list of thousands of jobs executes a hundred thousand.
func (c *change) result(query string, args ...any) (sql.Result, error) {
	stmt := c.stmts[query]
	if stmt == nil {
		var err error
		if stmt, err = c.tx.PrepareContext(c.ctx, query); err != nil { // closed by the transaction
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

// numbers returns the values of a query with one column.
func (c *change) numbers(query string, args ...any) ([]int64, error) {
	return column[int64](c.ctx, c.tx, query, c.gate(args)...)
}

// ids returns the values of a query with one column.
func (c *change) ids(query string, args ...any) ([]string, error) {
	return column[string](c.ctx, c.tx, query, c.gate(args)...)
}

// recount updates the counters of an entry from its images.
func (c *change) recount(entryID int64) error {
	c.touched.add(entryID)
	return c.exec(`UPDATE entries SET (known, downloading, saved, failed, gone, trashed) = (
		SELECT count(*) FILTER (WHERE state = 'known'), count(*) FILTER (WHERE state = 'downloading'),
			count(*) FILTER (WHERE state = 'saved'), count(*) FILTER (WHERE state = 'failed'),
			count(*) FILTER (WHERE state = 'gone'), count(*) FILTER (WHERE state = 'trashed')
		FROM images WHERE entry_id = ?1) WHERE id = ?1`, entryID)
}
