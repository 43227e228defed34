package curl

import (
	"encoding/json"
	"regexp"
	"strings"
)

// commandLike matches the start of a curl command.
var commandLike = regexp.MustCompile(`^(?i:curl(?:\.exe)?)[\s\p{Z}\\^` + "`" + `]+\S`)

// Looks reports whether a text may be meant for Parse: a curl command with an
// address, or a request's JSON.
func Looks(text string) bool {
	if len(text) > MaxTextBytes {
		return false
	}
	src := source(text).withoutEnd()
	src, start := afterPrompt(src, src.beginning())
	text = string(src[start:])
	switch {
	case strings.HasPrefix(text, "{"):
		var members map[string]json.RawMessage
		if json.Unmarshal([]byte(plainBlanks(text)), &members) != nil {
			return false
		}
		_, has := members["prompt"]
		return has
	}
	return commandLike.MatchString(text) && strings.Contains(strings.ToLower(text), "http")
}
