package support

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// mostStack bounds a cleaned stack, in bytes: the goroutine that crashed comes first.
const mostStack = 24 << 10

// Lines of a crash that say how it came about. All others are left out: registers and words of
// memory can hold a part of the key.
var (
	goroutine = regexp.MustCompile(`^(goroutine \d+)(?: [a-z]+=\S+)* (\[[A-Za-z ,.()0-9]+)`)
	function  = regexp.MustCompile(`^((?:created by )?[\w./*()\[\]·%$~-]+?)(?:\([^()]*\)|\(\.\.\.\))?( in goroutine \d+)?$`)
	place     = regexp.MustCompile(`^\t\S.*\.(?:go|s|c|h|m):\d+(?: \+0x[0-9a-f]+)?`)
	head      = regexp.MustCompile(`^(fatal error: |SIG[A-Z]+: |runtime stack:$|\.\.\.\d+ frames elided|\.\.\.additional frames elided)`)
	thrown    = regexp.MustCompile(`^\t?panic: `)
	signal    = regexp.MustCompile(`^(\[signal SIG[A-Z]+: [A-Za-z ]+?)(?: code=.*)?\]?$`)
)

// Stack returns what may be shown of a stack, as the Go runtime prints it: functions without their
// arguments, places in the source, and the words of the panic.
func Stack(text string) string {
	var b strings.Builder
	called := false // the line before names a function
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if place.MatchString(line) {
			if line = place.FindString(line); !called { // more lines of a panic's words look the same
				line = ""
			}
			called = false
		} else {
			line, called = stackLine(line)
		}
		if line == "" {
			continue
		}
		if b.Len()+len(line) > mostStack {
			b.WriteString("…\n")
			break
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

func stackLine(line string) (shown string, called bool) {
	switch {
	case thrown.MatchString(line):
		before, value, _ := strings.Cut(line, "panic: ")
		return before + "panic: " + Thrown(value), false
	case signal.MatchString(line):
		return signal.FindStringSubmatch(line)[1] + "]", false
	case head.MatchString(line):
		return Thrown(line), false
	}
	if m := goroutine.FindStringSubmatch(line); m != nil {
		return m[1] + " " + m[2] + "]:", false
	}
	if m := function.FindStringSubmatch(line); m != nil && (strings.Contains(m[1], ".") || m[1] == "panic") {
		return m[1] + m[2], true
	}
	return "", false
}

// quoted matches what may be a person's own words in an error's text. Where a quotation mark is not
// closed, the rest of the text is taken for quoted.
var quoted = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*(?:\"|$)|`[^`]*(?:`|$)|“[^”]*(?:”|$)|'[^']*'")

// mostThrown bounds the words of a panic, in runes.
const mostThrown = 200

// Thrown returns what may be shown of a panic's value: one line, without what is quoted in it.
func Thrown(value string) string {
	value, _, _ = strings.Cut(value, "\n")
	value = quoted.ReplaceAllString(value, "…")
	if utf8.RuneCountInString(value) > mostThrown {
		value = string([]rune(value)[:mostThrown]) + "…"
	}
	return value
}
