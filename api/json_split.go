package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// The functions here cut JSON that is known to be valid into its parts without
// copying it and without reading it again at every level, which is what
// encoding/json does and what a list of thousands of jobs would feel.

// errTooDeep is wrapped by what checkJSON returns for JSON nested too deeply.
var errTooDeep = errors.New("nested too deeply")

// checkJSON reports whether data is one valid JSON value that is nested at
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

// members calls yield for each member of a valid JSON object, in order. It
// returns false, without a call, when data is not an object.
func members(data []byte, yield func(name string, value []byte)) bool {
	i := skipBlank(data, 0)
	if i >= len(data) || data[i] != '{' {
		return false
	}
	for i = skipBlank(data, i+1); i < len(data) && data[i] != '}'; {
		end := skipString(data, i)
		name, _ := unquote(data[i:end])
		i = skipBlank(data, skipBlank(data, end)+1) // past the colon
		end = skipValue(data, i)
		yield(name, data[i:end])
		if i = skipBlank(data, end); i < len(data) && data[i] == ',' {
			i = skipBlank(data, i+1)
		}
	}
	return true
}

// elements calls yield for each element of a valid JSON array, in order, until
// it returns false. It returns false, without a call, when data is not an
// array.
func elements(data []byte, yield func(value []byte) bool) bool {
	i := skipBlank(data, 0)
	if i >= len(data) || data[i] != '[' {
		return false
	}
	for i = skipBlank(data, i+1); i < len(data) && data[i] != ']'; {
		end := skipValue(data, i)
		if !yield(data[i:end]) {
			return true
		}
		if i = skipBlank(data, end); i < len(data) && data[i] == ',' {
			i = skipBlank(data, i+1)
		}
	}
	return true
}

// unquote returns the text of a valid JSON string, and false when data is some
// other value.
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

func skipBlank(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

// skipString returns the index after the string that begins at i.
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

// skipValue returns the index after the value that begins at i.
func skipValue(data []byte, i int) int {
	level := 0
	for ; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = skipString(data, i) - 1
		case '{', '[':
			level++
			continue
		case '}', ']':
			if level == 0 {
				return i // the enclosing value's end: a number or word stops here
			}
			level--
		case ',', ' ', '\n', '\t', '\r', ':':
			if level == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if level == 0 {
			return min(i+1, len(data))
		}
	}
	return len(data)
}
