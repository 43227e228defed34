package settings

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// number is a preference between low and high, both included.
func number(key string, value *int, initial, low, high int) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() string {
			was := *value
			*value = min(max(was, low), high)
			if *value == was {
				return ""
			}
			return fmt.Sprintf("%d is not between %d and %d; %d is used", was, low, high, *value)
		},
	}
}

// word is a preference that is one of several words, the first the default.
func word[T ~string](key string, value *T, initial T, others ...T) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() string {
			was := *value
			if was == initial || slices.Contains(others, was) {
				return ""
			}
			*value = initial
			return fmt.Sprintf("%q is not one of its values; %q is used", clip(string(was)), initial)
		},
	}
}

// text is a preference of at most limit bytes in which fault finds nothing.
func text(key string, value *string, initial string, limit int, fault func(string) string) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() string {
			why := fault(*value)
			switch {
			case len(*value) > limit:
				why = fmt.Sprintf("is longer than %d bytes", limit)
			case !utf8.ValidString(*value) || strings.ContainsRune(*value, 0):
				why = "holds bytes that are no text"
			}
			if why == "" {
				return ""
			}
			why = fmt.Sprintf("%q %s; the default is used", clip(*value), why)
			*value = initial
			return why
		},
	}
}

func flag(key string, value *bool, initial bool) field {
	return field{
		key:   key,
		value: value,
		reset: func() { *value = initial },
		bound: func() string { return "" },
	}
}

func folderFault(folder string) string {
	if folder != "" && !filepath.IsAbs(folder) {
		return "is no absolute path" // it would mean another folder with every start
	}
	return ""
}

func templateFault(template string) string {
	if strings.TrimSpace(template) == "" {
		return "is empty"
	}
	return ""
}

// clip shortens what a note quotes.
func clip(s string) string {
	const most = 60
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
