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

// Get is the field's value in a request as a text that Set takes: a number, a
// text, "true" or "false"; empty when it is not given, or given as something
// that the field can't hold.
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

// Set gives the field a value, or takes it away when the text is empty. What
// could not be read in it before is gone with it. The error is a *ValueError;
// the request stays as it was then.
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
	c.Unknown = maps.Clone(c.Unknown) // other copies of the request hold the same map
	if delete(c.Unknown, string(r.Field)); kept != nil {
		if c.Unknown == nil {
			c.Unknown = map[string]json.RawMessage{}
		}
		c.Unknown[string(r.Field)] = kept
	}
	return nil
}

// store writes a value that raw has taken into its member. What the member
// can't hold, a zero that means "not given" there, is returned.
func (r Row) store(member any, text string) (kept json.RawMessage, err error) {
	switch at := member.(type) {
	case *string:
		*at = text
	case *int:
		n, ok := wholeNumber(text)
		*at = int(n)
		switch {
		case text != "" && !ok:
			kept = json.RawMessage(text) // more than a member holds
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
			kept = json.RawMessage(text) // more than a member holds
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

// ValueError says that a text is no value of a field.
type ValueError struct{ Field Field }

func (e *ValueError) Error() string { return fmt.Sprintf("%s: this is not a value", e.Field.Label()) }

// raw is a value in JSON, nil for none.
func (r Row) raw(text string) (json.RawMessage, error) {
	switch {
	case text == "":
		return nil, nil
	case r.member != nil && !r.Number() && r.Kind != KindSwitch:
		return nil, nil // a member for texts takes any
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

// read is raw the other way.
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

// longNumber is a whole number of more than 64 bits: what it means is for the
// service to say.
var longNumber = regexp.MustCompile(`^-?[1-9][0-9]{15,39}$`)

// wholeNumber reads a whole number, also one written as 2.0.
func wholeNumber(text string) (int64, bool) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	if len(text) > 40 { // an exponent could ask for gigabytes of digits
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
