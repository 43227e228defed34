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
	var all map[string]json.RawMessage
	if json.Unmarshal(data, &all) != nil || all == nil {
		return false
	}
	for name, value := range all {
		yield(name, value)
	}
	return true
}

// elements calls yield for each element of a valid JSON array, in order, until
// yield returns false. It returns false, and calls nothing, when data is not an
// array.
func elements(data []byte, yield func(value []byte) bool) bool {
	var all []json.RawMessage
	if json.Unmarshal(data, &all) != nil || all == nil {
		return false
	}
	for _, value := range all {
		if !yield(value) {
			break
		}
	}
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
