package widgets

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Number is the content of a NumberEntry: a value, or nothing. Text is the value as written, without blanks and
// separators; only it is exact for whole numbers beyond 2^53.
type Number struct {
	Value float64
	Set   bool
	Text  string
}

// NumberSpec describes the numbers that a NumberEntry accepts.
type NumberSpec struct {
	Label    string
	Unit     string  // beside the field
	Min, Max float64 // both 0: any number. Whole numbers are exact up to 2^53.
	Step     float64 // for the arrow keys and the wheel; 0: 1. Shift multiplies it by ten.
	Decimals int     // number of digits; 0: whole numbers
	// Soft says that range and decimals are only usual: any number is valid. Whole numbers stay whole.
	Soft     bool
	Optional bool   // may stay empty
	Hint     string // placeholder; "": the range
}

// NumberProblem is what is wrong with a text.
type NumberProblem int

const (
	NumberFine     NumberProblem = iota
	NumberMissing                // empty, and not optional
	NumberNone                   // not a number
	NumberOutside                // outside the range
	NumberTooExact               // more decimals than allowed
)

func (s NumberSpec) bounded() bool { return s.Min != 0 || s.Max != 0 }

func (s NumberSpec) step() float64 {
	if s.Step > 0 {
		return s.Step
	}
	return 1
}

var (
	plainNumber = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)$`)
	grouped     = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$`)
)

// parse parses what a person types or pastes. It ignores blanks; a comma may be the decimal point or separate
// thousands. Exponents, hexadecimal and words are not numbers here.
func (s NumberSpec) parse(text string) (Number, NumberProblem) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u2009' || r == '\u202F' || r == '_' || r == '\'' {
			return -1
		}
		if r == '−' { // the typographic minus sign
			return '-'
		}
		return r
	}, text)
	if text == "" {
		if s.Optional {
			return Number{}, NumberFine
		}
		return Number{}, NumberMissing
	}
	if grouped.MatchString(text) && (s.Decimals == 0 || strings.Contains(text, ".") || strings.Count(text, ",") > 1) {
		text = strings.ReplaceAll(text, ",", "")
	} else if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	if !plainNumber.MatchString(text) {
		return Number{}, NumberNone
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(value, 0) {
		return Number{}, NumberNone
	}
	n := Number{Value: value, Set: true, Text: strings.TrimPrefix(text, "+")}
	if !s.Soft && (s.bounded() && (value < s.Min || value > s.Max) || math.Abs(value) > 1<<53) || len(text) > numberRunes {
		return n, NumberOutside
	}
	if _, decimals, _ := strings.Cut(text, "."); (!s.Soft || s.Decimals == 0) && len(strings.TrimRight(decimals, "0")) > s.Decimals {
		return n, NumberTooExact
	}
	return n, NumberFine
}

// format formats a value as it is typed: no grouping, no trailing zeros.
func (s NumberSpec) format(n Number) string {
	if !n.Set {
		return ""
	}
	decimals := s.Decimals
	if s.Soft && decimals > 0 {
		decimals = -1 // as many digits as needed
	}
	text := strconv.FormatFloat(n.Value, 'f', decimals, 64)
	if decimals > 0 {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// stepped returns the next multiple of by, counted from the smallest value. For an empty field it returns the smallest
// value or, without a range, 0.
func (s NumberSpec) stepped(n Number, by float64) Number {
	step, base := s.step()*math.Abs(by), 0.0
	if s.bounded() {
		base = s.Min
	}
	if !n.Set {
		return Number{Value: base, Set: true}
	}
	at := (n.Value - base) / step
	const slack = 1e-9 // 0.3/0.1 is not exactly 3
	if by > 0 {
		at = math.Floor(at+slack) + 1
	} else {
		at = math.Ceil(at-slack) - 1
	}
	value := base + at*step
	if s.bounded() {
		value = min(max(value, s.Min), s.Max)
	}
	return Number{Value: value, Set: true}
}

func (s NumberSpec) explain(problem NumberProblem) string {
	if problem == NumberFine {
		return ""
	}
	switch problem {
	case NumberMissing:
		return words.Load().NumberMissing
	case NumberOutside:
		if !s.bounded() || s.Soft {
			return words.Load().NumberTooLarge
		}
		return words.Load().NumberRange(s.format(Number{Value: s.Min, Set: true}), s.format(Number{Value: s.Max, Set: true}))
	case NumberTooExact:
		if s.Decimals == 0 {
			return words.Load().NumberNotWhole
		}
		return words.Load().NumberDecimals(s.Decimals)
	}
	return words.Load().NumberUnread
}

func (s NumberSpec) hint() string {
	if s.Hint != "" || !s.bounded() {
		return s.Hint
	}
	return s.format(Number{Value: s.Min, Set: true}) + " – " + s.format(Number{Value: s.Max, Set: true})
}
