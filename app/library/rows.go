package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lookbook/api"
)

// querier is a transaction to read in.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// each runs a query and calls scan for every row.
func each(ctx context.Context, q querier, query string, args []any, scan func(*sql.Rows) error) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// column returns the values of a query with one column.
func column[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	var values []T
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		var v T
		if err := rows.Scan(&v); err != nil {
			return err
		}
		values = append(values, v)
		return nil
	})
	return values, err
}

// view runs f in a read transaction, so that everything it reads is from one
// moment.
func (d *database) view(ctx context.Context, doing string, f func(q querier) error) error {
	select {
	case <-d.done:
		return failure(doing, ErrClosed)
	default:
	}
	conn, err := d.read.Conn(ctx)
	if err != nil {
		return failure(doing, err)
	}
	// Reading ends with ctx, but the transaction does not: database/sql would
	// roll it back on a goroutine of its own. That connection could outlive
	// Close and move the log into a file that was replaced since.
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return failure(doing, errors.Join(err, conn.Close()))
	}
	err = f(tx)
	if undo := errors.Join(tx.Rollback(), conn.Close()); err == nil {
		err = undo
	}
	return failure(doing, err)
}

// micros is the stored form of a time: microseconds since 1970 UTC; 0: zero
// time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// list encodes ids for json_each.
func list[T any](ids []T) string {
	raw, err := json.Marshal(ids)
	if err != nil { // numbers and strings always encode
		return "[]"
	}
	return string(raw)
}

// encodeProblem encodes a problem for storage; nil is NULL.
func encodeProblem(p *Problem) (any, error) {
	if p == nil {
		return nil, nil
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encode the problem: %w", err)
	}
	return string(raw), nil
}

func decodeProblem(stored sql.NullString) (*Problem, error) {
	if !stored.Valid {
		return nil, nil
	}
	p := new(Problem)
	if err := json.Unmarshal([]byte(stored.String), p); err != nil {
		return nil, fmt.Errorf("decode a problem: %w", err)
	}
	p.At = p.At.UTC()
	return p, nil
}

const entryColumns = `e.id, e.account, e.created, e.state, e.job, e.synced, e.missing,
	e.known + e.downloading + e.saved + e.failed + e.gone, e.saved, e.failed, e.gone, e.trashed, e.problem, e.parent_job, e.parent_image,
	s.id, s.state, s.config, s.created, s.settled, s.job_id, s.problem, s.group_id, s.position, s.group_size, s.labels,
	s.service_time, s.listed, f.since, f.answers, f.due, f.final, c.tokens, c.money, c.currency`

func scanEntry(rows *sql.Rows) (Entry, error) {
	var (
		e                        Entry
		created, synced          int64
		job                      []byte
		problem                  sql.NullString
		id, state, config, jobID sql.NullString
		began, settled           sql.NullInt64
		trouble                  sql.NullString
		group                    storedGroup
		since, answers, due      sql.NullInt64
		final                    sql.NullBool
		serviceTime              sql.NullInt64
		listed                   sql.NullBool
		tokens, money            sql.NullInt64
		currency                 sql.NullString
	)
	err := rows.Scan(&e.ID, &e.Account, &created, &e.State, &job, &synced, &e.Missing,
		&e.Images.Known, &e.Images.Saved, &e.Images.Failed, &e.Images.Gone, &e.Images.Trashed, &problem, &e.Parent.JobID, &e.Parent.ImageID,
		&id, &state, &config, &began, &settled, &jobID, &trouble,
		&group.id, &group.position, &group.size, &group.labels, &serviceTime, &listed,
		&since, &answers, &due, &final, &tokens, &money, &currency)
	if err != nil {
		return Entry{}, err
	}
	e.Created, e.Synced = fromMicros(created), fromMicros(synced)
	e.Cost = scannedCost(tokens, money, currency)
	if since.Valid {
		e.FollowUp = &FollowUp{Since: fromMicros(since.Int64), Answers: int(answers.Int64), Due: fromMicros(due.Int64), Final: final.Bool}
	}
	if err := json.Unmarshal(job, &e.Job); err != nil {
		return Entry{}, fmt.Errorf("decode job of entry %d: %w", e.ID, err)
	}
	if e.Problem, err = decodeProblem(problem); err != nil {
		return Entry{}, err
	}
	if !id.Valid {
		return e, nil
	}
	s := &Submission{
		ID:      id.String,
		State:   SubmissionState(state.String),
		Created: fromMicros(began.Int64),
		Settled: fromMicros(settled.Int64),
		JobID:   jobID.String,

		ServiceTime: fromMicros(serviceTime.Int64),
		Listed:      listed.Bool,
	}
	if err := json.Unmarshal([]byte(config.String), &s.Config); err != nil {
		return Entry{}, fmt.Errorf("decode submission %s: %w", s.ID, err)
	}
	if s.Problem, err = decodeProblem(trouble); err != nil {
		return Entry{}, err
	}
	if s.Group, err = group.group(); err != nil {
		return Entry{}, err
	}
	e.Submission = s
	return e, nil
}

