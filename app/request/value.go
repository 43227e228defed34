package request

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"lookbook/api"
)

// Get returns the field's value as text in the form that Set takes: a number, a
// text, "true" or "false". It returns "" when the field is not given, or has a
// value of another type.
func (r Row) Get(c api.Config) string {
	if r.member == nil {
		return r.read(c.Unknown[string(r.Field)])
	}
	switch at := r.member(&c).(type) {
	case *string:
		return *at
	case *int:
		if *at != 0 {
			return strconv.Itoa(*at)
		}
	case *bool:
		if *at {
			return "true"
		}
	case **int64:
		if *at != nil {
			return strconv.FormatInt(**at, 10)
		}
	case **float64:
		if *at != nil {
			return strconv.FormatFloat(**at, 'f', -1, 64)
		}
	case **bool:
		if *at != nil {
			return strconv.FormatBool(**at)
		}
	case *[]api.Tag:
		return FormatTags(*at)
	}
	return r.read(c.Unknown[string(r.Field)]) // an explicit zero
}

// Set sets the field from text, or removes it when the text is empty. It
// replaces a value of another type. The error is a *ValueError; the request is
// unchanged then.
func (r Row) Set(c *api.Config, text string) error {
	kept, err := r.raw(text)
	if err == nil && r.member != nil {
		kept, err = r.store(r.member(c), text)
	}
	if err != nil {
		return err
	}
	if _, there := c.Unknown[string(r.Field)]; kept == nil && !there {
		return nil
	}
	c.Unknown = maps.Clone(c.Unknown) // copies of the request share the map
	if delete(c.Unknown, string(r.Field)); kept != nil {
		if c.Unknown == nil {
			c.Unknown = map[string]json.RawMessage{}
		}
		c.Unknown[string(r.Field)] = kept
	}
	return nil
}

// store sets the member from text that raw accepted. It returns a value that
// the member can't hold: a zero that would mean "not given" there.
func (r Row) store(member any, text string) (kept json.RawMessage, err error) {
	switch at := member.(type) {
	case *string:
		*at = text
	case *int:
		n, ok := wholeNumber(text)
		*at = int(n)
		switch {
		case text != "" && !ok:
			kept = json.RawMessage(text) // too large for the member
		case text != "" && n == 0:
			kept = json.RawMessage("0")
		}
	case *bool:
		if *at = text == "true"; text == "false" {
			kept = json.RawMessage(text)
		}
	case **int64:
		*at = nil
		if n, ok := wholeNumber(text); ok {
			*at = &n
		} else if text != "" {
			kept = json.RawMessage(text) // too many digits for the member
		}
	case **float64:
		*at = nil
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			*at = &f
		}
	case **bool:
		*at = nil
		if text != "" {
			on := text == "true"
			*at = &on
		}
	case *[]api.Tag:
		*at, err = ParseTags(text)
	}
	return kept, err
}

// ValueError says that a text is not a value of the field.
type ValueError struct{ Field Field }

func (e *ValueError) Error() string { return fmt.Sprintf("%s: this is not a value", e.Field.Label()) }

// raw returns the value as JSON; nil: none.
func (r Row) raw(text string) (json.RawMessage, error) {
	switch {
	case text == "":
		return nil, nil
	case r.member != nil && !r.Number() && r.Kind != KindSwitch:
		return nil, nil // a text member takes any text
	}
	switch r.Kind {
	case KindWhole:
		if n, ok := wholeNumber(text); ok {
			return strconv.AppendInt(nil, n, 10), nil
		}
		if longNumber.MatchString(text) {
			return json.RawMessage(text), nil
		}
	case KindDecimal:
		if f, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			return json.Marshal(f)
		}
	case KindSwitch:
		if text == "true" || text == "false" {
			return json.RawMessage(text), nil
		}
	default:
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		err := encoder.Encode(text)
		return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
	}
	return nil, &ValueError{r.Field}
}

// read is the inverse of raw.
func (r Row) read(raw json.RawMessage) string {
	text := string(bytes.TrimSpace(raw))
	switch r.Kind {
	case KindWhole:
		if n, ok := wholeNumber(text); ok {
			return strconv.FormatInt(n, 10)
		}
		if longNumber.MatchString(text) {
			return text
		}
	case KindDecimal:
		var number json.Number
		if !strings.HasPrefix(text, `"`) && json.Unmarshal(raw, &number) == nil {
			return number.String()
		}
	case KindSwitch:
		if text == "true" || text == "false" {
			return text
		}
	case KindTags:
	default:
		var said string
		if json.Unmarshal(raw, &said) == nil {
			return said
		}
	}
	return ""
}

// longNumber matches whole numbers that may need more than 64 bits. They are
// sent unchanged; the service decides.
var longNumber = regexp.MustCompile(`^-?[1-9][0-9]{15,39}$`)

// wholeNumber parses a whole number, also 2.0.
func wholeNumber(text string) (int64, bool) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	if len(text) > 40 { // a large exponent would need gigabytes of digits
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(f) > 1<<53 {
		return 0, false
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok || !n.IsInt() {
		return 0, false
	}
	return n.Num().Int64(), n.Num().IsInt64()
}
