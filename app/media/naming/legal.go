package naming

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

const (
	// illegal are the visible characters that Windows forbids in names. macOS
	// and Linux forbid some of them too.
	illegal = `<>:"/\|?*`

	zeroWidthJoiner    = '\u200D' // joins emoji of several people
	zeroWidthNonJoiner = '\u200C' // separates letters in Persian and other languages

	// clipBytes is how much of a value is examined. The rest can't be in the
	// name, and a prompt may have megabytes.
	clipBytes = 4 * MaxName

	ends = " ." + string(zeroWidthJoiner) + string(zeroWidthNonJoiner)
)

// keep reports whether r may be in a name, unchanged or as a blank: visible
// characters, and the few invisible ones that scripts need. Direction and other
// format characters are not allowed, because they make a name look like
// another; nor are unassigned characters, which macOS rejects.
func keep(r rune) bool {
	switch {
	case r == utf8.RuneError:
		return false
	case r == zeroWidthJoiner, r == zeroWidthNonJoiner:
		return true
	case 0xE0020 <= r && r <= 0xE007F: // tags, for the flags of Scotland and Wales
		return true
	case r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0: // fillers, which are invisible letters
		return false
	}
	return unicode.IsGraphic(r)
}

// clean makes every character legal, in NFC. Blanks are kept, also repeated
// ones and those at the ends.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case strings.ContainsRune(`:/\|`, r):
			return '-'
		case strings.ContainsRune(illegal, r), !keep(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	return norm.NFC.String(s)
}

// tidy makes s a legal name of any length, possibly empty: clean, single
// blanks, and nothing at the ends that a system or a shell would misread.
func tidy(s string) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	return strings.TrimRight(strings.TrimLeft(s, ends+"-"), ends)
}

// clip cuts off most of a long value.
func clip(s string) string {
	s = strings.TrimSpace(s)
	if len(s) <= clipBytes {
		return s
	}
	end := clipBytes
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// shorten cuts a tidy s to room bytes, between graphemes, or between words if
// that loses less than a quarter.
func shorten(s string, room int) string {
	if len(s) <= room {
		return s
	}
	end, blank := 0, 0
	rest, state := s, -1
	for {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cluster == " " {
			blank = end
		}
		if end+len(cluster) > room {
			break
		}
		end += len(cluster)
	}
	if blank > room*3/4 {
		end = blank
	}
	return strings.TrimRight(s[:end], ends+",;-")
}

// reserved reports whether Windows reserves the name for a device. It checks
// the part before the first dot, without blanks at its end.
func reserved(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	device, isCom := strings.CutPrefix(base, "COM")
	if !isCom {
		var isLpt bool
		if device, isLpt = strings.CutPrefix(base, "LPT"); !isLpt {
			return false
		}
	}
	return utf8.RuneCountInString(device) == 1 && strings.Contains("0123456789¹²³", device)
}

// extension returns a legal extension, with its dot.
func extension(s string) string {
	s = strings.ToLower(strings.TrimPrefix(s, "."))
	if s == "" || len(s) >= maxExtension || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ".png"
	}
	return "." + s
}
