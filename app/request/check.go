package request

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/api/redact"
)

// What is taken for usual of texts. The service publishes no limits, so these
// are wide: they are there for slips of the finger, and the service has the last
// word.
const (
	// MaxPromptChars is for either prompt. Models read a few hundred words;
	// somebody's 20,000 characters are still sent as they are.
	MaxPromptChars = 50_000

	// Tags and what they hold.
	MaxTags, MaxTagChars = 50, 200
)

// Problem is what is amiss with a field: it can't be sent as it is, or it is
// unusual.
type Problem struct {
	Field   Field
	Message string // a phrase to stand under the field
	Empty   bool   // nothing was written yet, which is no mistake

	// Warning says that the field can be sent all the same. What the service
	// takes is not published, so all that we have not seen to work is one.
	Warning bool
}

// Reason is the problem as a sentence that stands apart from the field.
func (p Problem) Reason() string {
	if p.Field == Prompt {
		return p.Message + "."
	}
	first, size := utf8.DecodeRuneInString(p.Message)
	return p.Field.Label() + ": " + string(unicode.ToLower(first)) + p.Message[size:] + "."
}

// Check returns what is wrong with a request before it is sent or unusual about
// it, in the order of the table; nil when nothing is. Wrong is only what can't be
// sent: no prompt, no model, something else where a number must be, characters
// that are no text. What is not given is not wrong, except for
// the prompt and the model: either checkpoint_id or base_model, and a problem
// with that is reported for checkpoint_id. Models, schedulers and formats are
// not checked: their lists are not known.
func Check(c api.Config) []Problem {
	var found []Problem
	for _, r := range rows {
		if why := r.wrong(c); why != "" {
			found = append(found, Problem{Field: r.Field, Message: why})
		} else if why := r.unusual(c); why != "" {
			found = append(found, Problem{Field: r.Field, Message: why, Warning: true})
		}
	}
	return found
}

// Problems are what stands between the draft and sending it, and what is unusual
// about it, in the order of the table.
func (d *Draft) Problems() []Problem {
	var problems []Problem
	for _, p := range Check(d.config) {
		if _, rejected := d.rejected[p.Field]; !rejected {
			found := d.problem(p.Field, p.Message)
			found.Warning = p.Warning
			problems = append(problems, found)
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

// wrong says why a field can't be sent, "" if it can.
func (r Row) wrong(c api.Config) string {
	text := r.Get(c)
	switch {
	case r.Number() && r.otherKind(c) && !isNumber(c.Unknown[string(r.Field)]):
		return r.wrongKind(c)
	case r.Field == Prompt && r.otherKind(c):
		return r.wrongKind(c)
	case r.Field == Prompt && strings.TrimSpace(text) == "":
		return "Describe the picture first"
	case r.Field == CheckpointID && strings.TrimSpace(c.CheckpointID+c.BaseModel) == "" && !BaseModel.Row().otherKind(c) && !r.otherKind(c):
		return "Choose a model"
	case r.Kind == KindPrompt && !utf8.ValidString(text):
		return "This holds characters that are no text"
	case r.Number() && text != "":
		if n, err := strconv.ParseFloat(text, 64); err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return r.Expected()
		}
	}
	return ""
}

// unusual says why a field that can be sent may be refused, "" if it is one that
// is known to work.
func (r Row) unusual(c api.Config) string {
	text := r.Get(c)
	switch {
	case r.otherKind(c):
		return r.wrongKind(c)
	case r.Field == CheckpointID && strings.TrimSpace(c.CheckpointID) != "" && strings.TrimSpace(c.BaseModel) != "":
		return "Two models were never seen in one request: one of your own and a stock one"
	case r.Field == Callback:
		return unusualAddress(text)
	case r.Kind == KindTags:
		return unusualTags(c.Tags)
	case r.Kind == KindPrompt:
		return unusualText(text)
	case r.Number() && text != "":
		return r.unusualNumber(text)
	}
	return ""
}

// otherKind reports whether the field was given as a value that it cannot
// hold. Such a value is sent as it is.
func (r Row) otherKind(c api.Config) bool {
	raw, there := c.Unknown[string(r.Field)]
	return there && r.Get(c) == "" && !isZero(raw) && len(raw) > 0
}

func (r Row) wrongKind(c api.Config) string {
	return "This is not the kind of value that belongs here: " + shown(c.Unknown[string(r.Field)])
}

// isNumber reports whether a value is a number, of any size.
func isNumber(raw json.RawMessage) bool {
	var n json.Number
	return json.Unmarshal(raw, &n) == nil && len(raw) > 0 && raw[0] != '"'
}

// shown is the beginning of a value, without what has the form of a key.
func shown(raw json.RawMessage) string {
	return redact.Text(api.PlainText(redact.Text(string(raw)), 60))
}

func (r Row) unusualNumber(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		return r.Expected()
	case r.bounded() && (n < r.Min || n > r.Max):
		return "From " + decimalText(r.Min) + " to " + decimalText(r.Max) + " is known to work"
	}
	if side := int(n); r.Grid > 0 && side%r.Grid != 0 {
		below := side / r.Grid * r.Grid
		return fmt.Sprintf("Sizes usually go in steps of %d: %d or %d", r.Grid, below, min(below+r.Grid, int(r.Max)))
	}
	return ""
}

func unusualText(text string) string {
	switch n := utf8.RuneCountInString(text); {
	case n > MaxPromptChars:
		return fmt.Sprintf("This is %d characters long; the service may take less", n)
	case strings.ContainsRune(text, 0):
		return "This holds a character that is no text"
	}
	return ""
}

func unusualTags(tags []api.Tag) string {
	if len(tags) > MaxTags {
		return fmt.Sprintf("More than %d tags may be too many", MaxTags)
	}
	for _, tag := range tags {
		switch {
		case strings.TrimSpace(tag.Key) == "" && len(tag.Unknown) == 0:
			return "A tag without a name may be refused"
		case utf8.RuneCountInString(tag.Key) > MaxTagChars, utf8.RuneCountInString(tag.Value) > MaxTagChars:
			return fmt.Sprintf("Names and values of tags with more than %d characters may be refused", MaxTagChars)
		}
	}
	return ""
}

func unusualAddress(address string) string {
	u, err := url.Parse(address)
	if address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return "This is usually a whole web address, such as https://example.com/done"
	}
	return ""
}
