package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"

	"lookbook/app/cause"
	"lookbook/app/library/index"
)

// Options of Open.
type Options struct {
	Clock clockwork.Clock // nil: the real clock
	// Keys returns the API keys in use. It must not block. The keys, and
	// everything in the form of a key, are removed from all that is stored. nil:
	// there is no key.
	Keys func() []string
	// IndexLater fills the index when something needs it, not at once.
	IndexLater bool
}

// keys are the keys in use.
func (o Options) keys() []string {
	if o.Keys == nil {
		return nil
	}
	return slices.DeleteFunc(o.Keys(), func(key string) bool { return key == "" })
}

// Library is an open library file. Its own methods read; the tables write, each
// for its subject. All tables share one writer, so that writes take turns and
// events come in the order of the commits.
type Library struct {
	Submissions *SubmissionTable // requests sent from here
	Jobs        *JobTable        // answers of the service
	Images      *ImageTable      // states of pictures
	Marks       *MarkTable       // favourites, ratings, tags
	Presets     *PresetTable
	Searches    *SearchTable // saved searches
	Reviews     *ReviewTable
	Drafts      *DraftTable
	Models      *ModelTable
	Prompts     *PromptTable
	Sidecars    *SidecarTable // marks that are not in sidecars yet
	Folders     *FolderTable
	Accounts    *AccountTable
	Costs       *CostTable // what jobs cost
	Held        *HeldTable // requests in the outbox

	db      *database
	filters *filters
}

// database is the file: a pool of readers and one writer.
type database struct {
	clock       clockwork.Clock
	keys        func() []string
	write       *sql.DB       // one connection
	read        *sql.DB       // a pool
	turn        chan struct{} // holds a value during a write
	done        chan struct{} // closed by close
	subscribers subscribers
	index       *index.Index
	readOnly    bool // see OpenToRead
}

const (
	// readers is the number of concurrent reads. The window's pages and the
	// engine's look-ups seldom coincide, and each connection has a cache of its
	// own.
	readers = 4
	// idleReader is when a reader that nobody needs is closed: its cache takes four megabytes. Another one is open within
	// some milliseconds.
	idleReader = 3 * time.Second
	// busyTimeout is how long, in milliseconds, a connection waits for another
	// process that locks the file, a backup for example.
	busyTimeout = 5000
	// alwaysChecked is the size in bytes up to which Open checks the whole file
	// even after an orderly end; that takes about 50 ms. A larger file is
	// checked only if it was not closed properly. Check checks it at any time.
	alwaysChecked = 8 << 20
)

// Open opens the library at path, which is absolute, and creates it and its
// folder if needed. It migrates an older file and settles what a crash left
// half done. Errors: ErrDamaged (SetAside renames the file), *NewerError (the
// file was not changed), ErrBusy, ErrReadOnly, ErrFull, ErrUnreachable,
// ErrDisk, or the system's error for the folder.
func Open(ctx context.Context, path string, opts Options) (*Library, error) {
	if opts.Clock == nil {
		opts.Clock = clockwork.NewRealClock()
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the library's folder: %w", err)
	}
	check, err := worthChecking(path)
	if err != nil {
		return nil, fmt.Errorf("look at the library file: %w", err)
	}
	if err := private(path); err != nil {
		return nil, fmt.Errorf("make the library file private: %w", err)
	}
	d := &database{
		clock: opts.Clock,
		keys:  opts.keys,
		turn:  make(chan struct{}, 1),
		done:  make(chan struct{}),
	}
	d.index = index.New(d.fillIndex)
	if d.write, err = sql.Open("sqlite", source(path, "_txlock=immediate", "_pragma=synchronous(FULL)")); err != nil {
		return nil, failure("open the library", err)
	}
	d.write.SetMaxOpenConns(1)
	if d.read, err = sql.Open("sqlite", source(path, "_pragma=query_only(1)")); err != nil {
		return nil, errors.Join(failure("open the library", err), d.write.Close())
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	d.read.SetConnMaxIdleTime(idleReader)
	if err := d.prepare(ctx, check); err != nil {
		return nil, errors.Join(err, d.close())
	}
	if !opts.IndexLater {
		d.index.Start()
	}
	return d.library(), nil
}

// library returns the library in the file.
func (d *database) library() *Library {
	accounts := &AccountTable{d}
	return &Library{
		Submissions: &SubmissionTable{d}, Jobs: &JobTable{d}, Images: &ImageTable{d}, Marks: &MarkTable{d}, Presets: &PresetTable{d},
		Searches: &SearchTable{d}, Reviews: &ReviewTable{d}, Drafts: &DraftTable{d}, Models: &ModelTable{d}, Prompts: &PromptTable{d}, Folders: &FolderTable{d}, Sidecars: &SidecarTable{d}, Accounts: accounts, Costs: &CostTable{d}, Held: &HeldTable{d}, db: d, filters: &filters{d, accounts},
	}
}

// source returns the name for the driver: a URI, because a path may contain
// characters with a meaning.
func source(path string, query ...string) string {
	slashed := filepath.ToSlash(path)
	if runtime.GOOS == "windows" && !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	query = append(query, fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout), "_pragma=foreign_keys(1)")
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: strings.Join(query, "&")}).String()
}

