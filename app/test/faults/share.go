package faults

import (
	"fmt"
	"strings"

	"lookbook/api"
	"lookbook/app/library"
)

// Prompt is the prompt of the n-th submission, and its identity: whatever the
// service makes of it, this text says which submission it is.
func Prompt(n int) string { return fmt.Sprintf("job %d", n) }

// Config is the request of the n-th submission.
func Config(n, images, width, height int) api.Config {
	return api.Config{
		Prompt: Prompt(n), NegativePrompt: "blurry", Width: width, Height: height, NumSamples: images,
		CheckpointID: "ckp_15f9112b", ModelType: "sd-v1", NumInferenceSteps: 20, Seed: new(int64(-1)),
	}
}

// MarksName is the file in which the child notes marks, a line each.
const MarksName = "marks"

// Marks are what the child notes of a picture.
type Marks struct {
	Picture   string // the file's name
	Rating    int
	Favourite bool
	Tag       string
}

// String is what ParseMarks reads.
func (m Marks) String() string {
	return fmt.Sprintf("%q %d %t %s.", m.Picture, m.Rating, m.Favourite, m.Tag)
}

// ParseMarks reads what String writes; false: a line that was cut off.
func ParseMarks(text string) (m Marks, ok bool) {
	whole, ok := strings.CutSuffix(text, ".")
	n, _ := fmt.Sscanf(whole, "%q %d %t %s", &m.Picture, &m.Rating, &m.Favourite, &m.Tag)
	return m, ok && n == 4
}

// Report is what the child tells, one line of JSON on its output: how far it
// has come, whenever that changes.
type Report struct {
	Submitted int            // of the submissions that are due: how many have been made, ever
	Again     int            // submissions that were made again in this run, by -again
	Sending   int            // submissions on their way
	Fetching  int            // downloads under way
	Owed      bool           // there are marks that are not beside their pictures
	Rebuilt   bool           // the library was, from the folder
	Totals    library.Totals // of the whole library
	Folder    string         // why nothing can be saved; empty: it can
	Library   string         // why the library cannot be written; empty: it can
	Failed    string         // why one of the pictures that failed did
}
