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
	// or "20..40 by 10"; a range may go down. Text with a comma in it stands
	// in double quotes, and "" within them is a double quote.
	Text string
	// Models are those whose labels may stand in Text for their ids, when the
	// field is CheckpointID or BaseModel: either means the model, and each
	// value goes into the field that is right for it.
	Models []request.Model
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
	fail := func(column int, why request.Code) (values, error) {
		return values{}, &Error{s.Field, column, request.Why{Code: why}}
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

// setter sets a value that its field can hold.
func setter(row request.Row, value string) func(*api.Config) {
	return func(c *api.Config) { _ = row.Set(c, value) } // which was tried when it was read
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

// numberRange matches a number or a range. Eighteen digits fit every field.
var numberRange = regexp.MustCompile(`^([+-]?\d{1,18}(?:\.\d{1,18})?)(?:\s*(?:\.\.+|…)\s*([+-]?\d{1,18}(?:\.\d{1,18})?)(?:\s*(?i:by|step)\s*([+-]?\d{1,18}(?:\.\d{1,18})?))?)?$`)

// numbers reads a number or a range of them.
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
		return decimal(n), setter(v.field.Row(), decimal(n))
	}
	return "", func(*api.Config) {}
}

// decimal writes a number without zeros at its end. Sums and products of
// decimals have no more digits than eighteen after the point.
func decimal(n *big.Rat) string {
	text := n.FloatString(18)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
