package jobsync

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"lookbook/api"
)

const (
	// listPatience is how many consecutive answers to the list call may be unusable before each job
	// is asked for by itself. The form of the list is an assumption, and the program must work
	// without it.
	listPatience = 3

	// relistAfter is how long the list is not asked for after the service said that it has none. A
	// proxy may have said it, and only the list shows lost submissions.
	relistAfter = 10 * time.Minute

	// putAtOnce bounds how many jobs of a list are in memory and stored in one transaction. A list
	// may have thousands, and a submission must not wait for all of them.
	putAtOnce = 200

	// bytesAtOnce bounds their text: a reason for failing can be megabytes
	// long.
	bytesAtOnce = 8 << 20
)

// list is what is known about the service's list of jobs.
type list struct {
	bad  int       // consecutive unusable answers
	none bool      // the service has no list for us
	next time.Time // when to ask again all the same
	said repeated  // answers that say that there is no list

	pages
	combined otherList
}

// off reports whether not to ask for the list now.
func (l *list) off(now time.Time) bool { return l.none && now.Before(l.next) }

// gone reports whether the service said often enough that it has no list.
func (l *list) gone() bool { return l.said.over(noListAnswers, noListTime) }

// good records that there is a list.
func (l *list) good() { l.bad, l.none, l.said = 0, false, repeated{} }

// useless counts an error of the list call. It reports whether to do without the list.
func (l *list) useless(err error) bool {
	told, ok := errors.AsType[*api.Error](err)
	missing := ok && isNoCall(told.Status)
	if missing && api.ByService(err) {
		return true
	}
	if !missing && !errors.Is(err, api.ErrBadAnswer) {
		return false
	}
	l.bad++
	return l.bad >= listPatience
}

// isNoCall reports whether a status means that the service has no such call.
func isNoCall(status int) bool {
	return status == http.StatusNotFound || status == http.StatusMethodNotAllowed || status == http.StatusUnprocessableEntity
}

// noCall reports whether the service itself says that it has no such call.
func noCall(err error) bool {
	told, ok := errors.AsType[*api.Error](err)
	return ok && isNoCall(told.Status) && api.ByService(err)
}

// giveUp records that the service has no list for us. While a submission is lost, the list is tried
// again soon: a person is asked only when it certainly doesn't exist.
func (l *list) giveUp(now time.Time, searching bool) {
	l.said.note(now)
	l.none, l.next = true, now.Add(relistAfter)
	if searching && !l.gone() {
		l.next = now.Add(relistLost)
	}
}

// readList reads the list and returns the ids of its jobs. After a brokeOff
// error, the other jobs can still be asked for one by one.
func (f *Follower) readList(ctx context.Context) (listed map[string]bool, brokeOff, err error) {
	listed, err = f.takeList(ctx)
	switch {
	case err == nil:
		f.list.good()
		f.status.Set(func(s *Status) { s.NoList = false })
	case ctx.Err() == nil && listBrokeOff(err, len(listed)):
		return listed, err, nil
	case f.list.useless(err):
		f.log.Warn("the service has no job list for us; asking for each job by itself", "error", err)
		f.mu.Lock()
		searching := len(f.searching) > 0
		f.mu.Unlock()
		f.list.giveUp(f.clock.Now(), searching)
		f.status.Set(func(s *Status) { s.NoList = true })
	default:
		return nil, nil, err
	}
	return listed, nil, nil
}

// listBrokeOff reports whether an error means that only the start of a list
// arrived, with told jobs.
func listBrokeOff(err error, told int) bool {
	broken, ok := errors.AsType[*api.Error](err)
	switch {
	case !ok:
		return false
	case broken.Status == http.StatusOK:
		return told > 0 || errors.Is(err, api.ErrNoAnswer)
	}
	// Only the first page decides whether the call exists, whatever another
	// list said.
	return told > 0 && !api.EveryCall(err) && !isNoCall(broken.Status)
}

