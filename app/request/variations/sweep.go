package variations

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/app/request"
)

// Sweep gives one field several values.
type Sweep struct {
	Field request.Field
	// Text is the values, separated by commas. Numbers may be ranges, "20..40"
	// or "20..40 by 10"; a range may go down. Text with a comma in it stands
	// in double quotes, and "" within them is a double quote.
	Text string
	// Models are those whose labels may stand in Text for their ids, when the
	// field is CheckpointID or BaseModel: either means the model, and each
	// value goes into the field that is right for it.
	Models []request.Model
}

// Fields are the fields that can be swept, in the order of the pane.
func Fields() []request.Field {
	return []request.Field{
		request.BaseModel, request.Width, request.Height, request.Images, request.Steps, request.Seed, request.ModelType,
		request.Scheduler, request.Guidance, request.HighRes, request.Denoising, request.OutputFormat,
	}
}

// maxSweepChars bounds the text of a sweep: MaxJobs values of twenty characters.
const maxSweepChars = 20 * MaxJobs

// values are the values of a sweep, reckoned only when asked for.
type values struct {
	field request.Field
	items []item
	count *big.Int
}

// An item is a value, or a range of numbers.
type item struct {
	text  string
	set   func(*api.Config) // nil for numbers
	from  *big.Rat
	step  *big.Rat
	count *big.Int
}

// modelField is the field under which either of a model's fields is swept.
func modelField(f request.Field) request.Field {
	if f == request.CheckpointID {
		return request.BaseModel
	}
	return f
}

func (s Sweep) parse() (values, error) {
	field := modelField(s.Field)
	fail := func(column int, format string, args ...any) (values, error) {
		return values{}, &Error{s.Field, column, fmt.Sprintf(format, args...)}
	}
	if !slices.Contains(Fields(), field) {
		return fail(0, "%s cannot be given several values", s.Field.Label())
	}
	if utf8.RuneCountInString(s.Text) > maxSweepChars {
		return fail(0, "This list is too long")
	}
	v := values{field: field, count: new(big.Int)}
	column := 1
	for _, raw := range splitList(s.Text) {
		text := strings.TrimSpace(raw)
		place := column + utf8.RuneCountInString(raw) - utf8.RuneCountInString(strings.TrimLeft(raw, " \t\n"))
		column += utf8.RuneCountInString(raw) + 1
		if text == "" {
			return fail(column-utf8.RuneCountInString(raw)-1, "A value is missing here")
		}
		it, why := s.item(field, text)
		if why != "" {
			return fail(place, "%s", why)
		}
		v.items = append(v.items, it)
		v.count.Add(v.count, it.count)
	}
	return v, nil
}

// splitList cuts at commas and semicolons that stand outside of quotes.
func splitList(text string) []string {
	quoted := false
	var list []string
	from := 0
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case (r == ',' || r == ';') && !quoted:
			list = append(list, text[from:i])
			from = i + 1
		}
	}
	return append(list, text[from:])
}

// item reads one entry of a list; why says what is wrong with it.
func (s Sweep) item(field request.Field, text string) (it item, why string) {
	if isNumber(field) {
		return numbers(field, text)
	}
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = strings.ReplaceAll(text[1:len(text)-1], `""`, `"`)
	}
	it = item{text: text, count: big.NewInt(1)}
	switch field {
	case request.BaseModel:
		it.set = s.setModel(text)
	case request.HighRes:
		on, known := map[string]bool{"on": true, "yes": true, "true": true, "off": false, "no": false, "false": false}[strings.ToLower(text)]
		if !known {
			return item{}, "This is neither on nor off"
		}
		it.set = func(c *api.Config) { c.EnableHRF = &on }
	case request.Scheduler:
		it.set = func(c *api.Config) { c.SchedulerType = text }
	case request.ModelType:
		it.set = func(c *api.Config) { c.ModelType = text }
	case request.OutputFormat:
		it.set = func(c *api.Config) { c.OutputFormat = text }
	}
	return it, ""
}

