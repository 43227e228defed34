package library

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// condition is a filter as SQL.
type condition struct {
	text string
	args []any
}

func (c *condition) and(text string, args ...any) {
	c.text += " AND " + text
	c.args = append(c.args, args...)
}

// andText demands every word of text in what is searched of entry e.
func (c *condition) andText(text string) {
	if search, args := textSearch(text); search != "" {
		c.and(`e.id IN (`+search+`)`, args...)
	}
}

// textSearch selects the entries that hold every word of text; empty when
// there is none.
func textSearch(text string) (query string, args []any) {
	wanted := words(text)
	if len(wanted) == 0 {
		return "", nil
	}
	for _, word := range wanted {
		args = append(args, word)
	}
	return `SELECT entry_id FROM entry_words WHERE instr(folded, ?)` + strings.Repeat(` AND instr(folded, ?)`, len(wanted)-1), args
}

func (f EntryFilter) condition() condition {
	c := condition{text: `e.state <> 'forgotten'`}
	if len(f.States) > 0 {
		c = condition{text: `e.state IN (SELECT value FROM json_each(?))`, args: []any{list(f.States)}}
	}
	if len(f.JobTypes) > 0 {
		c.and(`e.job_type IN (SELECT value FROM json_each(?))`, list(f.JobTypes))
	}
	if f.Unsaved {
		c.and(`e.known + e.downloading + e.failed > 0`)
	}
	c.andText(f.Text)
	return c
}

// CountEntries counts what Entries would page through.
func (l *Library) CountEntries(ctx context.Context, f EntryFilter) (int, error) {
	var n int
	err := l.view(ctx, "count the jobs", func(q querier) error {
		c := f.condition()
		return q.QueryRowContext(ctx, `SELECT count(*) FROM entries e WHERE `+c.text, c.args...).Scan(&n)
	})
	return n, err
}

// Entries are up to limit entries after the first offset, newest first.
func (l *Library) Entries(ctx context.Context, f EntryFilter, offset, limit int) ([]Entry, error) {
	const doing = "list the jobs"
	if offset < 0 || limit < 0 {
		return nil, failure(doing, errNegative)
	}
	var entries []Entry
	err := l.view(ctx, doing, func(q querier) error {
		c := f.condition()
		// The ids come from an index alone; the rows are read for one page.
		ids, err := column[int64](ctx, q, `SELECT e.id FROM entries e WHERE `+c.text+`
			ORDER BY e.created DESC, e.id DESC LIMIT ? OFFSET ?`, append(c.args, limit, offset)...)
		if err != nil {
			return err
		}
		entries, err = entriesByID(ctx, q, ids)
		return err
	})
	return entries, err
}

// EntryIndex is the offset at which Entries has the entry id, or ErrNotFound.
func (l *Library) EntryIndex(ctx context.Context, f EntryFilter, id int64) (int, error) {
	var index int
	err := l.view(ctx, fmt.Sprintf("find entry %d in the list", id), func(q querier) error {
		c := f.condition()
		var created int64
		err := q.QueryRowContext(ctx, `SELECT e.created FROM entries e WHERE `+c.text+` AND e.id = ?`, append(c.args, id)...).Scan(&created)
		if err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT count(*) FROM entries e WHERE `+c.text+` AND (e.created, e.id) > (?, ?)`,
			append(c.args, created, id)...).Scan(&index)
	})
	return index, err
}

// Totals counts the whole library.
func (l *Library) Totals(ctx context.Context) (Totals, error) {
	var t Totals
	err := l.view(ctx, "count the library", func(q querier) error {
		err := q.QueryRowContext(ctx, `SELECT count(*),
			coalesce(sum(known + downloading + saved + failed + gone), 0), coalesce(sum(saved), 0),
			coalesce(sum(known + downloading + failed), 0), coalesce(sum(failed), 0), coalesce(sum(gone), 0)
			FROM entries WHERE state <> 'forgotten'`).
			Scan(&t.Entries, &t.Images, &t.Saved, &t.Unsaved, &t.Failed, &t.Gone)
		if err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM entries WHERE unfinished = 1),
			(SELECT count(*) FROM submissions WHERE state IN ('sending', 'unknown'))`).
			Scan(&t.Unfinished, &t.Unsettled)
	})
	return t, err
}

// counter is the SQL sum of an entry's counters for the states wanted.
func counter(states []ImageState) string {
	all := []ImageState{ImageKnown, ImageDownloading, ImageSaved, ImageFailed, ImageGone}
	var columns []string
	for _, state := range all {
		if len(states) == 0 || slices.Contains(states, state) {
			columns = append(columns, "e."+string(state))
		}
	}
	if len(columns) == 0 {
		return "0"
	}
	return "(" + strings.Join(columns, " + ") + ")"
}

// entries is the part of the filter that chooses entries.
func (f ImageFilter) entries() condition {
	c := EntryFilter{Text: f.Text}.condition()
	if f.EntryID != 0 {
		c.and(`e.id = ?`, f.EntryID)
	}
	return c
}

// CountImages counts what Images would page through. It reads one number an
// entry, and no images.
func (l *Library) CountImages(ctx context.Context, f ImageFilter) (int, error) {
	var n int
	err := l.view(ctx, "count the images", func(q querier) error {
		c := f.entries()
		return q.QueryRowContext(ctx, `SELECT coalesce(sum(`+counter(f.States)+`), 0) FROM entries e WHERE `+c.text, c.args...).Scan(&n)
	})
	return n, err
}