// takeList reads and stores the list and returns the ids of its jobs, also beside an error: the
// jobs before a break are stored. A job described as in the last list is not stored again, because
// a list may have thousands of jobs and comes every few seconds.
func (f *Follower) takeList(ctx context.Context) (map[string]bool, error) {
	listed := map[string]bool{}
	err := f.lost.Settle(ctx, f.readSome(ctx), func(jobs []api.Job) error {
		var fresh []api.Job
		var prints [][16]byte
		now := f.clock.Now()
		for i := range jobs {
			job := &jobs[i]
			if job.JobID == "" || listed[job.JobID] {
				continue
			}
			listed[job.JobID] = true
			if print := job.Fingerprint(); !f.watches.again(job, print, now) {
				fresh, prints = append(fresh, *job), append(prints, print)
			}
		}
		f.list.news += len(fresh)
		for len(fresh) > 0 {
			n := min(len(fresh), putAtOnce)
			if err := f.Asker.put(ctx, fresh[:n], false); err != nil {
				return err
			}
			for i := range n {
				f.watches.stored(fresh[i].JobID, prints[i])
			}
			fresh, prints = fresh[n:], prints[n:]
		}
		return f.details.note(ctx, f.library, f.account, jobs, now)
	})
	return listed, err
}

// readSome reads the list some jobs at a time, because it may have thousands with sixteen pictures
// each.
func (f *Follower) readSome(ctx context.Context) func(func([]api.Job) error) error {
	return func(take func([]api.Job) error) error {
		now := f.clock.Now()
		f.mu.Lock()
		searching := len(f.searching) > 0
		f.mu.Unlock()
		f.list.begin(now, searching)
		err := f.readPages(ctx, api.TypeImageGen, take)
		if err == nil {
			f.list.ended(now)
		}
		if err != nil && !noCall(err) || !f.list.combined.due(now) {
			return err
		}
		// Jobs that train and generate may have a list of their own. It is read seldom: while they
		// run, they are asked for by themselves.
		other := f.readPages(ctx, api.TypeDreamboothImageGen, take)
		switch {
		case other == nil, noCall(other):
			f.list.combined.asked(now, other == nil)
		case api.EveryCall(other) && err == nil:
			return other
		default:
			f.log.Debug("listing the jobs that train and generate", "error", other)
			f.list.combined.asked(now, true)
		}
		return err
	}
}

// readPages reads one list.
func (f *Follower) readPages(ctx context.Context, jobType string, take func([]api.Job) error) error {
	var some []api.Job
	var refused error
	held := 0
	flush := func() error {
		full := some
		some, held = nil, 0
		if len(full) == 0 {
			return nil
		}
		refused = take(full)
		return refused
	}
	err := f.api.EachOf(ctx, jobType, func(job api.Job) error {
		held += textIn(&job)
		if some = append(some, job); len(some) < putAtOnce && held < bytesAtOnce {
			return nil
		}
		return flush()
	}, func() bool { return flush() == nil && f.list.more() })
	if refused != nil {
		return refused
	}
	if own := flush(); own != nil {
		return own
	}
	return err
}

// textIn estimates the bytes of text in a job.
func textIn(job *api.Job) int {
	n := len(job.FailureReason) + len(job.FailureReasonData) + len(job.Config.Prompt) + len(job.Config.NegativePrompt)
	for _, unknown := range []map[string]json.RawMessage{job.Unknown, job.Config.Unknown} {
		for name, value := range unknown {
			n += len(name) + len(value)
		}
	}
	for _, tags := range [][]api.Tag{job.Tags, job.Config.Tags} {
		for _, tag := range tags {
			n += len(tag.Key) + len(tag.Value)
		}
	}
	for _, thumbnail := range job.Thumbnails {
		n += len(thumbnail)
	}
	for _, result := range job.ImageGenResults {
		for _, image := range result.GeneratedImages {
			n += len(image.GeneratedImageID) + len(image.URL)
		}
	}
	return n
}
