package infotext

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseFields parses a line of fields. It returns nil when the line has too few
// fields, or no known one. A value may be JSON with commas of its own; text
// that is not a field continues the value before it. whole is true when the
// line starts with a field and nothing in it looks like a prompt's weight.
func parseFields(line string) (fields []Field, whole bool) {
	s := scanner{rest: line, nested: 4 * len(line)}
	isOne := false
	whole = true
	for {
		before, f, ok := s.next()
		last := len(fields) - 1
		if before = strings.Trim(before, " \t,"); before != "" && last < 0 {
			whole = false
		} else if before != "" {
			fields[last].Value = strings.TrimPrefix(fields[last].Value+", "+before, ", ")
			whole = whole && (isOne || !strings.ContainsAny(before, "(<["))
		}
		if !ok {
			break
		}
		fields = append(fields, f)
		isOne = isOne || known(f)
	}
	if len(fields) < minFields || !isOne {
		return nil, false
	}
	return fields, whole
}

// scanner splits a line as the web UI's own pattern does:
//
//	\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)
//
// Its time is proportional to the line, whatever the line contains.
type scanner struct {
	rest   string
	nested int // bytes that may still be searched for the end of nested values
}

// next returns the next field, and the text before it.
func (s *scanner) next() (before string, f Field, ok bool) {
	for from := 0; ; {
		colon := strings.IndexByte(s.rest[from:], ':')
		if colon < 0 {
			before, s.rest = s.rest, ""
			return before, Field{}, false
		}
		colon += from
		key := keyAtEnd(s.rest[from:colon])
		if utf8.RuneCountInString(key) < 2 {
			from = colon + 1
			continue
		}
		before = s.rest[:colon-len(key)]
		s.rest = strings.TrimLeft(s.rest[colon+1:], " \t\r\n\v\f")
		return before, Field{strings.TrimSpace(key), unquote(strings.TrimSpace(s.value()))}, true
	}
}

// keyAtEnd returns the key at the end of a text: letters and digits of all
// scripts and, after the first character, blanks, dashes and slashes.
func keyAtEnd(text string) string {
	start := len(text)
	for at := len(text); at > 0; {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		if word := r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r); word && r != utf8.RuneError {
			start = at - size
		} else if r != ' ' && r != '-' && r != '/' {
			break
		}
		at -= size
	}
	return text[start:]
}

// value takes the value at the start of the rest, and the comma after it.
func (s *scanner) value() string {
	length := s.quoted()
	if length == 0 {
		length = s.nestedLength()
	}
	if length == 0 {
		if length = strings.IndexByte(s.rest, ','); length < 0 {
			length = len(s.rest)
		}
	}
	value := s.rest[:length]
	s.rest = strings.TrimPrefix(strings.TrimLeft(s.rest[length:], " "), ",")
	return value
}

// quoted returns the length in bytes of a quoted value at the start of the
// rest; 0: none.
func (s *scanner) quoted() int {
	if !strings.HasPrefix(s.rest, `"`) {
		return 0
	}
	for i := 1; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '\\':
			i++
		case '"':
			return s.ended(i + 1)
		}
	}
	return 0
}

// nestedLength returns the length in bytes of a complete object or list at the
// start of the rest, as JSON or Python writes it; 0: none.
func (s *scanner) nestedLength() int {
	var open []byte
	quote := byte(0)
	for i := 0; i < len(s.rest) && s.nested > 0; i++ {
		s.nested--
		switch c := s.rest[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case len(open) > 0 && (c == '"' || c == '\''):
			quote = c
		case c == '{':
			open = append(open, '}')
		case c == '[':
			open = append(open, ']')
		case len(open) > 0 && c == open[len(open)-1]:
			if open = open[:len(open)-1]; len(open) == 0 {
				return s.ended(i + 1)
			}
		}
		if len(open) == 0 {
			return 0
		}
	}
	return 0
}

// ended returns length if a value ends there, else 0.
func (s *scanner) ended(length int) int {
	if after := strings.TrimLeft(s.rest[length:], " "); after != "" && after[0] != ',' {
		return 0
	}
	return length
}

// unquote decodes a quoted value; one that only looks quoted is unchanged.
func unquote(value string) string {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return value
	}
	var decoded string
	if err := json.Unmarshal([]byte(value), &decoded); err != nil {
		return value
	}
	return decoded
}
