package api

import (
	"bytes"
	"strconv"
)

// wholeNumber parses a JSON number without a fraction, also 768.0 or 1e3,
// without losing digits.
func wholeNumber(data []byte) (int64, bool) {
	text := string(data)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	if before, after, found := bytes.Cut(data, []byte(".")); found && len(bytes.Trim(after, "0")) == 0 {
		n, err := strconv.ParseInt(string(before), 10, 64)
		return n, err == nil
	}
	const exact = 1 << 53 // a float64 holds every whole number up to here
	f, err := strconv.ParseFloat(text, 64)
	if !isNumber(data) || err != nil || f != float64(int64(f)) || f > exact || f < -exact {
		return 0, false
	}
	return int64(f), true
}

// decimalNumber parses a JSON number. exact is false when the number has digits
// that the float64 loses.
func decimalNumber(data []byte) (f float64, exact, ok bool) {
	if !isNumber(data) {
		return 0, false, false
	}
	f, err := strconv.ParseFloat(string(data), 64)
	if err != nil {
		return 0, false, false
	}
	return f, significant(data) == significant(strconv.AppendFloat(nil, f, 'e', -1, 64)), true
}

// significant returns the digits of a number without sign, point, exponent and
// surrounding zeros.
func significant(number []byte) string {
	if i := bytes.IndexAny(number, "eE"); i >= 0 {
		number = number[:i]
	}
	digits := bytes.ReplaceAll(bytes.TrimPrefix(number, []byte("-")), []byte("."), nil)
	return string(bytes.Trim(digits, "0"))
}

func isNumber(data []byte) bool {
	return len(data) > 0 && (data[0] == '-' || '0' <= data[0] && data[0] <= '9')
}
