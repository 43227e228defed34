package request

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/api/redact"
)

// What is let through of texts. The service publishes no limits, so these are
// wide: they are there for slips of the finger, and the service has the last
// word.
const (
	// MaxPromptChars bounds either prompt. Models read a few hundred words;
	// somebody's 20,000 characters are still sent as they are.
	MaxPromptChars = 50_000

	// Tags and what they hold.
	MaxTags, MaxTagChars = 50, 200
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

// Check returns what is wrong with a request before it is sent, in the order
// of the table; nil when nothing is. What is not given is not wrong, except for
// the prompt and the model: either checkpoint_id or base_model, and a problem
// with that is reported for checkpoint_id. Models, schedulers and formats are
// not checked: their lists are not known.
func Check(c api.Config) []Problem {
	var found []Problem
	for _, r := range rows {
		if why := r.wrong(c); why != "" {
			found = append(found, Problem{Field: r.Field, Message: why})
		}
	}
	return found
}

// Problems are what stands between the draft and sending it, in the order of
// the table. None means that it can be sent.
func (d *Draft) Problems() []Problem {
	var problems []Problem
	for _, p := range Check(d.config) {
		if _, rejected := d.rejected[p.Field]; !rejected {
			problems = append(problems, d.problem(p.Field, p.Message))
		}
	}
	for field, why := range d.rejected {
		problems = append(problems, d.problem(field, why))
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Field.place() - b.Field.place() })
	return problems
}

func (d *Draft) problem(field Field, message string) Problem {
	id, _ := d.Model()
	return Problem{
		Field: field, Message: strings.TrimSuffix(message, "."),
		Empty: field == Prompt && strings.TrimSpace(d.config.Prompt) == "" || field == CheckpointID && id == "",
	}
}

// Expected says what a field takes, for text that is no value at all.
func (r Row) Expected() string {
	switch {
	case r.Expects != "":
		return r.Expects
	case r.Number() && r.bounded():
		return "Choose a number from " + decimalText(r.Min) + " to " + decimalText(r.Max)
	}
	return "This is not a value"
}

func (r Row) bounded() bool { return r.Min != 0 || r.Max != 0 }

func decimalText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// wrong says what is wrong with a field, "" for nothing.
func (r Row) wrong(c api.Config) string {
	text := r.Get(c)
	switch {
	case r.otherKind(c):
		return "This is not the kind of value that belongs here: " + shown(c.Unknown[string(r.Field)])
	case r.Field == Prompt && strings.TrimSpace(text) == "":
		return "Describe the picture first"
	case r.Field == CheckpointID:
		return wrongModel(c)
	case r.Field == Callback:
		return wrongAddress(text)
	case r.Kind == KindTags:
		return wrongTags(c.Tags)
	case r.Kind == KindPrompt:
		return wrongText(text)
	case r.Number() && text != "":
		return r.wrongNumber(text)
	}
	return ""
}

// otherKind reports whether the field was given as a value that it cannot
// hold. Such a value is sent as it is, and the service is sure to refuse it.
func (r Row) otherKind(c api.Config) bool {
	raw, there := c.Unknown[string(r.Field)]
	return there && r.Get(c) == "" && !isZero(raw) && len(raw) > 0
}

// shown is the beginning of a value, without what has the form of a key.
func shown(raw json.RawMessage) string {
	return redact.Text(api.PlainText(redact.Text(string(raw)), 60))
}

func (r Row) wrongNumber(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	// Written so that NaN, which no comparison is true of, is out of range.
	if err != nil || r.bounded() && !(n >= r.Min && n <= r.Max) {
		return r.Expected()
	}
	if side := int(n); r.Grid > 0 && side%r.Grid != 0 {
		below := side / r.Grid * r.Grid
		return fmt.Sprintf("Sizes go in steps of %d: %d or %d", r.Grid, below, min(below+r.Grid, int(r.Max)))
	}
	return ""
}

func wrongText(text string) string {
	switch n := utf8.RuneCountInString(text); {
	case n > MaxPromptChars:
		return fmt.Sprintf("This is %d characters long; at most %d can be sent", n, MaxPromptChars)
	case !utf8.ValidString(text), strings.ContainsRune(text, 0):
		return "This holds characters that are no text"
	}
	return ""
}

func wrongModel(c api.Config) string {
	checkpoint, base := strings.TrimSpace(c.CheckpointID) != "", strings.TrimSpace(c.BaseModel) != ""
	switch {
	case checkpoint && base:
		return "Choose one model: one of your own or a stock one, not both"
	case !checkpoint && !base && !BaseModel.Row().otherKind(c):
		return "Choose a model"
	}
	return ""
}

func wrongTags(tags []api.Tag) string {
	if len(tags) > MaxTags {
		return fmt.Sprintf("At most %d tags can be sent", MaxTags)
	}
	for _, tag := range tags {
		switch {
		case strings.TrimSpace(tag.Key) == "" && len(tag.Unknown) == 0:
			return "A tag needs a name"
		case utf8.RuneCountInString(tag.Key) > MaxTagChars, utf8.RuneCountInString(tag.Value) > MaxTagChars:
			return fmt.Sprintf("Names and values of tags have at most %d characters", MaxTagChars)
		}
	}
	return ""
}

func wrongAddress(address string) string {
	u, err := url.Parse(address)
	if address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return "This has to be a whole web address, such as https://example.com/done"
	}
	return ""
}
