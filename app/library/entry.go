package library

import (
	"encoding/json"
	"time"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/cost"
)

// Entry is one line of the job list: a submission of ours, a job of the
// service, or usually both.
type Entry struct {
	// ID is local. It doesn't change when the job's id becomes known, and is
	// never reused.
	ID int64
	// Created is when the request was submitted here or, for a job started
	// elsewhere, when the service queued it. It orders the list.
	Created time.Time
	// Account is whose job it is: only its key is used to send the request and to
	// ask for the job.
	Account int64
	// Submission is nil for a job that was started elsewhere.
	Submission *Submission
	// Job combines all answers about the job. JobID is empty until the service
	// accepted it. Config is the submission's until the service echoes its own.
	// ImageGenResults and Thumbnails are always nil: images are rows (see
	// Library.Images) and Preview.
	Job api.Job
	// Synced is when the service last described the job, to the minute when
	// nothing changed; zero: never.
	Synced time.Time
	// Missing says that the service no longer knows the job.
	Missing bool
	// FollowUp is what the last answer left open; nil: nothing.
	FollowUp *FollowUp
	// Parent is what the request was made from; without an ImageID, the job as a
	// whole; zero: nothing that is known.
	Parent Origin `json:",omitzero"`
	// State summarises the entry in one word.
	State EntryState
	// Images counts the images by state.
	Images Counts
	// Preview holds the first images that are not in the trash, at most four.
	Preview []Image
	// Problem is the last problem of this entry; nil: none.
	Problem *Problem
	// Cost is what it cost at the price of the day; nil: not known.
	Cost *cost.Cost `json:",omitempty"`
}

// Expected is the probable number of images: the known ones or, while more may
// come, the requested number if it is larger. A request whose answer was lost
// has no expected images.
func (e Entry) Expected() int {
	if e.Awaited() {
		return max(e.Images.Known, Promised(e.Job)-e.Images.Trashed)
	}
	if e.Job.State.Finished() || e.Missing || e.State == EntryRefused || e.State == EntryUnknown {
		return e.Images.Known
	}
	return max(e.Images.Known, e.Job.Config.NumSamples-e.Images.Trashed)
}

// Asked returns the request for the entry's first configuration as the service
// describes it, see [Image.Asked].
func (e Entry) Asked() api.Config {
	for _, image := range e.Preview {
		if image.ConfigIdx == 0 {
			return image.Asked(e.Job)
		}
	}
	return e.Job.Request(0)
}

// Counts counts a job's images.
type Counts struct {
	Known  int // all images except those in the trash
	Saved  int // in the folder, as far as is known
	Failed int // the last download failed
	Gone   int // it was saved, and the file was moved or deleted since

	Trashed int // in the desktop's trash
}

// Unsaved is how many images still have to be downloaded.
func (c Counts) Unsaved() int { return c.Known - c.Saved - c.Gone }

// EntryState is the submission's state while there is no job, then the job's
// state.
type EntryState string

// The states of an entry.
const (
	EntrySending   EntryState = "sending"   // the POST is on its way
	EntryUnknown   EntryState = "unknown"   // the answer was lost
	EntryRefused   EntryState = "refused"   // the service refused the request
	EntryForgotten EntryState = "forgotten" // given up by the user; not listed
	EntryQueued    EntryState = "queued"
	EntryRunning   EntryState = "running"
	EntrySuccess   EntryState = "success"
	EntryFailure   EntryState = "failure"
	EntryOther     EntryState = "other" // an unknown word of the service: show Job.State
	EntryMissing   EntryState = "missing"
)

// SubmissionState is the state of a request that was sent from here.
type SubmissionState string

// The states of a submission. "sending" and "unknown" can become any other;
// "refused" can only become "forgotten"; "accepted" is final; "forgotten" can
// still become "accepted".
const (
	Sending   SubmissionState = "sending"   // on disk, perhaps sent
	Accepted  SubmissionState = "accepted"  // it has a job
	Unknown   SubmissionState = "unknown"   // the answer was lost; it may have been charged
	Refused   SubmissionState = "refused"   // the service refused it; nothing was charged
	Forgotten SubmissionState = "forgotten" // given up by the user
)

// Submission is one request sent from here.
type Submission struct {
	ID      string // a UUID
	State   SubmissionState
	Config  api.Config // exactly as sent
	Created time.Time
	Settled time.Time // when it got this state; zero while sending
	JobID   string    // if accepted
	Problem *Problem
	Group   *Group // nil: it was sent alone

	// ServiceTime is the service's time when the request was written down;
	// zero: unknown.
	ServiceTime time.Time
	// Listed says that a complete list of the service's jobs was read just
	// before. Every job of that list is an entry with a lower ID than the
	// request's.
	Listed bool
}

// Charge says whether something may have cost tokens.
type Charge string

const (
	ChargedNo    Charge = "no"
	ChargedMaybe Charge = "maybe"
	ChargedYes   Charge = "yes"
)

// Problem is a failure that is stored with what it belongs to.
type Problem struct {
	What    string           `json:"what"`             // what was being done
	Status  int              `json:"status,omitempty"` // HTTP status; 0: no answer
	Cause   cause.Cause      `json:"cause,omitzero"`   // empty in rows of earlier versions, which have Message only
	Message string           `json:"message"`          // text of the service or the system; without a Cause, all that is known
	Detail  cause.Cause      `json:"detail,omitzero"`  // replaces Message if its meaning is known
	Charged Charge           `json:"charged,omitempty"`
	Fields  []api.FieldError `json:"fields,omitempty"` // the service's complaints about fields
	At      time.Time        `json:"at"`
}

// JobUpdate is a job as the service just described it.
type JobUpdate struct {
	Job     api.Job
	Account int64           // whose key the service told it to; 0: the first's
	Raw     json.RawMessage // the same, byte for byte; may be nil
	// Full says that the answer has everything, so a member that it lacks no
	// longer applies (a failure reason, for example). Otherwise it is a
	// summary, and what it lacks stays as known. Neither removes images.
	Full bool
}

// EntryFilter chooses entries. The zero value chooses all except the forgotten.
type EntryFilter struct {
	// States are the wanted states; empty: all except forgotten.
	States []EntryState
	// Unsaved chooses entries with images that still have to be downloaded.
	Unsaved bool
	// Accounts are the wanted accounts; empty: all.
	Accounts []int64
}

// Totals counts the whole library, without forgotten submissions.
type Totals struct {
	Entries    int
	Unfinished int // jobs that the service has not finished
	Unsettled  int // submissions with an unknown outcome
	Images     int
	Saved      int
	Unsaved    int // known, downloading or failed
	Failed     int
	Gone       int
	Trashed    int // not among Images
}
