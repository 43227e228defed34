package request

import (
	"fmt"
	"strings"

	"lookbook/api"
)

// FormatTags writes tags in the form that ParseTags reads: one key=value per
// line.
func FormatTags(tags []api.Tag) string {
	lines := make([]string, len(tags))
	for i, tag := range tags {
		lines[i] = tag.Key + "=" + tag.Value
	}
	return strings.Join(lines, "\n")
}

// ParseTags parses one key=value per line. Blank lines are skipped; blanks around key and value are
// trimmed. The error is a *TagError for the first line without a key or an equals sign.
func ParseTags(text string) ([]api.Tag, error) {
	var tags []api.Tag
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		key, value, found := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !found || key == "" {
			return nil, &TagError{Line: i + 1}
		}
		tags = append(tags, api.Tag{Key: key, Value: value})
	}
	return tags, nil
}

// TagError names the line that is not a tag, from 1.
type TagError struct{ Line int }

func (e *TagError) Error() string {
	return fmt.Sprintf("Line %d needs the form key=value", e.Line)
}