// entriesByID returns the existing entries, in the order of ids.
func entriesByID(ctx context.Context, q querier, ids []int64) ([]Entry, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	const query = `SELECT ` + entryColumns + ` FROM json_each(?) wanted
		CROSS JOIN entries e ON e.id = wanted.value LEFT JOIN submissions s ON s.entry_id = e.id
		LEFT JOIN follow_ups f ON f.entry_id = e.id LEFT JOIN costs c ON c.entry_id = e.id ORDER BY wanted.key`
	return readEntries(ctx, q, query, list(ids))
}

// previews is the number of images in an entry's snapshot.
const previews = 4

// readEntries reads the entries of a query, and their previews with one more
// query.
func readEntries(ctx context.Context, q querier, query string, args ...any) ([]Entry, error) {
	var entries []Entry
	place := map[int64]int{}
	var with [][2]int64 // entries with images, and how many of these are in the trash
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		e, err := scanEntry(rows)
		if err != nil {
			return err
		}
		place[e.ID] = len(entries)
		if e.Images.Known > 0 {
			with = append(with, [2]int64{e.ID, int64(e.Images.Trashed)})
		}
		entries = append(entries, e)
		return nil
	})
	if err != nil || len(with) == 0 {
		return entries, err
	}
	images, err := readImages(ctx, q, `SELECT `+imageColumns+` FROM json_each(?) wanted
		CROSS JOIN images i ON i.entry_id = json_extract(wanted.value, '$[0]') AND i.ord < ? + json_extract(wanted.value, '$[1]')
		JOIN entries e ON e.id = i.entry_id WHERE i.state <> 'trashed' ORDER BY wanted.key, i.ord`, list(with), previews)
	if err != nil {
		return nil, err
	}
	for _, image := range images {
		if e := &entries[place[image.EntryID]]; len(e.Preview) < previews {
			e.Preview = append(e.Preview, image)
		}
	}
	return entries, nil
}

const imageColumns = `i.id, i.entry_id, e.account, e.job_id, i.ord, i.state, i.config_idx, i.generation_idx, i.image_id, i.seed,
	i.attempts, i.next_try, i.expires, i.bytes, i.width, i.height, i.saved, i.known, i.url, i.thumbnail_url, i.path,
	i.unknown, i.problem, i.favourite, i.rating, i.tags, i.doubted, i.checkpoint`

func readImages(ctx context.Context, q querier, query string, args ...any) ([]Image, error) {
	var images []Image
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		image, err := scanImage(rows)
		images = append(images, image)
		return err
	})
	return images, err
}

func scanImage(rows *sql.Rows) (Image, error) {
	var (
		i                              Image
		g                              api.GeneratedImage
		jobID, unknown, problem        sql.NullString
		generation, seed               sql.NullInt64
		nextTry, expires, saved, known int64
		tags                           string
	)
	err := rows.Scan(&i.ID, &i.EntryID, &i.Account, &jobID, &i.Order, &i.State, &i.ConfigIdx, &generation, &g.GeneratedImageID, &seed,
		&i.Attempts, &nextTry, &expires, &i.Bytes, &i.Width, &i.Height, &saved, &known, &g.URL, &i.ThumbnailURL, &i.Path,
		&unknown, &problem, &i.Marks.Favourite, &i.Marks.Rating, &tags, &i.Doubted, &i.Checkpoint)
	if err != nil {
		return Image{}, err
	}
	i.Marks.Tags = splitTags(tags)
	if generation.Valid {
		n := int(generation.Int64)
		g.GenerationIdx = &n
	}
	if seed.Valid {
		g.Seed = &seed.Int64
	}
	if unknown.Valid {
		if err := json.Unmarshal([]byte(unknown.String), &g.Unknown); err != nil {
			return Image{}, fmt.Errorf("decode image %d: %w", i.ID, err)
		}
	}
	i.JobID, i.Generated = jobID.String, g
	i.NextTry, i.Expires = fromMicros(nextTry), fromMicros(expires)
	i.Saved, i.Known = fromMicros(saved), fromMicros(known)
	i.Problem, err = decodeProblem(problem)
	return i, err
}

// imagesByID returns the existing images, in the order of ids.
func imagesByID(ctx context.Context, q querier, ids []int64) ([]Image, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return readImages(ctx, q, `SELECT `+imageColumns+` FROM json_each(?) wanted
		CROSS JOIN images i ON i.id = wanted.value JOIN entries e ON e.id = i.entry_id ORDER BY wanted.key`, list(ids))
}

// countsOf returns the counts of the images' entries.
func countsOf(ctx context.Context, q querier, images []Image) (map[int64]Counts, error) {
	var ids ordered
	for _, image := range images {
		ids.add(image.EntryID)
	}
	counts := map[int64]Counts{}
	err := each(ctx, q, `SELECT e.id, e.known + e.downloading + e.saved + e.failed + e.gone, e.saved, e.failed, e.gone, e.trashed
		FROM json_each(?) wanted CROSS JOIN entries e ON e.id = wanted.value`, []any{list(ids.ids)}, func(rows *sql.Rows) error {
		var id int64
		var c Counts
		err := rows.Scan(&id, &c.Known, &c.Saved, &c.Failed, &c.Gone, &c.Trashed)
		counts[id] = c
		return err
	})
	return counts, err
}
