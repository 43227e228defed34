package infotext

import (
	"regexp"
	"slices"
	"strings"
)

// Parsed is the content of a text.
type Parsed struct {
	Prompt   string
	Negative string
	Fields   []Field // in the order of the text, with repeated keys

	// Rest is the text after the fields: some programs add the templates of a
	// prompt, for example.
	Rest string
}

// Parse reads a text of this or another program. It never fails: text that is
// not recognised as fields is prompt.
//
// The fields are in the last line that has at least three, one of which every
// program writes, with a valid value: prompts contain colons too. The lines
// after it are Rest. Some programs write everything into one line; then the
// text before the fields is prompt.
func Parse(text string) Parsed {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if !strings.Contains(text, "\n") {
		if before, fields := splitFields(text); fields == nil || before != "" { // not inside the value of a field
			text = escapedEnds.ReplaceAllString(text, "\n$1")
		}
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	var p Parsed
	for i, line := range slices.Backward(lines) {
		before, fields := splitFields(line)
		if fields == nil {
			continue
		}
		p.Fields = fields
		p.Rest = strings.TrimSpace(strings.Join(lines[i+1:], "\n"))
		if lines = lines[:i]; strings.TrimSpace(before) != "" {
			lines = append(lines, before)
		}
		break
	}
	p.Prompt, p.Negative = parsePrompts(lines)
	return p
}

var (
	// knownField matches a field that programs write, with a typical value, at
	// the start of a line or after a separator.
	knownField = regexp.MustCompile(`(?:^|[\s,.;])((?:` + knownNumber + `|` + knownText + `)(?:,|$))`)

	// isKnown is knownField for a field that is already split.
	isKnown = regexp.MustCompile(`^(?:` + knownNumber + `|` + knownText + `)$`)
)

const (
	knownNumber = `(?:` + KeySteps + `|` + KeySeed + `|CFG scale|Distilled CFG Scale|Guidance|` + KeyDenoising + `|Clip skip|ENSD|Eta|Hires[a-z -]*|Variation seed|Mask blur): *-?[\d.]+ *`
	knownText   = KeySize + `: *\d+ *[x×] *\d+ *|Model hash: *[0-9a-fA-F]+ *|(?:` + KeySampler + `|Schedule type|` + KeyJob + `|` + KeyImage + `): *[^\s,][^,]*|` +
		`Generator: *dreamlook\.ai *|Software: *Lookbook *`
)

// escapedEnds matches "\n" written as two characters, before text that starts a
// line.
var escapedEnds = regexp.MustCompile(`\\n((?:Negative prompt|` + KeySteps + `):)`)

// splitFields returns the fields of a line, nil when it has none, and the text
// before them. A line that starts with a field is taken completely.
func splitFields(line string) (before string, fields []Field) {
	if fields, whole := parseFields(line); whole && !negativeMark.MatchString(fields[0].Key+":") {
		return "", fields
	}
	for _, m := range knownField.FindAllStringSubmatchIndex(line, -1) {
		if fields, _ := parseFields(line[m[2]:]); fields != nil {
			return line[:m[2]], fields
		}
	}
	return line, nil
}

// negativeMark matches the label of a negative prompt.
var negativeMark = regexp.MustCompile(`(?i)(?:^|[\s,.;])(negative prompt:[ \t]*)`)

// parsePrompts separates the lines of the prompt from those of the negative
// prompt. A second line with the label continues the negative prompt. A label
// inside a line counts only if no line starts with one.
func parsePrompts(lines []string) (prompt, negative string) {
	var parts [2][]string
	part := 0
	for _, line := range lines {
		begin := strings.TrimLeft(line, " \t")
		if m := negativeMark.FindStringSubmatchIndex(begin); m != nil && m[2] == 0 {
			part, line = 1, begin[m[3]:]
		}
		parts[part] = append(parts[part], line)
	}
	prompt, negative = strings.TrimSpace(strings.Join(parts[0], "\n")), strings.TrimSpace(strings.Join(parts[1], "\n"))
	if m := negativeMark.FindStringSubmatchIndex(prompt); m != nil && part == 0 {
		prompt, negative = strings.TrimSpace(prompt[:m[2]]), strings.TrimSpace(prompt[m[3]:])
	}
	return prompt, negative
}
