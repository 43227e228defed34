package curl

import (
	"encoding/json"
	"regexp"
	"strings"
)

// commandLike matches the beginning of a curl command, also with the prompt of
// a terminal before it.
var commandLike = regexp.MustCompile(`^(?:(?:[$%>#]|PS [^>\n]*>|[A-Za-z]:\\[^>\n]*>)[ \t]*(?:& )?)?(?i:curl(?:\.exe)?)[ \t\\^` + "`" + `]+\S`)

// Looks reports whether a text may be meant for Parse rather than be words: a
// curl command with an address, or a request's JSON.
func Looks(text string) bool {
	text = strings.TrimSpace(strings.TrimLeft(text, "\uFEFF\u00A0 \t\r\n"))
	switch {
	case len(text) > MaxTextBytes:
		return false
	case strings.HasPrefix(text, "{"):
		var members map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &members) != nil {
			return false
		}
		_, has := members["prompt"]
		return has
	}
	return commandLike.MatchString(text) && strings.Contains(strings.ToLower(text), "http")
}
