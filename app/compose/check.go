package compose

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"lookbook/api"
)

// Bounds of the numbers in a request, both ends included. They keep out what
// can only be a slip of the finger; the service has the last word. Up to 50
// images in a job have been seen; the rest is what the schedulers and models
// can make sense of.
const (
	MinImages, MaxImages       = 1, 50
	MinSteps, MaxSteps         = 1, 150
	MinGuidance, MaxGuidance   = 0.0, 30.0
	MinDenoising, MaxDenoising = 0.0, 1.0
	MaxSeed                    = math.MaxUint32
)

// Problem is why a field can't be sent as it is.
type Problem struct {
	Field   Field
	Message string // a whole sentence for the person at the window
}

// Problems are what stands between the draft and sending it, in the order of
// the pane. None means that it can be sent.
func (d *Draft) Problems() []Problem {
	problems := Check(d.config)
	for field, why := range d.rejected {
		problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.Field == field })
		problems = append(problems, Problem{field, why})
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return slices.Index(order, a.Field) - slices.Index(order, b.Field)
	})
	return problems
}

// order is the fields from top to bottom.
var order = []Field{
	Prompt, Negative, CheckpointID, BaseModel, Width, Height, Images, Steps, Seed, ModelType,
	Scheduler, Guidance, HighRes, Denoising, OutputFormat, Tags, Callback,
}

// Check looks for values that the service is bound to refuse. A field that
// says nothing is left to the service, but for the prompt.
func Check(c api.Config) []Problem {
	var problems []Problem
	say := func(field Field, message string) {
		if message != "" {
			problems = append(problems, Problem{field, message})
		}
	}
	if strings.TrimSpace(c.Prompt) == "" {
		say(Prompt, "Write a prompt first.")
	}
	say(Width, checkSide("Width", c.Width))
	say(Height, checkSide("Height", c.Height))
	say(Images, checkInt("Images", c.NumSamples, MinImages, MaxImages))
	say(Steps, checkInt("Steps", c.NumInferenceSteps, MinSteps, MaxSteps))
	if c.Seed != nil && (*c.Seed < RandomSeed || *c.Seed > MaxSeed) {
		say(Seed, fmt.Sprintf("A seed goes from 0 to %d.", int64(MaxSeed)))
	}
	say(Guidance, checkFloat("Guidance", c.GuidanceScale, MinGuidance, MaxGuidance))
	say(Denoising, checkFloat("Denoising", c.DenoisingStrength, MinDenoising, MaxDenoising))
	say(Callback, checkCallback(c.Callback))
	return problems
}

func checkSide(name string, side int) string {
	if message := checkInt(name, side, MinSide, MaxSide); message != "" {
		return message
	}
	if side%SideStep != 0 {
		below := side / SideStep * SideStep
		return fmt.Sprintf("%s goes in steps of %d: %d or %d.", name, SideStep, below, below+SideStep)
	}
	return ""
}

func checkInt(name string, value, least, most int) string {
	if value == 0 || least <= value && value <= most {
		return ""
	}
	return fmt.Sprintf("%s go%s from %d to %d.", name, singular(name), least, most)
}

func checkFloat(name string, value *float64, least, most float64) string {
	if value == nil || least <= *value && *value <= most {
		return ""
	}
	return fmt.Sprintf("%s go%s from %g to %g.", name, singular(name), least, most)
}

// singular is the ending of the verb that goes with the name of a field.
func singular(name string) string {
	if strings.HasSuffix(name, "s") {
		return ""
	}
	return "es"
}

func checkCallback(callback string) string {
	if callback == "" {
		return ""
	}
	u, err := url.Parse(callback)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "A callback is a web address that begins with https://."
	}
	return ""
}
