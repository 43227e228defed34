package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"lookbook/api"
)

// FoundFile is a complete picture that was found in the folder, with what it
// says about itself.
type FoundFile struct {
	Origin
	Seed    *int64     // seed that was used; nil: unknown
	Index   *int       // generation_idx; nil: unknown
	Request api.Config // the request
	Made    time.Time  // when the service took the job; zero: unknown
	Parent  Origin     // what the request was made from

	Path          string // absolute
	Bytes         int64
	Width, Height int // pixels
	Written       time.Time
	Doubted       bool // it didn't match the host's checksum

	// Instead is where the library expected the file and where it is missing;
	// "": nowhere.
	Instead string
}

// FileOutcome is what PutFiles did with a file.
type FileOutcome int

const (
	FileLeft  FileOutcome = iota // the library has another file of the picture
	FileMoved                    // the library has the new path
	FileAdded                    // the picture was unsaved and is saved now
)

// putFilesAtOnce bounds the files in one transaction of PutFiles: a fifth of a
// second of work, as in JobTable.Put.
const putFilesAtOnce = 2000

// PutFiles records files that were found in the folder, and returns what it did
// with each. A picture that was unsaved is saved now. A picture whose file was
// expected at Instead is at Path now. A picture with another file is unchanged:
// of two files the first one counts. Unknown jobs become finished entries; what
// the service says about them later replaces these guesses.
func (t *ImageTable) PutFiles(ctx context.Context, files []FoundFile) ([]FileOutcome, error) {
	const doing = "take in the folder's pictures"
	for _, f := range files {
		if f.JobID == "" || f.ImageID == "" || !filepath.IsAbs(f.Path) {
			return nil, fmt.Errorf("%s: %q of job %q at %q names no picture", doing, f.ImageID, f.JobID, f.Path)
		}
	}
	outcomes := make([]FileOutcome, len(files))
	for from := 0; from < len(files); from += putFilesAtOnce {
		part := files[from:min(from+putFilesAtOnce, len(files))]
		err := t.db.change(ctx, doing, func(c *change) error {
			for _, places := range byJob(part) {
				if err := putFilesOfJob(c, part, places, outcomes[from:]); err != nil {
					return fmt.Errorf("job %q: %w", part[places[0]].JobID, err)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// byJob returns the indexes of each job's files, in order of appearance.
func byJob(files []FoundFile) [][]int {
	var groups [][]int
	group := map[string]int{}
	for i, f := range files {
		at, known := group[f.JobID]
		if !known {
			at = len(groups)
			group[f.JobID] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], i)
	}
	return groups
}

// putFilesOfJob records the files of one job, those at places.
func putFilesOfJob(c *change, files []FoundFile, places []int, outcomes []FileOutcome) error {
	entryID, err := entryOfFiles(c, files, places)
	if err != nil {
		return err
	}
	images, known, err := storedImages(c, entryID)
	if err != nil {
		return err
	}
	before := len(images)
	for _, at := range places {
		s := asFound(files[at], len(images))
		if known[s.key] == nil {
			known[s.key] = s
			images = append(images, s)
		}
	}
	if len(images) > before {
		if err := putInOrder(c, entryID, images); err != nil {
			return err
		}
	}
	for _, at := range places {
		s := known[foundKey(files[at])]
		if outcomes[at], err = putFile(c, s, files[at]); err != nil {
			return err
		}
		if outcomes[at] != FileLeft && s.ord < previews {
			c.entries.add(entryID)
		}
	}
	return c.recount(entryID)
}

// entryOfFiles returns the entry of a job and creates it if needed.
func entryOfFiles(c *change, files []FoundFile, places []int) (int64, error) {
	first := files[places[0]]
	created := first.created()
	for _, at := range places {
		if at := files[at].created(); at.Before(created) {
			created = at
		}
	}
	r, err := c.row(`job_id = ?`, first.JobID)
	if errors.Is(err, sql.ErrNoRows) {
		// It has pictures, so it succeeded; the service says the rest.
		job := api.Job{JobType: api.TypeImageGen, JobID: first.JobID, State: api.Success, Config: first.Request}
		job.StateQueuedStart = api.Time{Time: first.Made}
		return c.insertEntry(row{created: micros(created), state: EntrySuccess, job: job, parent: first.Parent})
	}
	if err != nil {
		return 0, err
	}
	if p := first.Parent; p.JobID != "" {
		if err := c.exec(`UPDATE entries SET parent_job = ?, parent_image = ? WHERE id = ? AND parent_job = ''`, verbatim(p.JobID), verbatim(p.ImageID), r.id); err != nil {
			return 0, err
		}
	}
	if r.guessed() && micros(created) < r.created {
		c.entries.add(r.id)
		r.created = micros(created)
		return r.id, errors.Join(c.exec(`UPDATE entries SET created = ? WHERE id = ?`, r.created, r.id), c.putFound(r))
	}
	return r.id, nil
}

// created is when the picture's job began, as far as its file says.
func (f FoundFile) created() time.Time {
	if !f.Made.IsZero() {
		return f.Made
	}
	return f.Written
}

// guessed reports whether an entry is known from files only: the service has
// not described it, and we did not send it.
func (r row) guessed() bool { return !r.ours && r.synced == 0 }

func foundKey(f FoundFile) string {
	return imageKey(api.GeneratedImage{GeneratedImageID: f.ImageID}, 0, 0)
}

// asFound is the row of a picture that is known from its file only.
func asFound(f FoundFile, position int) *stored {
	s := &stored{key: foundKey(f), imageID: f.ImageID, state: ImageKnown, position: position, checkpoint: f.Request.CheckpointID}
	if f.Index != nil {
		s.generationIdx, s.position = sql.NullInt64{Int64: int64(*f.Index), Valid: true}, 0
	}
	if f.Seed != nil {
		s.seed = sql.NullInt64{Int64: *f.Seed, Valid: true}
	}
	return s
}

// putFile records the file of a picture, unless it has another one.
func putFile(c *change, s *stored, f FoundFile) (FileOutcome, error) {
	result, err := c.result(`UPDATE images SET state = 'saved', problem = NULL, next_try = 0,
			path = ?1, bytes = ?2, width = ?3, height = ?4, saved = iif(saved = 0, ?5, saved), doubted = ?8
		WHERE id = ?6 AND (state NOT IN ('saved', 'gone') OR path = ?7 AND path <> ?1)`,
		verbatim(f.Path), f.Bytes, f.Width, f.Height, micros(f.Written), s.id, verbatim(f.Instead), f.Doubted)
	if err != nil {
		return FileLeft, err
	}
	if n, err := result.RowsAffected(); n == 0 || err != nil {
		return FileLeft, err
	}
	c.images.add(s.id)
	was := s.state
	s.state = ImageSaved
	if was == ImageSaved || was == ImageGone {
		return FileMoved, nil
	}
	return FileAdded, nil
}
