// Package activity follows the jobs of a session as someone sees them who looks
// at other windows: what is at work, how far it is, and what ended together.
//
// Goroutines: a Tracker belongs to one goroutine, the UI goroutine, and every
// method returns at once. It has no clock and no timer: Due is given the time.
package activity

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/library"
)

const (
	// together is how long the end of a job waits for that of others, while some
	// are at work.
	together = 5 * time.Second
	// longest is how long the ended jobs of a group wait for the others of their
	// group, which may be stuck, after the last that ended; and how long a job
	// waits for pictures that can't be saved.
	longest = 10 * time.Minute
)

// Tracker follows entries from their start until all of their pictures are
// saved. Jobs that had ended before it met them are none of its business.
type Tracker struct {
	open    map[int64]library.Entry
	failing map[int64]time.Time // of open: since when all that is missing has failed
	ended   []ended
	changed map[int64]bool // since a reading began; nil: none is going on
}

// ended is an entry that ended and was not reported yet.
type ended struct {
	entry library.Entry
	at    time.Time
}

// New makes a tracker of nothing.
func New() *Tracker { return &Tracker{open: map[int64]library.Entry{}, failing: map[int64]time.Time{}} }

// stage is how far an entry is.
type stage int

const (
	gone stage = iota
	unsure
	queued
	running
	saving
	retrying // what is left to save has failed, and is tried again
	done
	failed
)

func stageOf(e library.Entry) stage {
	switch e.State {
	case library.EntrySending, library.EntryQueued, library.EntryOther:
		return queued
	case library.EntryRunning:
		return running
	case library.EntryUnknown: // perhaps for ever: a person has to decide
		return unsure
	case library.EntryRefused, library.EntryFailure, library.EntryMissing:
		return failed
	case library.EntrySuccess:
		more := e.Short() > 0 && (e.FollowUp == nil || !e.FollowUp.Final)
		switch {
		case more || e.Images.Unsaved() > e.Images.Failed:
			return saving
		case e.Images.Failed > 0:
			return retrying
		}
		return done
	}
	return gone
}

// Changed takes a new or changed entry. seen says that a person is looking at
// the window, so that its end is no news.
func (t *Tracker) Changed(e library.Entry, now time.Time, seen bool) {
	if t.changed != nil {
		t.changed[e.ID] = true
	}
	_, followed := t.open[e.ID]
	switch s := stageOf(e); {
	case s == unsure || s == queued || s == running:
		t.open[e.ID] = e
	case !followed:
	case s == saving:
		t.open[e.ID] = e
		delete(t.failing, e.ID)
	case s == retrying:
		t.open[e.ID] = e
		if t.failing[e.ID].IsZero() {
			t.failing[e.ID] = now
		}
	default:
		t.Removed(e.ID)
		if s != gone && !seen {
			t.ended = append(t.ended, ended{e, now})
		}
	}
}

// ImageChanged takes the change of a picture.
func (t *Tracker) ImageChanged(change library.ImageChanged, now time.Time, seen bool) {
	e, followed := t.open[change.Image.EntryID]
	if !followed {
		return
	}
	e.Images = change.Counts
	if e.State != library.EntrySuccess {
		t.open[e.ID] = e
		return
	}
	t.Changed(e, now, seen)
}

// Removed forgets an entry.
func (t *Tracker) Removed(id int64) {
	delete(t.open, id)
	delete(t.failing, id)
	if t.changed != nil {
		t.changed[id] = true
	}
}

// Reading says that entries are being read for Read, and returns those that it
// follows.
func (t *Tracker) Reading() (ids []int64) {
	t.changed = map[int64]bool{}
	return slices.Sorted(maps.Keys(t.open))
}

// Read takes entries that were read. What changed meanwhile is newer.
func (t *Tracker) Read(entries []library.Entry, now time.Time, seen bool) {
	changed := t.changed
	t.changed = nil
	for _, e := range entries {
		if !changed[e.ID] {
			t.Changed(e, now, seen)
		}
	}
}

// Seen forgets what ended: a person is looking at the window.
func (t *Tracker) Seen() { t.ended = nil }

// Due returns what is to be reported now, the first that ended first, and
// forgets it. Jobs that were sent together are reported when the last of them
// has ended. Others wait a moment for each other.
func (t *Tracker) Due(now time.Time) (succeeded, unsuccessful []library.Entry) {
	for id, since := range t.failing {
		if now.Sub(since) >= longest {
			t.ended = append(t.ended, ended{t.open[id], since})
			t.Removed(id)
		}
	}
	if len(t.ended) == 0 {
		return nil, nil
	}
	var later []ended
	for _, one := range t.ended {
		switch {
		case !t.due(one, now):
			later = append(later, one)
		case stageOf(one.entry) == failed:
			unsuccessful = append(unsuccessful, one.entry)
		default:
			succeeded = append(succeeded, one.entry)
		}
	}
	t.ended = later
	return succeeded, unsuccessful
}

func (t *Tracker) due(one ended, now time.Time) bool {
	group := groupOf(one.entry)
	first, last := one.at, one.at
	for _, other := range t.ended {
		if groupOf(other.entry) == group {
			if other.at.Before(first) {
				first = other.at
			}
			if other.at.After(last) {
				last = other.at
			}
		}
	}
	atWork := false
	for _, e := range t.open {
		atWork = atWork || stageOf(e) != unsure && (group == "" || groupOf(e) == group)
	}
	switch {
	case !atWork:
		return true
	case group == "":
		return now.Sub(first) >= together
	}
	return now.Sub(last) >= longest
}

func groupOf(e library.Entry) string {
	if e.Submission == nil || e.Submission.Group == nil {
		return ""
	}
	return e.Submission.Group.ID
}

// Job is a job at work.
type Job struct {
	Entry   int64
	Prompt  string
	Running bool
	Percent int // of a running job; -1: not known
}

// Jobs returns the jobs that the service works on, newest first.
func (t *Tracker) Jobs() []Job {
	var jobs []Job
	for _, e := range t.open {
		switch stageOf(e) {
		case queued, running:
			jobs = append(jobs, Job{Entry: e.ID, Prompt: Prompt(e), Running: e.State == library.EntryRunning, Percent: percent(e.Job)})
		}
	}
	slices.SortFunc(jobs, func(a, b Job) int { return cmp.Compare(b.Entry, a.Entry) })
	return jobs
}

// Unfinished is the number of entries that are at work or being saved.
func (t *Tracker) Unfinished() (n int) {
	for _, e := range t.open {
		if stageOf(e) != unsure {
			n++
		}
	}
	return n
}

// Prompt is what an entry was asked with.
func Prompt(e library.Entry) string {
	if e.Submission != nil {
		return e.Submission.Config.Prompt
	}
	return e.Job.Config.Prompt
}

func percent(j api.Job) int {
	if j.State != api.Running || j.PercentageDone == nil || !(*j.PercentageDone >= 0) {
		return -1
	}
	return int(min(*j.PercentageDone, 100))
}
