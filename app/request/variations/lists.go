package variations

import (
	"math/big"
	"slices"
	"strings"
	"unicode"

	"lookbook/app/request"
)

// Lists are what __name__ stands for.
type Lists interface {
	// List returns the lines of a list, or why there are none: NoLists, NoList,
	// EmptyList, UnreadList, LongListFile, LargeListFile or NoTextList. It returns at
	// once, and nobody changes the lines.
	List(name string) (lines []string, why request.Why)
}

// maxListName bounds the name of a list, in bytes.
const maxListName = 200

// listAt returns the __name__ that a text begins with; "": it doesn't. Any
// characters that a file's name may have are a name, so that those of other programs
// (__*/colour__, __~colour__) are refused by name and not sent as text.
func listAt(text string) string {
	rest, ok := strings.CutPrefix(text, "__")
	if !ok {
		return ""
	}
	end := strings.Index(rest[:min(len(rest), maxListName+2)], "__")
	if end <= 0 || rest[end-1] == ' ' {
		return ""
	}
	for i, r := range rest[:end] {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
		case i > 0 && (r == ' ' || r == '_'), strings.ContainsRune("-./*~@!", r):
		default:
			return ""
		}
	}
	return text[:end+4]
}

// listed are the lists of one plan, each parsed once.
type listed struct {
	lists  Lists
	parsed map[string]part
	inside []string // the lists that are being parsed
}

// lines parses the list whose name is next.
func (p *parser) lines() (part, error) {
	at := p.i
	mark := listAt(p.text[at:])
	p.i += len(mark)
	name := strings.TrimSpace(mark[2 : len(mark)-2])
	if known, ok := p.known.parsed[name]; ok {
		return known, nil
	}
	if slices.Contains(p.known.inside, name) {
		return part{}, p.fail(at, request.Why{Code: ListCycle, Given: name})
	}
	var lines []string
	why := request.Why{Code: NoLists}
	if p.known.lists != nil {
		lines, why = p.known.lists.List(name)
	}
	if why.Code != "" {
		why.Given = name
		return part{}, p.fail(at, why)
	}
	p.known.inside = append(p.known.inside, name)
	list := part{count: new(big.Int), lines: true}
	for i, line := range lines {
		option, err := p.lineOf(name, i+1, line)
		if err != nil {
			return part{}, err
		}
		list.add(option)
	}
	p.known.inside = p.known.inside[:len(p.known.inside)-1]
	p.known.parsed[name] = list
	return list, nil
}

// lineOf parses a line of a list.
func (p *parser) lineOf(name string, number int, line string) (sequence, error) {
	if !strings.ContainsAny(line, `{}\_$:`) {
		return sequence{parts: []part{{text: line}}, count: big.NewInt(1), long: len(line)}, nil
	}
	inner := parser{field: p.field, text: line, known: p.known, list: name, line: number}
	if weight := weighted.FindString(line); weight != "" {
		return sequence{}, inner.fail(0, request.Why{Code: Weight, Given: strings.TrimSpace(weight)})
	}
	s, err := inner.sequence(0)
	if err == nil && inner.i < len(line) {
		err = inner.fail(inner.i, request.Why{Code: ClosesNothing})
	}
	return s, err
}
