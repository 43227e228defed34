package message

import (
	"strconv"

	"lookbook/api/curl"
)

// pasted says what is wrong with a text that should be a request, and where.
func pasted(e *curl.Error) string {
	with := With{}
	for name, value := range e.With {
		with[name] = value
	}
	words := T("curl."+string(e.Fault), with)
	if e.Line == 0 {
		return words
	}
	return T("curl.at", With{"Why": words, "Line": strconv.Itoa(e.Line), "Column": strconv.Itoa(e.Column)})
}

// Ignored names the parts of a pasted command that have no effect.
func Ignored(parts []curl.Part) (names []string) {
	for _, p := range parts {
		names = append(names, T("curl.ignored."+string(p.Kind), With{"Name": p.Name}))
	}
	return names
}
