package variations

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"lookbook/app/request"
)

const (
	// maxDepth bounds how deeply alternatives are nested, which nobody could read.
	maxDepth = 20
	// maxBits bounds a number of texts that is still counted: lists within lists
	// make it grow beyond all memory.
	maxBits = 1 << 18
)

// A sequence is a list of texts and alternatives.
type sequence struct {
	parts []part
	count *big.Int // number of texts that it stands for, at least 1
	long  int      // no text of it is longer, in bytes; at most tooLong
}

// A part is plain text, the options of a pair of braces, or the lines of a list.
type part struct {
	text    string
	options []sequence // nil for text
	pick    *pick      // how many options are joined; nil: one
	lines   bool       // the options are the lines of a list
	count   *big.Int
	long    int
}

// tooLong stands for every length beyond what a plan can have.
const tooLong = maxBytes + 1

// Escape returns text with its braces and names of lists escaped, so that it
// stands for itself only.
func Escape(text string) string {
	var b strings.Builder
	slashes := 0
	for i := 0; i < len(text); i++ {
		mark := listAt(text[i:])
		if mark == "" && (text[i] == '{' || text[i] == '}') {
			mark = text[i : i+1]
		}
		if mark != "" {
			b.WriteString(strings.Repeat(`\`, slashes+1))
			b.WriteString(mark)
			i += len(mark) - 1
			slashes = 0
			continue
		}
		b.WriteByte(text[i])
		if slashes++; text[i] != '\\' {
			slashes = 0
		}
	}
	return b.String()
}

// parse parses a prompt.
func parse(field request.Field, text string, known *listed) (sequence, error) {
	p := parser{field: field, text: text, known: known}
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
	known *listed
	list  string // the list whose line is parsed; "": the prompt
	line  int    // from 1
}

func (p *parser) fail(at int, why request.Why) error {
	return &Error{Field: p.field, Column: 1 + utf8.RuneCountInString(p.text[:at]), Why: why, List: p.list, Line: p.line}
}

// sequence parses up to the rune that ends it: | or } within braces, the end of
// the text or a } outside.
func (p *parser) sequence(depth int) (sequence, error) {
	s := sequence{count: big.NewInt(1)}
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			s.parts = append(s.parts, part{text: plain.String()})
			s.long = min(s.long+plain.Len(), tooLong)
			plain.Reset()
		}
	}
	add := func(at int, added part) error {
		flush()
		s.parts = append(s.parts, added)
		s.long = min(s.long+added.long, tooLong)
		if s.count.Mul(s.count, added.count); s.count.BitLen() > maxBits {
			return p.fail(at, request.Why{Code: TooManyTexts})
		}
		return nil
	}
	for p.i < len(p.text) {
		switch c := p.text[p.i]; {
		case c == '\\':
			plain.WriteString(p.backslashes(depth))
		case c == '{':
			at := p.i
			group, err := p.group(depth + 1)
			if err == nil {
				err = add(at, group)
			}
			if err != nil {
				return sequence{}, err
			}
		case c == '_' && listAt(p.text[p.i:]) != "":
			at := p.i
			lines, err := p.lines()
			if err == nil {
				err = add(at, lines)
			}
			if err != nil {
				return sequence{}, err
			}
		case c == '$' && variable.MatchString(p.text[p.i:]):
			return sequence{}, p.fail(p.i, request.Why{Code: Variable, Given: variable.FindString(p.text[p.i:])})
		case c == '$' && depth > 0 && strings.HasPrefix(p.text[p.i:], "$$"):
			return sequence{}, p.fail(p.i, request.Why{Code: BadPick})
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
	mark := p.mark(end, depth)
	if mark == "" {
		p.i = end
		return strings.Repeat(`\`, run)
	}
	text := strings.Repeat(`\`, run/2)
	if run%2 == 1 {
		text += mark
		end += len(mark)
	}
	p.i = end
	return text
}

// mark returns what has a meaning at a place; "": nothing.
func (p *parser) mark(at, depth int) string {
	rest := p.text[at:]
	if list := listAt(rest); list != "" {
		return list
	}
	for _, mark := range []string{"{", "}", "|", "$$", "::"} {
		if strings.HasPrefix(rest, mark) && (depth > 0 || mark == "{" || mark == "}") {
			return mark
		}
	}
	return ""
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
		if p.i == open+1 {
			if err := p.pickOf(&g); err != nil {
				return part{}, err
			}
		}
		if weight := weighted.FindString(p.text[p.i:]); weight != "" {
			return part{}, p.fail(p.i, request.Why{Code: Weight, Given: strings.TrimSpace(weight)})
		}
		option, err := p.sequence(depth)
		if err != nil {
			return part{}, err
		}
		g.add(option)
	}
	if p.i == len(p.text) {
		return part{}, p.fail(open, request.Why{Code: NeverClosed})
	}
	p.i++
	if g.pick != nil {
		return p.picked(open, g)
	}
	return g, nil
}

// add adds an option.
func (p *part) add(option sequence) {
	p.options = append(p.options, option)
	p.count.Add(p.count, option.count)
	p.long = max(p.long, option.long)
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
	if p.pick != nil {
		return p.pick.at(p.options, i)
	}
	for _, option := range p.options {
		count := int(option.count.Int64())
		if i < count {
			return option.at(i)
		}
		i -= count
	}
	return ""
}
