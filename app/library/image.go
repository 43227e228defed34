package library

import (
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/search"
)

// ImageState is the state of an image on its way into the folder.
type ImageState string

// The states of an image.
const (
	ImageKnown       ImageState = "known"       // listed by the service
	ImageDownloading ImageState = "downloading" // being fetched
	ImageSaved       ImageState = "saved"       // complete, verified, under its final name
	ImageFailed      ImageState = "failed"      // the last download failed; see Problem and NextTry
	ImageGone        ImageState = "gone"        // it was saved, and the file was moved or deleted since
	// ImageTrashed: the file is in the desktop's trash. The image is listed
	// only on request. It is not downloaded again, and its file is not
	// searched.
	ImageTrashed ImageState = "trashed"
)

var imageStates = [...]ImageState{ImageKnown, ImageDownloading, ImageSaved, ImageFailed, ImageGone, ImageTrashed}

// ImageStates returns all states. As a filter they choose every image,
// including the trash.
func ImageStates() []ImageState { return slices.Clone(imageStates[:]) }

// Image is one picture of a job.
type Image struct {
	ID      int64 // local and never reused
	EntryID int64
	Account int64 // of its job
	JobID   string
	// Order is the place among the job's known images, from 0: by
	// configuration, then generation_idx, then place in the answer. Images that
	// become known later may move others; names that must not change use
	// Generated.GenerationIdx.
	Order int
	// ConfigIdx says which configuration of the job made the image; 0 when
	// unknown.
	ConfigIdx int
	// Checkpoint is the model that the service says made it; empty: not told, or
	// a stock model.
	Checkpoint string `json:",omitempty"`
	// Generated is the service's description. If one id has several addresses,
	// GeneratedImageID is our own from the second on: the service's id, a tilde
	// and a number.
	Generated    api.GeneratedImage
	ThumbnailURL string // public; empty: the service made none
	State        ImageState
	Problem      *Problem  // why the last download failed
	Attempts     int       // downloads started since it became known or was requested again
	NextTry      time.Time // when to retry after a failure; zero: not automatically
	Expires      time.Time // when Generated.URL expires; zero: unknown
	Path         string    // absolute; kept when the file is gone
	Bytes        int64     // size of the file
	Width        int       // of the file, in pixels
	Height       int
	Saved        time.Time
	// Doubted says that the file is complete but doesn't match the host's
	// checksum.
	Doubted bool
	Known   time.Time // when the service first listed it
	Marks   Marks
}

// Asked returns the request for a picture of j as the service describes it, with
// the model that made the picture: a job that trains first is requested without
// a model.
func (i Image) Asked(j api.Job) api.Config {
	asked := j.Request(i.ConfigIdx)
	if i.Checkpoint != "" && i.Checkpoint != asked.CheckpointID {
		asked.CheckpointID, asked.BaseModel = i.Checkpoint, ""
	}
	return asked
}

// Saved is what ImageTable.Save records about a file.
type Saved struct {
	Path          string // absolute
	Bytes         int64
	Width, Height int // pixels
	At            time.Time
	Doubted       bool // it didn't match the host's checksum
}

// ImageFilter chooses images. The zero value chooses all that are not in the
// trash. All parts must match.
type ImageFilter struct {
	EntryID int64 // 0: of every entry
	// States are the wanted states; empty: those of Query.
	States []ImageState
	// Query is the search. Its days are those of the entry in the time zone of
	// the library's clock. Its sizes are those of the file, or of the request
	// while there is no file.
	Query search.Query
}
