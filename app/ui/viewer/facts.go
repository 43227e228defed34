package viewer

import (
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/dustin/go-humanize"

	"lookbook/api"
	"lookbook/app/library"
)

// fact is one line of the parameters.
type fact struct {
	name, value string
	long        bool // set beneath its name, over the whole width
}

// factsOf are the parameters of a picture, those that are known, the most
// telling first.
func factsOf(img library.Image, e *library.Entry) []fact {
	var list []fact
	add := func(name, value string) {
		if value != "" {
			list = append(list, fact{name: name, value: value})
		}
	}
	addLong := func(name, value string) {
		if value != "" {
			list = append(list, fact{name: name, value: value, long: true})
		}
	}
	var c api.Config
	if e != nil {
		c = e.Job.Config
	}
	addLong("Prompt", c.Prompt)
	addLong("Not in the image", c.NegativePrompt)
	add("Model", c.CheckpointID)
	add("Base model", c.BaseModel)
	if img.Generated.Seed != nil {
		add("Seed", strconv.FormatInt(*img.Generated.Seed, 10))
	}
	if img.Width > 0 {
		add("Size", fmt.Sprintf("%d × %d", img.Width, img.Height))
	}
	if c.NumInferenceSteps > 0 {
		add("Steps", strconv.Itoa(c.NumInferenceSteps))
	}
	add("Scheduler", c.SchedulerType)
	if c.GuidanceScale != nil {
		add("Guidance", number(*c.GuidanceScale))
	}
	if c.EnableHRF != nil && *c.EnableHRF {
		words := "on"
		if c.DenoisingStrength != nil {
			words += ", denoising " + number(*c.DenoisingStrength)
		}
		add("High-res fix", words)
	}
	add("Job", img.JobID)
	if img.Path != "" {
		if img.Bytes > 0 {
			add("File size", humanize.Bytes(uint64(img.Bytes)))
		}
		addLong("File", filepath.Base(img.Path))
	}
	return list
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
