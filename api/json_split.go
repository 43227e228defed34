package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// errTooDeep is wrapped by checkJSON's error for JSON nested too deeply.
var errTooDeep = errors.New("nested too deeply")

// checkJSON reports an error unless data is one valid JSON value, nested at
// most depth levels.
func checkJSON(data []byte, depth int) error {
	level := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = skipString(data, i) - 1
		case '{', '[':
			if level++; level > depth {
				return fmt.Errorf("reading JSON: more than %d levels: %w", depth, errTooDeep)
			}
		case '}', ']':
			level--
		}
	}
	if !json.Valid(data) {
		var v json.RawMessage
		return fmt.Errorf("reading JSON: %w", json.Unmarshal(data, &v))
	}
	return nil
}

// members calls yield for each member of a valid JSON object. It returns false,
// and calls nothing, when data is not an object.
func members(data []byte, yield func(name string, value []byte)) bool {
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' {
		return false
	}
	split(data, func(quoted, value []byte) bool {
		if name, ok := unquote(quoted); ok {
			yield(name, value)
		}
		return true
	})
	return true
}

// split calls yield for each part of a valid JSON array or object, in order,
// until yield returns false. An element of an array has no name. One pass: a
// long list has every level of its jobs split, and encoding/json looks at each
// byte several times.
func split(data []byte, yield func(name, value []byte) bool) {
	object := data[0] == '{'
	for i := skipBlank(data, 1); i < len(data) && data[i] != '}' && data[i] != ']'; {
		var name []byte
		if object {
			end := skipString(data, i)
			name, i = data[i:end], skipBlank(data, skipBlank(data, end)+1) // behind the colon
		}
		end := skipValue(data, i)
		if !yield(name, data[min(i, end):end]) {
			return
		}
		i = skipBlank(data, skipBlank(data, end)+1) // behind the comma
	}
}

// skipValue returns the index after the value that starts at i.
func skipValue(data []byte, i int) int {
	level := 0
	for i < len(data) {
		switch data[i] {
		case '"':
			if i = skipString(data, i); level == 0 {
				return i
			}
			continue
		case '{', '[':
			level++
		case '}', ']':
			if level--; level <= 0 {
				return i + level + 1 // a number ends before the bracket
			}
		case ',', ' ', '\t', '\r', '\n':
			if level == 0 {
				return i
			}
		}
		i++
	}
	return len(data)
}

// skipBlank returns the index of the first byte from i on that is not white
// space.
func skipBlank(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t' || data[i] == '\r' || data[i] == '\n') {
		i++
	}
	return i
}

// elements calls yield for each element of a valid JSON array, in order, until
// yield returns false. It returns false, and calls nothing, when data is not an
// array.
func elements(data []byte, yield func(value []byte) bool) bool {
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '[' {
		return false
	}
	split(data, func(_, value []byte) bool { return yield(value) })
	return true
}

// unquote returns the text of a valid JSON string, and false for any other
// value.
func unquote(data []byte) (string, bool) {
	if len(data) < 2 || data[0] != '"' {
		return "", false
	}
	inner := data[1 : len(data)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), true
	}
	var s string
	err := json.Unmarshal(data, &s)
	return s, err == nil
}

func isNull(data []byte) bool { return string(data) == "null" }

// skipString returns the index after the string that starts at i.
func skipString(data []byte, i int) int {
	for i++; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}
