package api

import (
	"bytes"
	"encoding/json"
	"fmt"
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

// ParseTime reads a timestamp in ISO 8601 form, with a T or a blank between
// date and time, with or without a fraction. Without a zone it is UTC; with
// one it is converted to UTC. The empty string is the zero Time.
func ParseTime(s string) (Time, error) {
	if s == "" {
		return Time{}, nil
	}
	if len(s) > maxTimeBytes {
		return Time{}, fmt.Errorf("reading a time: %d bytes is too long for one", len(s))
	}
	text := s
	if len(text) > 10 && text[10] == ' ' {
		text = text[:10] + "T" + text[11:]
	}
	layouts := []string{wholeSeconds, time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04", time.DateOnly}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return Time{t.UTC()}, nil
		}
	}
	return Time{}, fmt.Errorf("reading a time: %q has no form that is known here", PlainText(s, maxTimeBytes))
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

// UnmarshalJSON accepts what ParseTime accepts, and null.
func (t *Time) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*t = Time{}
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("reading a time: %w", err)
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
