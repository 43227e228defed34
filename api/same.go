package api

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
)

// echoOptional are the fields that say what to do with the pictures. The
// service may omit them from its echo: the finished job in its documentation
// has none of them. [assumed]
var echoOptional = map[string]bool{"tags": true, "callback": true, "output_format": true}

// Same reports whether echoed, the config that the service shows for a job, can
// be the echo of the request sent. A submission whose answer was lost finds its
// job this way.
//
// It is not symmetric. Everything in sent must be in echoed with the same
// value, but echoed may have more, such as defaults. Tags, callback and
// output_format may be missing. Numbers are compared by value: 768 equals
// 768.0, and 0.6 equals what 32 bits keep of it. Texts are compared without
// surrounding blanks. null, "", [] and {} equal absence. dry_run is ignored. A
// request without a prompt has no echo.
//
// Two requests that differ only by an omitted field can both match the same
// echo.
func Same(sent, echoed Config) bool {
	want, there := normal(sent), normal(echoed)
	if want["prompt"] == nil {
		return false
	}
	for name, value := range want {
		other, found := there[name]
		if !found && echoOptional[name] {
			continue
		}
		if !found || !sameValue(value, other) {
			return false
		}
	}
	return true
}

// normal returns a config as JSON values by name, without values that equal
// absence. It returns nothing for a config that cannot be written.
func normal(c Config) map[string]any {
	body, err := marshalObject(c)
	if err != nil {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var said map[string]any
	if dec.Decode(&said) != nil {
		return nil
	}
	delete(said, "dry_run")
	for name, value := range said {
		if isNothing(value) {
			delete(said, name)
		}
	}
	return said
}

func isNothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, inner := range v {
			if !isNothing(inner) {
				return false
			}
		}
		return true
	}
	return false
}

// sameValue compares JSON values as Same describes. In an object too, echoed
// may have more members.
func sameValue(sent, echoed any) bool {
	switch s := sent.(type) {
	case string:
		e, ok := echoed.(string)
		return ok && normalText(s) == normalText(e)
	case json.Number:
		e, ok := echoed.(json.Number)
		return ok && sameNumber(s, e)
	case []any:
		e, ok := echoed.([]any)
		if !ok || len(s) != len(e) {
			return false
		}
		for i := range s {
			if !sameValue(s[i], e[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		e, ok := echoed.(map[string]any)
		if !ok {
			return false
		}
		for name, value := range s {
			if !isNothing(value) && !sameValue(value, e[name]) {
				return false
			}
		}
		return true
	}
	return isNothing(sent) && isNothing(echoed) || sent == echoed
}

func normalText(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
}

func sameNumber(a, b json.Number) bool {
	m, aWhole := wholeNumber([]byte(a))
	n, bWhole := wholeNumber([]byte(b))
	if aWhole && bWhole {
		return m == n
	}
	x, _, aOK := decimalNumber([]byte(a))
	y, _, bOK := decimalNumber([]byte(b))
	const single = 1e-6 // relative error; slightly more than that of 32 bits
	return aOK && bOK && math.Abs(x-y) <= single*math.Max(math.Abs(x), math.Abs(y)) || a == b
}
