package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Time is a timestamp as the service writes it: without a zone, in UTC. The
// zero Time stands for null, the empty string and a missing value.
type Time struct{ time.Time }

// The service's two forms. Python's isoformat writes six digits after the
// point, or no point when the microseconds are zero.
const (
	wholeSeconds = "2006-01-02T15:04:05"
	microseconds = "2006-01-02T15:04:05.000000"
	nanoseconds  = "2006-01-02T15:04:05.000000000"
)

// maxTimeBytes is far above the longest usual form, which has 35 bytes. It
// keeps absurd strings from being parsed repeatedly.
const maxTimeBytes = 64

// written matches the usual forms: a date, a T or blanks, a time of day with
// any fraction, and an offset in hours, with or without minutes.
var written = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:(?:[Tt_]|\s+)(\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s*(?:([Zz]|UTC|GMT)|([+-]\d{2})(?::?(\d{2}))?)?)?$`)

// ParseTime parses the forms that services use: ISO 8601 with a T or a blank, any fraction, any
// offset or none; the dates of HTTP and mail; seconds since 1970, also in milli-, micro- and
// nanoseconds. A time without a zone is UTC; one with a zone is converted to UTC. "" is the zero
// Time.
func ParseTime(s string) (Time, error) {
	if s == "" {
		return Time{}, nil
	}
	if len(s) > maxTimeBytes {
		return Time{}, fmt.Errorf("reading a time: %d bytes is too long for one", len(s))
	}
	text := strings.TrimSpace(s)
	if t, ok := epochTime(text); ok {
		return t, nil
	}
	if part := written.FindStringSubmatch(text); part != nil {
		clock, fraction, offset := part[2], part[3], "Z"
		if clock == "" {
			clock = "00:00"
		}
		if len(clock) == len("00:00") {
			clock += ":00"
		}
		if fraction != "" {
			clock += "." + fraction[:min(len(fraction), 9)]
		}
		if part[5] != "" {
			if offset = part[5] + ":" + part[6]; part[6] == "" {
				offset += "00"
			}
		}
		if t, err := time.Parse(time.RFC3339Nano, part[1]+"T"+clock+offset); err == nil {
			return Time{t.UTC()}, nil
		}
	}
	if t, err := http.ParseTime(text); err == nil {
		return Time{t.UTC()}, nil
	}
	for _, layout := range []string{time.RFC1123Z, "20060102T150405Z0700", "20060102T150405"} {
		if t, err := time.Parse(layout, text); err == nil {
			return Time{t.UTC()}, nil
		}
	}
	return Time{}, fmt.Errorf("reading a time: %q has no form that is known here", PlainText(s, maxTimeBytes))
}

// epochTime parses seconds since 1970, or milli-, micro- or nanoseconds,
// whichever gives a plausible year. A small number is not a time.
func epochTime(text string) (Time, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0123456789") != "" || whole[0] == '+' {
		return Time{}, false
	}
	const first, last = 1e8, 1e11 // seconds: years 1973 to 5138
	for _, perSecond := range []int64{1, 1e3, 1e6, 1e9} {
		if seconds := n / perSecond; seconds >= first && seconds < last {
			digits := fmt.Sprintf("%0*d", len(strconv.FormatInt(perSecond, 10))-1, n%perSecond)
			if perSecond == 1 {
				digits = ""
			}
			nanos, err := strconv.ParseInt((digits + fraction + "000000000")[:9], 10, 64)
			return Time{time.Unix(seconds, nanos).UTC()}, err == nil
		}
	}
	return Time{}, false
}

// String writes the service's form, and "" for the zero Time.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	u := t.UTC()
	switch {
	case u.Nanosecond() == 0:
		return u.Format(wholeSeconds)
	case u.Nanosecond()%1000 == 0:
		return u.Format(microseconds)
	default:
		return u.Format(nanoseconds)
	}
}

// MarshalJSON writes the service's form, or null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.String())
}

// UnmarshalJSON accepts the forms of ParseTime, seconds as a number, and null.
func (t *Time) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*t = Time{}
		return nil
	}
	s := string(data)
	if !isNumber(data) {
		if err := json.Unmarshal(data, &s); err != nil {
			return fmt.Errorf("reading a time: %w", err)
		}
	}
	read, err := ParseTime(strings.TrimSpace(s))
	if err != nil {
		return err
	}
	*t = read
	return nil
}

func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

func (t *Time) UnmarshalText(text []byte) error {
	read, err := ParseTime(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	*t = read
	return nil
}
