package library

import (
	"slices"
	"time"

	"lookbook/api"
	"lookbook/app/search"
)

// ImageState is where an image stands on its way into the folder.
type ImageState string

// The states of an image.
const (
	ImageKnown       ImageState = "known"       // the service told of it
	ImageDownloading ImageState = "downloading" // being fetched
	ImageSaved       ImageState = "saved"       // whole, verified, under its final name
	ImageFailed      ImageState = "failed"      // the last download failed; see Problem and NextTry
	ImageGone        ImageState = "gone"        // was saved; the file was moved or deleted since
	// ImageTrashed: its file is in the desktop's trash. It is not listed unless
	// asked for, never downloaded again, and not looked for where it was.
	ImageTrashed ImageState = "trashed"
)

var imageStates = [...]ImageState{ImageKnown, ImageDownloading, ImageSaved, ImageFailed, ImageGone, ImageTrashed}

// ImageStates are all the states there are: as a filter, every image, those in
// the trash too.
func ImageStates() []ImageState { return slices.Clone(imageStates[:]) }

// Image is one picture of a job.
type Image struct {
	ID      int64 // local, stable, never used again
	EntryID int64
	JobID   string
	// Order is the place among the job's known images, from 0: by
	// configuration, then generation_idx, then place in the answer. Images
	// that become known later may push others back; names that must not
	// change use Generated.GenerationIdx.
	Order int
	// ConfigIdx is which of the job's configurations made it, 0 when untold.
	ConfigIdx int
	// Generated is what the service told. Where one id came with several
	// addresses, GeneratedImageID is our own from the second on: the service's,
	// a tilde and a number.
	Generated    api.GeneratedImage
	ThumbnailURL string // public; empty when the service made none
	State        ImageState
	Problem      *Problem  // why the last download failed
	Attempts     int       // downloads begun since it became known or was asked for by hand
	NextTry      time.Time // when to try a failed one again; zero: not by itself
	Expires      time.Time // when Generated.URL expires; zero: not told
	Path         string    // absolute; kept when the file is gone
	Bytes        int64     // of the file
	Width        int       // pixels, of the file
	Height       int
	Saved        time.Time
	// Doubted: the file is whole, but the host told another checksum.
	Doubted bool
	Known   time.Time // when the service first told of it
	Marks   Marks
}

// Saved is what ImageTable.Save records about a file.
type Saved struct {
	Path          string // absolute
	Bytes         int64
	Width, Height int // pixels
	At            time.Time
	Doubted       bool // its checksum was not the one that the host told
}

// ImageFilter chooses images. The zero value chooses all that are not in the
// trash. All parts have to hold.
type ImageFilter struct {
	EntryID int64 // 0: of every entry
	// States are the states wanted; none means those that Query wants.
	States []ImageState
	// Query is what is looked for. Its days are those of the entry, where the
	// library's clock is; its sizes are those of the file, or of the request
	// while there is none.
	Query search.Query
}
