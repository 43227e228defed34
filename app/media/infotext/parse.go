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
// The last line holds the fields, if three or more can be made out in it that
// are no weights of words. Otherwise they are in the last line that tells the
// number of steps, by the same measure, and the lines behind it are Rest. Some
// programs write everything into one line: what stands before the steps there is
// prompt.
func Parse(text string) Parsed {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), "\n")
	if len(lines) == 1 {
		lines = parts(lines[0])
	}
	var p Parsed
	end := len(lines) - 1
	if !weightPattern.MatchString(lines[end]) {
		p.Fields = parseFields(lines[end])
	}
	for p.Fields == nil && end > 0 {
		if end--; stepsPattern.MatchString(lines[end]) {
			p.Fields = parseFields(lines[end])
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

// parts are the lines that one line should have been.
func parts(line string) []string {
	at := stepsPattern.FindStringSubmatchIndex(line)
	if at == nil {
		return []string{line}
	}
	before, fields := strings.TrimSpace(line[:at[2]]), line[at[2]:]
	prompt, negative, found := strings.Cut(before, negativePrefix)
	switch {
	case strings.Contains(before, `"`), !found && (before == "" || strings.HasSuffix(before, ",")):
		return []string{line}
	case !found:
		return []string{prompt, fields}
	}
	return []string{prompt, negativePrefix + negative, fields}
}

// stepsPattern matches the field that every web UI writes, at the beginning of a
// line or behind a blank.
var stepsPattern = regexp.MustCompile(`(?:^|[\s,])(` + KeySteps + `: *\d+ *(?:,|$))`)

// weightPattern matches the weight of a word or of a LoRA: "(red:1.2)".
var weightPattern = regexp.MustCompile(`[(<\[][^()<>\[\]]*: *[\d.]+[)>\]]`)

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

// parseFields returns nil when the line doesn't hold enough of them. A value may
// be JSON, which has commas of its own.
func parseFields(line string) []Field {
	var fields []Field
	for {
		m := fieldPattern.FindStringSubmatchIndex(line)
		if m == nil {
			break
		}
		value, end := line[m[4]:m[5]], m[1]
		if length := jsonLength(line[m[4]:]); length > 0 {
			value, end = line[m[4]:m[4]+length], min(m[4]+length+1, len(line))
		}
		fields = append(fields, Field{strings.TrimSpace(line[m[2]:m[3]]), unquote(strings.TrimSpace(value))})
		line = line[end:]
	}
	if len(fields) < minFields {
		return nil
	}
	return fields
}

// jsonLength is how many bytes of a text are an object or a list of JSON that is
// a whole value; 0: none.
func jsonLength(text string) int {
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return 0
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	var ignored json.RawMessage
	if decoder.Decode(&ignored) != nil {
		return 0
	}
	length := int(decoder.InputOffset())
	if rest := text[length:]; rest != "" && rest[0] != ',' {
		return 0
	}
	return length
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
