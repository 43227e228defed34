package recall

import "strings"

// String formats the note for tests.
func (n Note) String() string {
	text := n.Name
	if n.Code != Field {
		text = strings.TrimSpace(string(n.Code) + " " + n.Name)
	}
	if n.Value != "" {
		text += ": " + n.Value
	}
	return text
}
