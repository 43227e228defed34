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
	"strings"

	"github.com/jonboulle/clockwork"

	"lookbook/app/cause"
	"lookbook/app/library/index"
)

// Options of Open.
type Options struct {
	Clock clockwork.Clock // nil: the real one
	// Key is the API key in use, empty when there is none. It is taken out of
	// all that is stored, as everything is that has the form of a key. It must
	// not wait. Nil: there is none.
	Key func() string
}

// keys are the keys in use.
func (o Options) keys() []string {
	if o.Key != nil {
		if key := o.Key(); key != "" {
			return []string{key}
		}
	}
	return nil
}

// Library is an open library file. Its own methods read; what is written is
// written by subject. All subjects share one writer, so that their writes take
// turns and are announced in the order of their commits.
type Library struct {
	Submissions *SubmissionTable // requests sent from here
	Jobs        *JobTable        // what the service tells
	Images      *ImageTable      // what becomes of the pictures
	Marks       *MarkTable       // favourites, ratings, tags
	Presets     *PresetTable
	Searches    *SearchTable // saved ones
	Drafts      *DraftTable
	Models      *ModelTable
	Prompts     *PromptTable
	Sidecars    *SidecarTable // which marks are not in the files yet
	Folders     *FolderTable

	db *database
}

// database is the file: a pool of readers and the one writer.
type database struct {
	clock       clockwork.Clock
	keys        func() []string
	write       *sql.DB       // one connection
	read        *sql.DB       // a pool
	turn        chan struct{} // holds a token while somebody writes
	done        chan struct{} // closed by close
	subscribers subscribers
	index       *index.Index
}

const (
	// readers is how many reads run side by side: the UI's pages and the
	// engine's look-ups seldom meet, and each connection has a page cache.
	readers = 4
	// busyTimeout, in milliseconds, is how long a connection waits for
	// another process, a backup say, that holds the file.
	busyTimeout = 5000
	// alwaysChecked is the size in bytes up to which Open reads through the
	// whole file, after a clean end too: some 50 ms. A larger one is read
	// through only if it was not closed properly; Check does it any time.
	alwaysChecked = 8 << 20
)

// Open opens the library at path, an absolute path, and creates it and its
// folder if need be. It brings an older file to today's format and settles
// what a crash left half done. Errors: ErrDamaged (SetAside moves the file out
// of the way), *NewerError (the file was left as it was), ErrBusy, ErrReadOnly,
// ErrFull, ErrUnreachable, ErrDisk, or what the system says about the folder.
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
	if err := d.prepare(ctx, check); err != nil {
		return nil, errors.Join(err, d.close())
	}
	d.index.Start()
	return d.library(), nil
}

// library is the library in the file.
func (d *database) library() *Library {
	return &Library{
		Submissions: &SubmissionTable{d}, Jobs: &JobTable{d}, Images: &ImageTable{d}, Marks: &MarkTable{d}, Presets: &PresetTable{d},
		Searches: &SearchTable{d}, Drafts: &DraftTable{d}, Models: &ModelTable{d}, Prompts: &PromptTable{d}, Folders: &FolderTable{d}, Sidecars: &SidecarTable{d}, db: d,
	}
}

// source is what the driver opens: a URI, because a path may hold characters
// that mean something in one.
func source(path string, query ...string) string {
	slashed := filepath.ToSlash(path)
	if runtime.GOOS == "windows" && !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	query = append(query, fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout), "_pragma=foreign_keys(1)")
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: strings.Join(query, "&")}).String()
}

// worthChecking reports whether Open should read through the file at path. A
// write-ahead log beside it means that it was not closed properly.
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

// prepare checks and migrates the file and settles what a crash left.
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

// Check reads through the whole file and answers ErrDamaged when it finds
// something wrong. A library of 160,000 images takes a second or so, in which
// other calls go on.
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

// settle brings back what was under way when the last process ended.
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
		entries, err := c.numbers(`SELECT DISTINCT entry_id FROM images WHERE state = 'downloading'`)
		if err != nil || len(entries) == 0 {
			return err
		}
		if err := c.exec(`UPDATE images SET state = 'known' WHERE state = 'downloading'`); err != nil {
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

// Close ends the library: what is being written is finished first. Calls that
// come later fail.
func (l *Library) Close() error { return l.db.close() }

func (d *database) close() error {
	d.turn <- struct{}{} // behind the write that is under way
	defer func() { <-d.turn }()
	select {
	case <-d.done:
		return nil
	default:
		close(d.done)
	}
	d.index.Close()
	// The last connection to close folds the write-ahead log into the file;
	// it has to be one that may write.
	if err := errors.Join(d.read.Close(), d.write.Close()); err != nil {
		return fmt.Errorf("close the library: %w", err)
	}
	return nil
}

// SetAside renames a damaged library file, with its write-ahead log, to a name
// that is not taken, and answers that name. The library must not be open.
func SetAside(path string) (newPath string, err error) {
	parts := []string{"-wal", "-shm", ""} // the log first: it must never meet a new file
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
