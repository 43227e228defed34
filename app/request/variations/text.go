package variations

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"lookbook/app/request"
)

// maxDepth bounds how deeply alternatives are nested, which nobody could read.
const maxDepth = 20

// A sequence is a list of texts and alternatives.
type sequence struct {
	parts []part
	count *big.Int // number of texts that it stands for, at least 1
}

// A part is plain text, or the options of a pair of braces.
type part struct {
	text    string
	options []sequence // nil for text
	count   *big.Int
}

// Escape returns text with its braces escaped, so that it stands for itself
// only.
func Escape(text string) string {
	var b strings.Builder
	slashes := 0
	for _, r := range text {
		if r == '{' || r == '}' {
			b.WriteString(strings.Repeat(`\`, slashes+1))
		}
		b.WriteRune(r)
		if slashes++; r != '\\' {
			slashes = 0
		}
	}
	return b.String()
}

// parse parses a prompt.
func parse(field request.Field, text string) (sequence, error) {
	p := parser{field: field, text: text}
	s, err := p.sequence(0)
	if err != nil {
		return sequence{}, err
	}
	if p.i < len(text) {
		return sequence{}, p.fail(p.i, request.Why{Code: ClosesNothing})
	}
	return s, nil
}

type parser struct {
	field request.Field
	text  string
	i     int
}

func (p *parser) fail(at int, why request.Why) error {
	return &Error{p.field, 1 + utf8.RuneCountInString(p.text[:at]), why}
}

// sequence parses up to the rune that ends it: | or } within braces, the end of
// the text or a } outside.
func (p *parser) sequence(depth int) (sequence, error) {
	s := sequence{count: big.NewInt(1)}
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			s.parts = append(s.parts, part{text: plain.String()})
			plain.Reset()
		}
	}
	for p.i < len(p.text) {
		switch c := p.text[p.i]; {
		case c == '\\':
			plain.WriteString(p.backslashes(depth))
		case c == '{':
			flush()
			group, err := p.group(depth + 1)
			if err != nil {
				return sequence{}, err
			}
			s.parts = append(s.parts, group)
			s.count.Mul(s.count, group.count)
		case c == '}' || c == '|' && depth > 0:
			flush()
			return s, nil
		default:
			plain.WriteByte(c)
			p.i++
		}
	}
	flush()
	return s, nil
}

// backslashes parses a run of backslashes. Before a rune with a meaning, each
// pair stands for one, and an odd one escapes the rune.
func (p *parser) backslashes(depth int) string {
	end := p.i
	for end < len(p.text) && p.text[end] == '\\' {
		end++
	}
	run := end - p.i
	if end == len(p.text) || !strings.ContainsRune("{}", rune(p.text[end])) && (p.text[end] != '|' || depth == 0) {
		p.i = end
		return strings.Repeat(`\`, run)
	}
	text := strings.Repeat(`\`, run/2)
	if run%2 == 1 {
		text += p.text[end : end+1]
		end++
	}
	p.i = end
	return text
}

// group parses a pair of braces.
func (p *parser) group(depth int) (part, error) {
	open := p.i
	if depth > maxDepth {
		return part{}, p.fail(open, request.Why{Code: TooDeep, Max: strconv.Itoa(maxDepth)})
	}
	g := part{count: new(big.Int)}
	for p.i < len(p.text) && p.text[p.i] != '}' {
		p.i++ // the opening brace, or a bar
		option, err := p.sequence(depth)
		if err != nil {
			return part{}, err
		}
		g.options = append(g.options, option)
		g.count.Add(g.count, option.count)
	}
	if p.i == len(p.text) {
		return part{}, p.fail(open, request.Why{Code: NeverClosed})
	}
	p.i++
	return g, nil
}

// at returns text i of those that a sequence stands for. The last alternative
// changes fastest. No count in it is larger than MaxJobs.
func (s sequence) at(i int) string {
	texts := make([]string, len(s.parts))
	for n := len(s.parts) - 1; n >= 0; n-- {
		p := s.parts[n]
		if p.options == nil {
			texts[n] = p.text
			continue
		}
		count := int(p.count.Int64())
		texts[n] = p.at(i % count)
		i /= count
	}
	return strings.Join(texts, "")
}

// at returns text i of those that a pair of braces stands for.
func (p part) at(i int) string {
	for _, option := range p.options {
		count := int(option.count.Int64())
		if i < count {
			return option.at(i)
		}
		i -= count
	}
	return ""
}
