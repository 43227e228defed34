package request

import (
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/api/redact"
)

// Usual bounds of texts. The service publishes no limits, so these are wide and only warn: they
// catch slips of the finger, and the service decides.
const (
	// MaxPromptChars is for each prompt, in characters. Models read a few
	// hundred words, but a prompt of 20,000 characters is sent unchanged.
	MaxPromptChars = 50_000

	// Number of tags, and characters of a key or value.
	MaxTags, MaxTagChars = 50, 200
)

// Problem says that a field can't be sent as it is, or that it is unusual.
type Problem struct {
	Field Field
	Why   Why
	Empty bool // nothing was entered yet, which is no mistake

	// Warning says that the field can be sent nevertheless. The service does
	// not publish what it accepts, so everything not seen to work is a warning.
	Warning bool
}

// Check returns what is wrong with a request or unusual about it, in the order of the table; nil
// when nothing is. Only what can't be sent is wrong: no prompt, no model, a non-number where a
// number is needed, characters that are not text. An omitted field is fine, except the prompt and
// the model (checkpoint_id or base_model; a missing model is reported for checkpoint_id). Models,
// schedulers and formats are not checked, because their lists are unknown. Where told describes a
// field, it replaces the table's guess.
func Check(c api.Config, told api.Description) []Problem {
	var found []Problem
	for _, r := range rows {
		r = r.Described(told)
		if why := r.wrong(c); why != (Why{}) {
			found = append(found, Problem{Field: r.Field, Why: why})
		} else if why := r.unusual(c); why != (Why{}) {
			found = append(found, Problem{Field: r.Field, Why: why, Warning: true})
		}
	}
	return found
}

// Problems checks the draft, including text that is not a value; see Check.
func (d *Draft) Problems() []Problem {
	var problems []Problem
	for _, p := range Check(d.config, d.Table.told) {
		if _, rejected := d.rejected[p.Field]; !rejected {
			found := d.problem(p.Field, p.Why)
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

func (d *Draft) problem(field Field, why Why) Problem {
	id, _ := d.Model.ID()
	return Problem{
		Field: field, Why: why,
		Empty: field == Prompt && strings.TrimSpace(d.config.Prompt) == "" || field == CheckpointID && id == "",
	}
}

// Expected says what a field accepts, for text that is not a value.
func (r Row) Expected() Why {
	code := r.Expects
	switch {
	case code != "":
	case r.Number() && r.bounded():
		code = NoNumber
	default:
		return Why{Code: NoValue}
	}
	return r.within(code)
}

// within is a code with the range of the field.
func (r Row) within(code Code) Why {
	return Why{Code: code, Min: decimalText(r.Min), Max: decimalText(r.Max)}
}

func (r Row) bounded() bool { return r.Min != 0 || r.Max != 0 }

func decimalText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// wrong says why the field can't be sent; zero: it can.
func (r Row) wrong(c api.Config) Why {
	text := r.Get(c)
	switch {
	case r.Number() && r.otherKind(c) && !isNumber(c.Unknown[string(r.Field)]):
		return r.wrongKind(c)
	case r.Field == Prompt && r.otherKind(c):
		return r.wrongKind(c)
	case r.Field == Prompt && strings.TrimSpace(text) == "":
		return Why{Code: NoPrompt}
	case r.Field == CheckpointID && strings.TrimSpace(c.CheckpointID+c.BaseModel) == "" && !BaseModel.Row().otherKind(c) && !r.otherKind(c):
		return Why{Code: NoModel}
	case r.Kind == KindPrompt && !utf8.ValidString(text):
		return Why{Code: NoText}
	case r.Number() && text != "":
		if n, err := strconv.ParseFloat(text, 64); err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return r.Expected()
		}
	}
	return Why{}
}

// unusual says why the service may refuse the field; zero: nothing is unusual.
func (r Row) unusual(c api.Config) Why {
	text := r.Get(c)
	switch {
	case r.otherKind(c):
		return r.wrongKind(c)
	case r.Field == CheckpointID && strings.TrimSpace(c.CheckpointID) != "" && strings.TrimSpace(c.BaseModel) != "":
		return Why{Code: TwoModels}
	case r.Field == Callback:
		return unusualAddress(text)
	case r.Kind == KindTags:
		return unusualTags(c.Tags)
	case r.Kind == KindPrompt:
		return unusualText(text)
	case r.Number() && text != "":
		return r.unusualNumber(text)
	}
	return Why{}
}

// otherKind reports whether the field has a value that its member cannot hold.
// Such a value is sent unchanged.
func (r Row) otherKind(c api.Config) bool {
	raw, there := c.Unknown[string(r.Field)]
	return there && r.Get(c) == "" && !isZero(raw) && len(raw) > 0
}

func (r Row) wrongKind(c api.Config) Why {
	return Why{Code: OtherKind, Given: shown(c.Unknown[string(r.Field)])}
}

// isNumber reports whether a value is a number, of any size.
func isNumber(raw json.RawMessage) bool {
	var n json.Number
	return json.Unmarshal(raw, &n) == nil && len(raw) > 0 && raw[0] != '"'
}

// shown is the start of a value, with keys removed.
func shown(raw json.RawMessage) string {
	return redact.Text(api.PlainText(redact.Text(string(raw)), 60))
}

func (r Row) unusualNumber(text string) Why {
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		return r.Expected()
	case r.bounded() && (n < r.Min || n > r.Max):
		return r.within(OutOfRange)
	}
	if side := int(n); r.Grid > 0 && side%r.Grid != 0 {
		below := side / r.Grid * r.Grid
		return Why{
			Code: OffGrid, Step: strconv.Itoa(r.Grid), Min: strconv.Itoa(below), Max: strconv.Itoa(min(below+r.Grid, int(r.Max))),
		}
	}
	return Why{}
}

func unusualText(text string) Why {
	switch n := utf8.RuneCountInString(text); {
	case n > MaxPromptChars:
		return Why{Code: LongText, Given: strconv.Itoa(n)}
	case strings.ContainsRune(text, 0):
		return Why{Code: HasNUL}
	}
	return Why{}
}

func unusualTags(tags []api.Tag) Why {
	if len(tags) > MaxTags {
		return Why{Code: ManyTags, Max: strconv.Itoa(MaxTags)}
	}
	for _, tag := range tags {
		switch {
		case strings.TrimSpace(tag.Key) == "" && len(tag.Unknown) == 0:
			return Why{Code: NamelessTag}
		case utf8.RuneCountInString(tag.Key) > MaxTagChars, utf8.RuneCountInString(tag.Value) > MaxTagChars:
			return Why{Code: LongTag, Max: strconv.Itoa(MaxTagChars)}
		}
	}
	return Why{}
}

func unusualAddress(address string) Why {
	u, err := url.Parse(address)
	if address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return Why{Code: NoAddress}
	}
	return Why{}
}
