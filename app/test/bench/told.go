package bench

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Told is one line of figures.
type Told struct {
	Name  string
	Value float64
	Unit  string // empty for a ratio
	Ratio bool
}

// String is the line as it is printed.
func (t Told) String() string {
	if t.Ratio {
		return "ratio " + t.Name + " " + number(t.Value)
	}
	return "bench " + t.Name + " " + number(t.Value) + " " + t.Unit
}

// number has four digits that mean something, which is more than any of this
// is exact to.
func number(v float64) string {
	places := 0
	if v != 0 && !math.IsInf(v, 0) && !math.IsNaN(v) {
		places = min(max(3-int(math.Floor(math.Log10(math.Abs(v)))), 0), 6)
	}
	return strconv.FormatFloat(v, 'f', places, 64)
}

// ParseTold reads a line of figures; ok is false for any other line.
func ParseTold(line string) (t Told, ok bool) {
	words := strings.Fields(line)
	if len(words) < 3 {
		return Told{}, false
	}
	value, err := strconv.ParseFloat(words[2], 64)
	if err != nil {
		return Told{}, false
	}
	t = Told{Name: words[1], Value: value}
	switch {
	case words[0] == "ratio" && len(words) == 3:
		t.Ratio = true
		return t, true
	case words[0] == "bench" && len(words) >= 4:
		t.Unit = strings.Join(words[3:], " ")
		return t, true
	}
	return Told{}, false
}

// Met tells whether the figures hold the target's value, and whether it is met.
func (t Target) Met(told []Told) (value Told, met, known bool) {
	for _, line := range told {
		if line.Name == t.Name && line.Ratio == t.Ratio {
			value, known = line, true // the last one told counts
		}
	}
	return value, known && (t.Most == 0 || value.Value <= t.Most), known
}

// aim is the target as the table tells it.
func (t Target) aim(unit string) string {
	if t.Most == 0 {
		return "stated"
	}
	return strings.TrimSpace(fmt.Sprintf("≤ %s %s", strconv.FormatFloat(t.Most, 'f', -1, 64), unit))
}