// Images are up to limit images after the first offset, those of the newest
// entry first and by Order within an entry. A far offset costs hardly more
// than a near one: the entries' counters tell where the page begins.
func (l *Library) Images(ctx context.Context, f ImageFilter, offset, limit int) ([]Image, error) {
	const doing = "list the images"
	if offset < 0 || limit < 0 {
		return nil, failure(doing, errNegative)
	}
	var images []Image
	err := l.view(ctx, doing, func(q querier) error {
		chosen, err := f.chosen(ctx, q)
		if err != nil {
			return err
		}
		first, err := chosen.pageStart(ctx, q, offset)
		if err != nil || first == nil || limit == 0 {
			return err
		}
		c := chosen.condition
		c.and(`(e.created, e.id) <= (?, ?)`, first.created, first.id)
		if len(f.States) > 0 {
			c.and(`i.state IN (SELECT value FROM json_each(?))`, list(f.States))
		}
		images, err = readImages(ctx, q, `SELECT `+imageColumns+` FROM entries e CROSS JOIN images i ON i.entry_id = e.id
			WHERE `+c.text+` ORDER BY e.created DESC, e.id DESC, i.ord LIMIT ? OFFSET ?`,
			append(c.args, limit, offset-first.before)...)
		return err
	})
	return images, err
}

// start is the entry in which a page begins.
type start struct {
	id, created int64
	before      int // images of the entries before it
}

// chosen are the entries that an image filter leaves.
type chosen struct {
	condition
	counter string // how many of an entry's images are wanted
}

// chosen works out which entries have images that are wanted. The text is
// searched once, for the several queries that need the result.
func (f ImageFilter) chosen(ctx context.Context, q querier) (chosen, error) {
	search, args := textSearch(f.Text)
	f.Text = ""
	c := chosen{condition: f.entries(), counter: counter(f.States)}
	c.and(c.counter + ` > 0`)
	if search == "" {
		return c, nil
	}
	var ids string
	err := q.QueryRowContext(ctx, `SELECT json_group_array(entry_id) FROM (`+search+`)`, args...).Scan(&ids)
	c.and(`e.id IN (SELECT value FROM json_each(?))`, ids)
	return c, err
}

// pageStart is where the page at offset begins, nil when it is past the end.
// It reads one number an entry, all in one row, which is several times quicker
// than a row each or a window function.
func (c chosen) pageStart(ctx context.Context, q querier, offset int) (*start, error) {
	var numbers sql.NullString
	err := q.QueryRowContext(ctx, `SELECT group_concat(n, ' ') FROM (
		SELECT `+c.counter+` AS n FROM entries e WHERE `+c.text+` ORDER BY e.created DESC, e.id DESC LIMIT ?)`,
		append(c.args, offset+1)...).Scan(&numbers) // each of them has one image at least
	if err != nil {
		return nil, err
	}
	rank, before, found := whereSumPasses(numbers.String, offset)
	if !found {
		return nil, nil
	}
	s := start{before: before}
	err = q.QueryRowContext(ctx, `SELECT e.id, e.created FROM entries e WHERE `+c.text+`
		ORDER BY e.created DESC, e.id DESC LIMIT 1 OFFSET ?`, append(c.args, rank)...).Scan(&s.id, &s.created)
	return &s, err
}

// whereSumPasses is the place of the number in a list like "16 4 16" with
// which the sum gets above limit, and the sum before it.
func whereSumPasses(numbers string, limit int) (place, before int, found bool) {
	n := 0
	for i := 0; i <= len(numbers); i++ {
		if i < len(numbers) && numbers[i] != ' ' {
			n = n*10 + int(numbers[i]-'0')
			continue
		}
		if before+n > limit {
			return place, before, true
		}
		before += n
		place++
		n = 0
	}
	return 0, 0, false
}

// ImageIndex is the offset at which Images has the image id, or ErrNotFound.
func (l *Library) ImageIndex(ctx context.Context, f ImageFilter, id int64) (int, error) {
	var index int
	err := l.view(ctx, fmt.Sprintf("find image %d among the images", id), func(q querier) error {
		c := f.entries()
		within := condition{text: "TRUE"}
		if len(f.States) > 0 {
			within.and(`i.state IN (SELECT value FROM json_each(?))`, list(f.States))
		}
		var entryID, created int64
		var ord, before, inside int
		err := q.QueryRowContext(ctx, `SELECT e.id, e.created, i.ord FROM images i JOIN entries e ON e.id = i.entry_id
			WHERE `+c.text+` AND `+within.text+` AND i.id = ?`, append(append(c.args, within.args...), id)...).Scan(&entryID, &created, &ord)
		if err != nil {
			return err
		}
		err = q.QueryRowContext(ctx, `SELECT coalesce(sum(`+counter(f.States)+`), 0) FROM entries e WHERE `+c.text+`
			AND (e.created, e.id) > (?, ?)`, append(c.args, created, entryID)...).Scan(&before)
		if err != nil {
			return err
		}
		err = q.QueryRowContext(ctx, `SELECT count(*) FROM images i WHERE i.entry_id = ? AND i.ord < ? AND `+within.text,
			append([]any{entryID, ord}, within.args...)...).Scan(&inside)
		index = before + inside
		return err
	})
	return index, err
}