// setModel changes the model by the pane's own rules: its type follows, and
// the size if it was the old type's own. The type of a trained model that
// nothing is known of stays what it is.
func (s Sweep) setModel(text string) func(*api.Config) {
	m, _ := request.FindModel(text, s.Models)
	return func(c *api.Config) {
		m := m
		if m.Kind == request.Trained && m.Type == "" && request.TypeOf(m) == request.SD {
			m.Type = c.ModelType
		}
		dry, kept := c.DryRun, c.Unknown[string(request.DryRun)]
		d := request.NewDraft(*c)
		d.SetKind(m.Kind)
		d.SetModel(m)
		*c = d.Config()
		if c.DryRun = dry; kept != nil {
			c.Unknown[string(request.DryRun)] = kept
		}
	}
}

func isNumber(field request.Field) bool {
	switch field {
	case request.Width, request.Height, request.Images, request.Steps, request.Seed, request.Guidance, request.Denoising:
		return true
	}
	return false
}

// numberRange matches a number or a range. Eighteen digits fit every field.
var numberRange = regexp.MustCompile(`^([+-]?\d{1,18}(?:\.\d{1,18})?)(?:\s*(?:\.\.+|…)\s*([+-]?\d{1,18}(?:\.\d{1,18})?)(?:\s*(?i:by|step)\s*([+-]?\d{1,18}(?:\.\d{1,18})?))?)?$`)

// numbers reads a number or a range of them.
func numbers(field request.Field, text string) (item, string) {
	m := numberRange.FindStringSubmatch(text)
	if m == nil {
		return item{}, "This is no number and no range such as 20..40 by 10"
	}
	it := item{from: rat(m[1]), step: big.NewRat(1, 1), count: big.NewInt(1)}
	if m[2] != "" {
		if m[3] != "" {
			it.step.Abs(rat(m[3]))
		}
		if it.step.Sign() == 0 {
			return item{}, "A range cannot go in steps of 0"
		}
		way := new(big.Rat).Sub(rat(m[2]), it.from)
		if way.Sign() < 0 {
			it.step.Neg(it.step)
		}
		steps := new(big.Rat).Quo(way, it.step)
		it.count.Add(it.count, new(big.Int).Quo(steps.Num(), steps.Denom()))
	}
	if whole := field != request.Guidance && field != request.Denoising; whole && !(it.from.IsInt() && it.step.IsInt()) {
		return item{}, field.Label() + " can only be whole numbers"
	}
	return it, ""
}

// rat reads what numberRange matched.
func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return r
}

// at returns the i-th value: how it is shown, and what sets it.
func (v values) at(i int) (string, func(*api.Config)) {
	for _, it := range v.items {
		count := int(it.count.Int64())
		if i >= count {
			i -= count
			continue
		}
		if it.set != nil {
			return it.text, it.set
		}
		n := new(big.Rat).Mul(it.step, big.NewRat(int64(i), 1))
		n.Add(n, it.from)
		return decimal(n), func(c *api.Config) { setNumber(c, v.field, n) }
	}
	return "", func(*api.Config) {}
}

// decimal writes a number without zeros at its end. Sums and products of
// decimals have no more digits than eighteen after the point.
func decimal(n *big.Rat) string {
	text := n.FloatString(18)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func setNumber(c *api.Config, field request.Field, n *big.Rat) {
	f, _ := n.Float64()
	whole := n.Num().Int64()
	switch field {
	case request.Width:
		c.Width = int(whole)
	case request.Height:
		c.Height = int(whole)
	case request.Images:
		c.NumSamples = int(whole)
	case request.Steps:
		c.NumInferenceSteps = int(whole)
	case request.Seed:
		c.Seed = &whole
	case request.Guidance:
		c.GuidanceScale = &f
	case request.Denoising:
		c.DenoisingStrength = &f
	}
	if n.Sign() == 0 && field != request.Seed && field != request.Guidance && field != request.Denoising {
		// Zero in the field means that it is not given, so it is written as what
		// was read; checking the request then says what is wrong with it.
		if c.Unknown == nil {
			c.Unknown = map[string]json.RawMessage{}
		}
		c.Unknown[string(field)] = json.RawMessage("0")
	}
}
