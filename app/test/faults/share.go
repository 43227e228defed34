package faults

import (
	"fmt"
	"strings"

	"lookbook/api"
	"lookbook/app/library"
)

// Prompt is the prompt of submission n, and its identity: whatever the service
// makes of it, this text identifies the submission.
func Prompt(n int) string { return fmt.Sprintf("job %d", n) }

// Config is the request of submission n.
func Config(n, images, width, height int) api.Config {
	return api.Config{
		Prompt: Prompt(n), NegativePrompt: "blurry", Width: width, Height: height, NumSamples: images,
		CheckpointID: "ckp_15f9112b", ModelType: "sd-v1", NumInferenceSteps: 20, Seed: new(int64(-1)),
	}
}

// MarksName is the file in which the child records marks, one per line.
const MarksName = "marks"

// Marks are the child's record for a picture.
type Marks struct {
	Picture   string // the file's name
	Rating    int
	Favourite bool
	Tag       string
}

// String returns the form that ParseMarks reads.
func (m Marks) String() string {
	return fmt.Sprintf("%q %d %t %s.", m.Picture, m.Rating, m.Favourite, m.Tag)
}

// ParseMarks parses the form of String; false: the line is incomplete.
func ParseMarks(text string) (m Marks, ok bool) {
	whole, ok := strings.CutSuffix(text, ".")
	n, _ := fmt.Sscanf(whole, "%q %d %t %s", &m.Picture, &m.Rating, &m.Favourite, &m.Tag)
	return m, ok && n == 4
}

// Report is the child's progress, written as one line of JSON whenever it
// changes.
type Report struct {
	Submitted int            // submissions made so far, in all runs
	Again     int            // submissions repeated in this run, by -again
	Sending   int            // submissions on their way
	Fetching  int            // downloads under way
	Owed      bool           // some marks are not in sidecars yet
	Rebuilt   bool           // the library was rebuilt from the folder
	Totals    library.Totals // of the whole library
	Folder    string         // why nothing can be saved; "": it can
	Library   string         // why the library can't be written; "": it can
	Failed    string         // why one of the failed pictures failed
}