// worthChecking reports whether Open should check the file. A write-ahead log
// beside it means that it was not closed properly.
func worthChecking(path string) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, &fs.PathError{Op: "open", Path: path, Err: errors.New("not a file")}
	}
	wal, err := os.Stat(path + "-wal")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return info.Size() <= alwaysChecked || (err == nil && wal.Size() > 0), nil
}

// prepare checks and migrates the file, and settles what a crash left.
func (d *database) prepare(ctx context.Context, check bool) error {
	steps, err := migrations(migrationFiles)
	if err != nil {
		return fmt.Errorf("read the library's migrations: %w", err)
	}
	found, err := version(ctx, d.write)
	if err != nil {
		return failure("read the library", err)
	}
	if found < 0 || found > len(steps) {
		return &NewerError{Found: found, Known: len(steps)}
	}
	if check {
		if err := d.check(ctx, d.write); err != nil {
			return err
		}
	}
	if _, err := d.write.ExecContext(ctx, `PRAGMA journal_mode = WAL`); err != nil {
		return failure("open the library", err)
	}
	if err := migrate(ctx, d.write, steps, found); err != nil {
		return err
	}
	d.doChores(ctx)
	return d.settle(ctx)
}

// Check reads the whole file and returns ErrDamaged when it is damaged. 160,000
// images take about a second; other calls continue meanwhile.
func (l *Library) Check(ctx context.Context) error { return l.db.check(ctx, l.db.read) }

func (d *database) check(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return failure("check the library", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("check the library: %w: %s", ErrDamaged, verdict)
	}
	return nil
}

// pendingImages are read with the condition pending: no more than what is pending. A start of a million images would
// wait for all of them.
const (
	pendingImages = `images INDEXED BY images_pending`
	pending       = `state IN ('known', 'downloading', 'failed')`
)

// settle resets what was in progress when the last process ended.
func (d *database) settle(ctx context.Context) error {
	return d.change(ctx, "settle what the last session left", func(c *change) error {
		ids, err := c.ids(`SELECT id FROM submissions WHERE state = 'sending'`)
		if err != nil {
			return err
		}
		for _, id := range ids {
			lost := &Problem{
				What:    "send the request",
				Cause:   cause.New(cause.EndedBefore),
				Charged: ChargedMaybe,
				At:      c.now,
			}
			if err := settleSubmission(c, id, Unknown, lost); err != nil {
				return err
			}
		}
		const which = ` WHERE ` + pending + ` AND state = 'downloading'`
		entries, err := c.numbers(`SELECT DISTINCT entry_id FROM ` + pendingImages + which)
		if err != nil || len(entries) == 0 {
			return err
		}
		if err := c.exec(`UPDATE ` + pendingImages + ` SET state = 'known'` + which); err != nil {
			return err
		}
		for _, id := range entries {
			if err := c.recount(id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Close finishes the current write and closes the library. Later calls fail.
func (l *Library) Close() error { return l.db.close() }

func (d *database) close() error {
	d.turn <- struct{}{} // after the current write
	defer func() { <-d.turn }()
	select {
	case <-d.done:
		return nil
	default:
		close(d.done)
	}
	d.index.Close()
	// The last connection to close moves the write-ahead log into the file, so
	// it must be one that may write.
	if err := errors.Join(d.read.Close(), d.write.Close()); err != nil {
		return fmt.Errorf("close the library: %w", err)
	}
	return nil
}

// SetAside renames a damaged library file, with its write-ahead log, to a free
// name, and returns that name. The library must not be open.
func SetAside(path string) (newPath string, err error) {
	parts := []string{"-wal", "-shm", ""} // the log first: a new file must never meet it
	for n := 1; ; n++ {
		newPath = fmt.Sprintf("%s.damaged-%d", path, n)
		if taken, err := anyExists(newPath, parts); err != nil {
			return "", fmt.Errorf("set the library aside: %w", err)
		} else if !taken {
			break
		}
	}
	for _, part := range parts {
		err := os.Rename(path+part, newPath+part)
		if err != nil && (part == "" || !errors.Is(err, fs.ErrNotExist)) {
			return "", fmt.Errorf("set the library aside: %w", err)
		}
	}
	return newPath, nil
}

func anyExists(path string, parts []string) (bool, error) {
	for _, part := range parts {
		_, err := os.Lstat(path + part)
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	}
	return false, nil
}
