package api

import (
	"fmt"
	"math"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What Validate lets through. The service publishes no limits, so these are
// wide: they are there for slips of the finger, and the service has the last
// word. The sources are the project's reference of the API (seed: the service's
// own documentation; clients: public programs that call it).
const (
	// Sizes seen are 512 to 1024. Latent diffusion works in blocks of 8
	// pixels; 64 is the smallest that gives a picture, and 4096 squared is
	// what MaxImageBytes allows for.
	MinSide, MaxSide, SideStep = 64, 4096, 8

	// Pictures in a job: 1 to 50 seen [clients].
	MinSamples, MaxSamples = 1, 50

	// Steps: 20 and 30 seen; 150 is where the usual programs end.
	MinSteps, MaxSteps = 1, 150

	// Guidance: 7 to 8 seen; the usual programs end at 30, some at 50.
	MinGuidance, MaxGuidance = 0.0, 50.0

	// Denoising strength is a share [seed].
	MinDenoising, MaxDenoising = 0.0, 1.0

	// Seed: -1 is random for each picture. The seeds that the service reports
	// exceed 31 bits and fit in 32 [seed].
	MinSeed, MaxSeed = int64(-1), int64(math.MaxUint32)

	// MaxPromptChars bounds either prompt. Models read a few hundred words;
	// somebody's 20,000 characters are still sent as they are.
	MaxPromptChars = 50_000

	// Tags and what they hold.
	MaxTags, MaxTagChars = 50, 200
)

// FieldProblem is something wrong with one field of a request.
type FieldProblem struct {
	Field   string // the name in JSON: "width"
	Message string // a phrase for people, to stand under the field
}

// Validate returns what is wrong with a request before it is sent, in the
// order of the fields; nil when nothing is. What is not given is not wrong,
// except for the prompt and the model: either checkpoint_id or base_model, and
// a problem with that is reported for checkpoint_id. Models, schedulers and
// formats are not checked: their lists are not known.
func (c Config) Validate() []FieldProblem {
	var v validation
	v.prompt(c)
	v.text("negative_prompt", c.NegativePrompt)
	v.side("width", c.Width, given(c, "width", c.Width))
	v.side("height", c.Height, given(c, "height", c.Height))
	v.whole("num_samples", c.NumSamples, given(c, "num_samples", c.NumSamples), MinSamples, MaxSamples)
	v.model(c)
	v.whole("num_inference_steps", c.NumInferenceSteps, given(c, "num_inference_steps", c.NumInferenceSteps), MinSteps, MaxSteps)
	v.decimal("guidance_scale", c.GuidanceScale, MinGuidance, MaxGuidance)
	v.decimal("denoising_strength", c.DenoisingStrength, MinDenoising, MaxDenoising)
	if s := c.Seed; s != nil && (*s < MinSeed || *s > MaxSeed) {
		v.add("seed", fmt.Sprintf("Choose a number from 0 to %d, or -1 for a random one", MaxSeed))
	}
	v.tags(c.Tags)
	v.callback(c.Callback)
	v.otherTypes(c)
	return v.found
}

// validation collects problems.
type validation struct{ found []FieldProblem }

func (v *validation) add(field, message string) {
	v.found = append(v.found, FieldProblem{field, message})
}

// given reports whether a number was given, if only as an explicit zero.
func given(c Config, name string, value int) bool {
	if value != 0 {
		return true
	}
	n, ok := wholeNumber(c.Unknown[name])
	return ok && n == 0
}

func (v *validation) prompt(c Config) {
	if strings.TrimSpace(c.Prompt) == "" && !otherType(c, "prompt") {
		v.add("prompt", "Describe the picture first")
		return
	}
	v.text("prompt", c.Prompt)
}

func (v *validation) text(field, text string) {
	switch n := utf8.RuneCountInString(text); {
	case n > MaxPromptChars:
		v.add(field, fmt.Sprintf("This is %d characters long; at most %d can be sent", n, MaxPromptChars))
	case !utf8.ValidString(text), strings.ContainsRune(text, 0):
		v.add(field, "This holds characters that are no text")
	}
}

func (v *validation) side(field string, n int, given bool) {
	switch {
	case !given:
	case n < MinSide || n > MaxSide:
		v.add(field, fmt.Sprintf("Choose a size from %d to %d pixels", MinSide, MaxSide))
	case n%SideStep != 0:
		below := n / SideStep * SideStep
		above := min(below+SideStep, MaxSide)
		v.add(field, fmt.Sprintf("Sizes go in steps of %d: %d or %d", SideStep, below, above))
	}
}

func (v *validation) whole(field string, n int, given bool, low, high int) {
	if given && (n < low || n > high) {
		v.add(field, fmt.Sprintf("Choose a number from %d to %d", low, high))
	}
}

func (v *validation) decimal(field string, f *float64, low, high float64) {
	// Written so that NaN, which no comparison is true of, is out of range.
	if f != nil && !(*f >= low && *f <= high) {
		number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
		v.add(field, "Choose a number from "+number(low)+" to "+number(high))
	}
}

func (v *validation) model(c Config) {
	checkpoint, base := strings.TrimSpace(c.CheckpointID) != "", strings.TrimSpace(c.BaseModel) != ""
	switch {
	case checkpoint && base:
		v.add("checkpoint_id", "Choose one model: one of your own or a stock one, not both")
	case !checkpoint && !base && !otherType(c, "checkpoint_id") && !otherType(c, "base_model"):
		v.add("checkpoint_id", "Choose a model")
	}
}

func (v *validation) tags(tags []Tag) {
	if len(tags) > MaxTags {
		v.add("tags", fmt.Sprintf("At most %d tags can be sent", MaxTags))
		return
	}
	for _, tag := range tags {
		switch {
		case strings.TrimSpace(tag.Key) == "" && len(tag.Unknown) == 0:
			v.add("tags", "A tag needs a name")
		case utf8.RuneCountInString(tag.Key) > MaxTagChars, utf8.RuneCountInString(tag.Value) > MaxTagChars:
			v.add("tags", fmt.Sprintf("Names and values of tags have at most %d characters", MaxTagChars))
		default:
			continue
		}
		return
	}
}

func (v *validation) callback(address string) {
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		v.add("callback", "This has to be a whole web address, such as https://example.com/done")
	}
}

// otherTypes reports values of fields that could only be kept, not read: they
// are sent as they are, and the service is sure to refuse them.
func (v *validation) otherTypes(c Config) {
	for _, f := range shapes[reflect.TypeFor[Config]()].fields {
		if otherType(c, f.name) {
			v.add(f.name, "This is not the kind of value that belongs here: "+
				shown(string(c.Unknown[f.name]), 60))
		}
	}
}

// otherType reports whether a field was given as a value of a type that it
// cannot hold.
func otherType(c Config, name string) bool {
	kept, ok := c.Unknown[name]
	if !ok || len(kept) == 0 || isNull(kept) {
		return false
	}
	s := shapes[reflect.TypeFor[Config]()]
	index, known := s.byName[name]
	if !known || !isEmpty(reflect.ValueOf(c).Field(index)) {
		return false
	}
	held := reflect.New(reflect.TypeFor[Config]().Field(index).Type).Elem()
	if held.Kind() == reflect.Pointer {
		return true // a pointer would have held everything of its type
	}
	switch held.Kind() {
	case reflect.String:
		return string(kept) != `""`
	case reflect.Slice:
		empty := true
		return !elements(kept, func([]byte) bool { empty = false; return false }) || !empty
	default:
		return !explicitZero(kept, held)
	}
}
