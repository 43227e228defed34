package infotext

import (
	"regexp"
	"slices"
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

// Parse reads a text, of this program or another. It never fails: what is not
// recognised as fields is prompt.
//
// The fields are in the last line that holds three or more, of which at least
// one is of those that every program writes, with a value of its kind: prompts
// have colons too. The lines behind it are Rest. Some programs write everything
// into one line: what stands before the fields there is prompt.
func Parse(text string) Parsed {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if !strings.Contains(text, "\n") {
		if before, fields := splitFields(text); fields == nil || before != "" { // they are not within the value of a field
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
	// knownField matches a field that programs write, with a value as they have
	// it, at the beginning of a line or where something has ended.
	knownField = regexp.MustCompile(`(?:^|[\s,.;])((?:` + knownNumber + `|` + knownText + `)(?:,|$))`)

	// isKnown is knownField for a field that was taken apart.
	isKnown = regexp.MustCompile(`^(?:` + knownNumber + `|` + knownText + `)$`)
)

const (
	knownNumber = `(?:` + KeySteps + `|` + KeySeed + `|CFG scale|Distilled CFG Scale|Guidance|` + KeyDenoising + `|Clip skip|ENSD|Eta|Hires[a-z -]*|Variation seed|Mask blur): *-?[\d.]+ *`
	knownText   = KeySize + `: *\d+ *[x×] *\d+ *|Model hash: *[0-9a-fA-F]+ *|(?:` + KeySampler + `|Schedule type|` + KeyJob + `|` + KeyImage + `): *[^\s,][^,]*|` +
		`Generator: *dreamlook\.ai *|Software: *Lookbook *`
)

// escapedEnds matches line ends that somebody wrote out, before what begins a
// line.
var escapedEnds = regexp.MustCompile(`\\n((?:Negative prompt|` + KeySteps + `):)`)

// splitFields returns a line's fields, nil when it holds none, and what stands
// before them. A line that is fields from its beginning is taken whole.
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

// negativeMark matches what stands before a negative prompt.
var negativeMark = regexp.MustCompile(`(?i)(?:^|[\s,.;])(negative prompt:[ \t]*)`)

// parsePrompts tells the prompt's lines from the negative prompt's. A second
// line that begins with the mark goes on with the negative prompt. The mark
// counts within a line where no line begins with it.
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
