package settings

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lookbook/app/cause"
)

// number is a preference from low to high.
func number(key string, value *int, initial, low, high int) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() cause.Cause {
			was := *value
			*value = min(max(was, low), high)
			if *value == was {
				return cause.Cause{}
			}
			return cause.New(cause.SettingRange, "Value", strconv.Itoa(was), "Least", strconv.Itoa(low), "Most", strconv.Itoa(high), "Used", strconv.Itoa(*value))
		},
	}
}

// word is a preference with one of several words; the first is the default.
func word[T ~string](key string, value *T, initial T, others ...T) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() cause.Cause {
			was := *value
			if was == initial || slices.Contains(others, was) {
				return cause.Cause{}
			}
			*value = initial
			return cause.New(cause.SettingWord, "Value", strconv.Quote(clip(string(was))), "Used", strconv.Quote(string(initial)))
		},
	}
}

// text is a preference of at most limit bytes that fault accepts.
func text(key string, value *string, initial string, limit int, fault func(string) cause.Code) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() cause.Cause {
			why := fault(*value)
			switch {
			case len(*value) > limit:
				why = cause.SettingLong
			case !utf8.ValidString(*value) || strings.ContainsRune(*value, 0):
				why = cause.SettingBytes
			}
			if why == "" {
				return cause.Cause{}
			}
			was := strconv.Quote(clip(*value))
			*value = initial
			return cause.New(why, "Value", was, "Most", strconv.Itoa(limit))
		},
	}
}

func flag(key string, value *bool, initial bool) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() cause.Cause { return cause.Cause{} },
	}
}

func folderFault(folder string) cause.Code {
	if folder != "" && !filepath.IsAbs(folder) {
		return cause.SettingNoPath // it would mean another folder at every start
	}
	return ""
}

func templateFault(template string) cause.Code {
	if strings.TrimSpace(template) == "" {
		return cause.SettingEmpty
	}
	return ""
}

// clip shortens a value for a note.
func clip(s string) string {
	const most = 60
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
