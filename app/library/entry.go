package library

import (
	"encoding/json"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
)

// Entry is one line of the job list: a submission of ours, a job of the
// service, or, normally, both.
type Entry struct {
	// ID is local and stays the same from the request to the end, also
	// when the job's own id becomes known later. It is never used again.
	ID int64
	// Created is when it was submitted here, or, begun elsewhere, when the
	// service put it into the queue. It orders the list.
	Created time.Time
	// Submission is nil for a job that was started elsewhere.
	Submission *Submission
	// Job is everything told about the job, put together from all answers. Its
	// JobID is empty until the service accepted it; Config is the submission's
	// until the service echoes its own. ImageGenResults and Thumbnails are
	// always nil here: images are rows (see Library.Images) and Preview.
	Job api.Job
	// Synced is when the service last told of the job, to the minute where
	// nothing had changed. Zero: never.
	Synced time.Time
	// Missing: the service answered that there is no such job.
	Missing bool
	// FollowUp is what the last answer left open; nil: nothing.
	FollowUp *FollowUp
	// State is the one word for where the entry stands.
	State EntryState
	// Images counts the images by what is known of them.
	Images Counts
	// Preview holds the job's first images that are not in the trash, at most
	// four.
	Preview []Image
	// Problem is the last trouble with this entry, nil when there is none.
	Problem *Problem
}

// Expected is how many images there will be as far as one can tell: those
// known, or, while more of the job can come, as many as were asked for if more.
// Of a request whose answer was lost nobody can tell that there will be any.
func (e Entry) Expected() int {
	if e.Awaited() {
		return max(e.Images.Known, Promised(e.Job)-e.Images.Trashed)
	}
	if e.Job.State.Finished() || e.Missing || e.State == EntryRefused || e.State == EntryUnknown {
		return e.Images.Known
	}
	return max(e.Images.Known, e.Job.Config.NumSamples-e.Images.Trashed)
}

// Counts counts a job's images.
type Counts struct {
	Known  int // all that the service told of, but for those in the trash
	Saved  int // in the folder, as far as we know
	Failed int // the last download failed
	Gone   int // once saved, the file was moved or deleted since

	Trashed int // in the desktop's trash
}

// Unsaved is how many still have to be downloaded.
func (c Counts) Unsaved() int { return c.Known - c.Saved - c.Gone }

// EntryState is where an entry stands: what became of the submission while
// there is no job, the job's state after.
type EntryState string

// The states of an entry.
const (
	EntrySending   EntryState = "sending"   // the request is on its way
	EntryUnknown   EntryState = "unknown"   // the answer was lost
	EntryRefused   EntryState = "refused"   // the service said no
	EntryForgotten EntryState = "forgotten" // given up by the user; not listed
	EntryQueued    EntryState = "queued"
	EntryRunning   EntryState = "running"
	EntrySuccess   EntryState = "success"
	EntryFailure   EntryState = "failure"
	EntryOther     EntryState = "other" // a word of the service's that we don't know: show Job.State
	EntryMissing   EntryState = "missing"
)

// SubmissionState is what became of a request that was sent from here.
type SubmissionState string

// The states of a submission. From "sending" it goes to any other; from
// "unknown" too; "refused" can only be forgotten; "accepted" is final; a
// forgotten one can still turn out to have been accepted.
const (
	Sending   SubmissionState = "sending"   // durable, perhaps on the wire
	Accepted  SubmissionState = "accepted"  // there is a job
	Unknown   SubmissionState = "unknown"   // the answer was lost; it may have been charged
	Refused   SubmissionState = "refused"   // the service said no; nothing was charged
	Forgotten SubmissionState = "forgotten" // given up by the user
)

// Submission is one request sent from here.
type Submission struct {
	ID      string // UUID
	State   SubmissionState
	Config  api.Config // exactly what was sent
	Created time.Time
	Settled time.Time // when the state became what it is; zero while sending
	JobID   string    // once accepted
	Problem *Problem
	Group   *Group // nil when it was sent alone

	// ServiceTime is what the service's clock showed when the request was
	// written down; zero: not known.
	ServiceTime time.Time
	// Listed: a whole list of the service's jobs had been taken in just before.
	// Every job of that list is an entry with a lower ID than the request's.
	Listed bool
}

// Charge says whether something can have cost tokens.
type Charge string

// The values of Charge.
const (
	ChargedNo    Charge = "no"
	ChargedMaybe Charge = "maybe"
	ChargedYes   Charge = "yes"
)

// Problem is trouble that is kept with what it belongs to.
type Problem struct {
	What    string           `json:"what"`             // what was being done
	Status  int              `json:"status,omitempty"` // HTTP status, 0 when there was no answer
	Cause   cause.Cause      `json:"cause,omitzero"`   // what is wrong; rows of earlier versions have Message alone
	Message string           `json:"message"`          // the service's or the system's words; without a Cause, all that is known
	Detail  cause.Cause      `json:"detail,omitzero"`  // the same where it is known what it means, instead of Message
	Charged Charge           `json:"charged,omitempty"`
	Fields  []api.FieldError `json:"fields,omitempty"` // what the service found wrong with which field
	At      time.Time        `json:"at"`
}

// JobUpdate is a job as the service just told it.
type JobUpdate struct {
	Job api.Job
	Raw json.RawMessage // the same, byte for byte; may be nil
	// Full: the answer holds all there is to tell, so what it leaves out is
	// not so any more (a failure reason, say). Otherwise it is a summary, and
	// what it leaves out stays as known. Neither takes images away.
	Full bool
}

// EntryFilter chooses entries. The zero value chooses all but the forgotten.
type EntryFilter struct {
	// States are the states wanted; none means all that are not forgotten.
	States []EntryState
	// Unsaved chooses those with images that still have to be downloaded.
	Unsaved bool
}

// Totals counts the whole library. Forgotten submissions don't count.
type Totals struct {
	Entries    int
	Unfinished int // jobs that the service has not finished
	Unsettled  int // submissions whose outcome isn't known yet
	Images     int
	Saved      int
	Unsaved    int // known, downloading or failed
	Failed     int
	Gone       int
	Trashed    int // not among Images
}
