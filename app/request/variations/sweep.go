package variations

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/app/request"
)

// Sweep gives one field several values.
type Sweep struct {
	Field request.Field
	// Text is the values, separated by commas. Numbers may be ranges, "20..40"
	// or "20..40 by 10", also downwards. Text with a comma is put in double
	// quotes; "" in it is one double quote.
	Text string
	// Models are those whose labels may be used in Text, when Field is
	// CheckpointID or BaseModel. Both mean the model: each value goes into the
	// right field for it.
	Models []request.Model
}

// maxSweepChars bounds the text of a sweep: MaxJobs values of twenty characters.
const maxSweepChars = 20 * MaxJobs

// values are the values of a sweep, calculated on demand.
type values struct {
	field request.Field
	items []item
	count *big.Int
}

// An item is one value, or a range of numbers.
type item struct {
	text  string
	set   func(*api.Config) // nil for numbers
	from  *big.Rat
	step  *big.Rat
	count *big.Int
}

// modelField maps both fields of the model to one.
func modelField(f request.Field) request.Field {
	if f == request.CheckpointID {
		return request.BaseModel
	}
	return f
}

func (s Sweep) parse() (values, error) {
	field := modelField(s.Field)
	fail := func(column int, why request.Code) (values, error) {
		return values{}, &Error{Field: s.Field, Column: column, Why: request.Why{Code: why}}
	}
	if !field.Row().Varies() {
		return fail(0, NotVaried)
	}
	if utf8.RuneCountInString(s.Text) > maxSweepChars {
		return fail(0, LongList)
	}
	v := values{field: field, count: new(big.Int)}
	column := 1
	for _, raw := range splitList(s.Text) {
		text := strings.TrimSpace(raw)
		place := column + utf8.RuneCountInString(raw) - utf8.RuneCountInString(strings.TrimLeft(raw, " \t\n"))
		column += utf8.RuneCountInString(raw) + 1
		if text == "" {
			return fail(column-utf8.RuneCountInString(raw)-1, MissingValue)
		}
		it, why := s.item(field, text)
		if why != "" {
			return fail(place, why)
		}
		v.items = append(v.items, it)
		v.count.Add(v.count, it.count)
	}
	return v, nil
}

// splitList splits at commas and semicolons outside quotes.
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

// item parses one entry of a list; why says what is wrong with it.
func (s Sweep) item(field request.Field, text string) (it item, why request.Code) {
	row := field.Row()
	if row.Number() {
		return numbers(row, text)
	}
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = strings.ReplaceAll(text[1:len(text)-1], `""`, `"`)
	}
	it = item{text: text, count: big.NewInt(1)}
	value := text
	switch row.Kind {
	case request.KindModel:
		it.set = s.setModel(text)
		return it, ""
	case request.KindSwitch:
		on, known := map[string]bool{"on": true, "yes": true, "true": true, "off": false, "no": false, "false": false}[strings.ToLower(text)]
		if !known {
			return item{}, NeitherOnOff
		}
		value = strconv.FormatBool(on)
	}
	if row.Set(&api.Config{}, value) != nil {
		return item{}, request.NoValue
	}
	it.set = setter(row, value)
	return it, ""
}

// setter returns a function that sets a value.
func setter(row request.Row, value string) func(*api.Config) {
	return func(c *api.Config) { _ = row.Set(c, value) } // it was tried when it was parsed
}

// setModel changes the model by the panel's own rules: the type follows, and so
// does a size that was the old type's default. A trained model that isn't known
// keeps the type.
func (s Sweep) setModel(text string) func(*api.Config) {
	m, _ := request.FindModel(text, s.Models)
	return func(c *api.Config) {
		m := m
		if m.Kind == request.Trained && m.Type == "" && request.TypeOf(m) == request.SD {
			m.Type = c.ModelType
		}
		dry, kept := c.DryRun, c.Unknown[string(request.DryRun)]
		d := request.NewDraft(*c)
		d.Model.SetKind(m.Kind)
		d.Model.Set(m)
		*c = d.Config()
		if c.DryRun = dry; kept != nil {
			c.Unknown[string(request.DryRun)] = kept
		}
	}
}

// numberRange matches a number or a range. Eighteen digits are enough for every
// field.
var numberRange = regexp.MustCompile(`^([+-]?\d{1,18}(?:\.\d{1,18})?)(?:\s*(?:\.\.+|…)\s*([+-]?\d{1,18}(?:\.\d{1,18})?)(?:\s*(?i:by|step)\s*([+-]?\d{1,18}(?:\.\d{1,18})?))?)?$`)

// numbers parses a number or a range.
func numbers(row request.Row, text string) (item, request.Code) {
	m := numberRange.FindStringSubmatch(text)
	if m == nil {
		return item{}, NoRange
	}
	it := item{from: rat(m[1]), step: big.NewRat(1, 1), count: big.NewInt(1)}
	if m[2] != "" {
		if m[3] != "" {
			it.step.Abs(rat(m[3]))
		}
		if it.step.Sign() == 0 {
			return item{}, StepOfZero
		}
		way := new(big.Rat).Sub(rat(m[2]), it.from)
		if way.Sign() < 0 {
			it.step.Neg(it.step)
		}
		steps := new(big.Rat).Quo(way, it.step)
		it.count.Add(it.count, new(big.Int).Quo(steps.Num(), steps.Denom()))
	}
	if row.Kind == request.KindWhole && !(it.from.IsInt() && it.step.IsInt()) {
		return item{}, NotWhole
	}
	return it, ""
}

// rat parses a number that numberRange matched.
func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return r
}

// at returns value i: its label, and the function that sets it.
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
		return decimal(n), setter(v.field.Row(), decimal(n))
	}
	return "", func(*api.Config) {}
}

// decimal formats a number without trailing zeros. Sums and products of the
// parsed decimals have at most eighteen digits after the point.
func decimal(n *big.Rat) string {
	text := n.FloatString(18)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// WithModel returns a request with another model, by its id or its label, and what
// comes with it, as a Sweep has it.
func WithModel(c api.Config, text string, models []request.Model) api.Config {
	c = request.Clone(c)
	Sweep{Models: models}.setModel(text)(&c)
	return c
}
