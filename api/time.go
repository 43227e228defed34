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

// Time is a timestamp as the service writes it: without a zone, which means
// UTC. The zero Time stands for null, the empty string and "not there".
type Time struct{ time.Time }

// The service's two forms. It is Python's isoformat: six digits after the
// point, or no point at all when the microseconds happen to be zero.
const (
	wholeSeconds = "2006-01-02T15:04:05"
	microseconds = "2006-01-02T15:04:05.000000"
	nanoseconds  = "2006-01-02T15:04:05.000000000"
)

// maxTimeBytes is far above the longest form anyone writes (35 bytes) and
// keeps an absurd string from being parsed over and over.
const maxTimeBytes = 64

// written is a time as services write it: a date, a T or blanks, a time of day
// with any fraction, and an offset of hours, with or without minutes.
var written = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:(?:[Tt_]|\s+)(\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s*(?:([Zz]|UTC|GMT)|([+-]\d{2})(?::?(\d{2}))?)?)?$`)

// ParseTime reads a timestamp in any form that services use: ISO 8601 with a T
// or a blank between date and time, any fraction, any offset, or none; the dates
// of HTTP and of mail; seconds since 1970, also in milli-, micro- and
// nanoseconds. Without a zone it is UTC; with one it is converted to UTC. The
// empty string is the zero Time.
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

// epochTime reads a number of seconds since 1970, or of thousandths, millionths
// or billionths of one, whichever gives a time of this century. A small number
// is no time.
func epochTime(text string) (Time, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0123456789") != "" || whole[0] == '+' {
		return Time{}, false
	}
	const first, last = 1e8, 1e11 // from 1973 on, for 3,000 years
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

// String writes the time the way the service does, and "" for the zero Time.
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

// MarshalJSON writes the service's own form, or null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.String())
}

// UnmarshalJSON accepts what ParseTime accepts, seconds as a number too, and null.
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

// MarshalText writes what String writes.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText accepts what ParseTime accepts.
func (t *Time) UnmarshalText(text []byte) error {
	read, err := ParseTime(strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	*t = read
	return nil
}
