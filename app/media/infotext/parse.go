package infotext

import (
	"encoding/json"
	"regexp"
	"strings"
)

// Parsed is what a text says.
type Parsed struct {
	Prompt   string
	Negative string
	Fields   []Field // in the order of the text, repeated keys included

	// Rest is what came after the fields, which some programs add: the
	// templates that a prompt was made from, for example.
	Rest string
}

// Get returns the value of a field. As in other programs, the last one counts
// when a key is repeated.
func (p Parsed) Get(key string) (value string, ok bool) {
	for _, f := range p.Fields {
		if f.Key == key {
			value, ok = f.Value, true
		}
	}
	return value, ok
}

// fieldPattern is the web UI's own. Its \w stands for the letters and digits
// of all scripts, Go's for ASCII's alone, hence the classes.
var fieldPattern = regexp.MustCompile(`\s*([\p{L}\p{N}_][\p{L}\p{N}_ \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)`)

// Parse reads a text, of this program or another. It never fails: what is not
// recognised as fields is prompt.
//
// The last line holds the fields, if three or more can be made out in it.
// Otherwise they are in the last line that begins with "Steps: ", by the same
// measure, and the lines after it are Rest.
func Parse(text string) Parsed {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), "\n")
	var p Parsed
	end := len(lines) - 1
	if p.Fields = parseFields(lines[end]); p.Fields == nil {
		for end--; end >= 0; end-- {
			if !strings.HasPrefix(strings.TrimSpace(lines[end]), KeySteps+": ") {
				continue
			}
			if p.Fields = parseFields(lines[end]); p.Fields != nil {
				break
			}
		}
	}
	if p.Fields == nil {
		end = len(lines)
	} else {
		p.Rest = strings.TrimSpace(strings.Join(lines[end+1:], "\n"))
	}
	p.Prompt, p.Negative = parsePrompts(lines[:end])
	return p
}

// parsePrompts tells the prompt's lines from the negative prompt's. A second
// line that begins with the prefix goes on with the negative prompt.
func parsePrompts(lines []string) (prompt, negative string) {
	var parts [2][]string
	part := 0
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), negativePrefix); ok {
			part, line = 1, strings.TrimLeft(rest, " \t")
		}
		parts[part] = append(parts[part], line)
	}
	return strings.TrimSpace(strings.Join(parts[0], "\n")), strings.TrimSpace(strings.Join(parts[1], "\n"))
}

// parseFields returns nil when the line doesn't hold enough of them.
func parseFields(line string) []Field {
	matches := fieldPattern.FindAllStringSubmatch(line, -1)
	if len(matches) < minFields {
		return nil
	}
	fields := make([]Field, len(matches))
	for i, m := range matches {
		fields[i] = Field{strings.TrimSpace(m[1]), unquote(strings.TrimSpace(m[2]))}
	}
	return fields
}

// unquote decodes a value in quotes, and keeps one that only looks like it.
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
