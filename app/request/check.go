package request

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lookbook/api"
)

// Problem is why a field can't be sent as it is.
type Problem struct {
	Field   Field
	Message string // a phrase to stand under the field
	Empty   bool   // nothing was written yet, which is no mistake
}

// Reason is the problem as a sentence that stands apart from the field.
func (p Problem) Reason() string {
	if p.Field == Prompt {
		return p.Message + "."
	}
	first, size := utf8.DecodeRuneInString(p.Message)
	return p.Field.Label() + ": " + string(unicode.ToLower(first)) + p.Message[size:] + "."
}

// Problems are what stands between the draft and sending it, in the order of
// the pane. None means that it can be sent.
func (d *Draft) Problems() []Problem {
	var problems []Problem
	for _, p := range d.config.Validate() {
		if _, rejected := d.rejected[Field(p.Field)]; !rejected {
			problems = append(problems, d.problem(Field(p.Field), p.Message))
		}
	}
	for field, why := range d.rejected {
		problems = append(problems, d.problem(field, why))
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return slices.Index(order, a.Field) - slices.Index(order, b.Field)
	})
	return problems
}

func (d *Draft) problem(field Field, message string) Problem {
	id, _ := d.Model()
	return Problem{
		Field: field, Message: strings.TrimSuffix(message, "."),
		Empty: field == Prompt && strings.TrimSpace(d.config.Prompt) == "" || field == CheckpointID && id == "",
	}
}

// order is the fields from top to bottom.
var order = []Field{
	Prompt, Negative, CheckpointID, BaseModel, Width, Height, Images, Steps, Seed, ModelType,
	Scheduler, Guidance, HighRes, Denoising, OutputFormat, Tags, Callback,
}

// Expects says what a number field takes, for text that is no number at all:
// what the check says about a number that can't be right.
func Expects(field Field) string {
	least := api.MinSeed - 1
	wrong := -1.0
	impossible := api.Config{
		Width: -1, Height: -1, NumSamples: -1, NumInferenceSteps: -1,
		GuidanceScale: &wrong, DenoisingStrength: &wrong, Seed: &least,
	}
	for _, p := range impossible.Validate() {
		if p.Field == string(field) {
			return p.Message
		}
	}
	return "This is not a value"
}
