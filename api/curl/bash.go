package curl

import (
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// splitBash splits a command by the rules of sh and bash. scanBash refuses
// what a shell would act on; the words are then taken apart by a real shell
// parser, which by then meets nothing that could nest.
func splitBash(src source, start int) ([]word, error) {
	start, end, err := scanBash(src, start)
	if err != nil {
		return nil, err
	}
	var words []word
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash))
	for parsed, err := range parser.WordsSeq(strings.NewReader(string(src[start:end]))) {
		if err != nil {
			return nil, src.fail(start, "The command is not written as a shell would read it.")
		}
		w := builder{at: start + int(parsed.Pos().Offset())}
		for _, part := range parsed.Parts {
			if err := w.addBash(src, start, part, false); err != nil {
				return nil, err
			}
		}
		words = append(words, w.word())
	}
	return words, nil
}

// addBash adds a part of a word. The parser says what it is; its text is taken
// from the source, so that every byte keeps its place.
func (b *builder) addBash(src source, start int, part syntax.WordPart, quoted bool) error {
	from, to := start+int(part.Pos().Offset()), start+int(part.End().Offset())
	switch part := part.(type) {
	case *syntax.Lit:
		b.addUnescaped(src, from, to, quoted)
	case *syntax.SglQuoted:
		if part.Dollar {
			return b.addANSI(src, from+2, to-1)
		}
		b.add(string(src[from+1:to-1]), from+1)
	case *syntax.DblQuoted:
		for _, inner := range part.Parts {
			if err := b.addBash(src, start, inner, true); err != nil {
				return err
			}
		}
	case *syntax.ParamExp:
		b.add(variable, from)
	default:
		return src.fail(from, "The shell would work something out here, and Lookbook runs nothing. Put the text itself there.")
	}
	return nil
}

// addUnescaped undoes the backslashes of plain or of double-quoted text.
func (b *builder) addUnescaped(src source, from, to int, quoted bool) {
	run := from
	for i := from; i+1 < to; i++ {
		if src[i] != '\\' || quoted && !strings.ContainsRune("$`\"\\\n", rune(src[i+1])) {
			continue
		}
		b.add(string(src[run:i]), run)
		run = i + 1
		if i++; src[i] == '\n' {
			run++
		}
	}
	b.add(string(src[run:to]), run)
}

// keyVariable matches what may follow a dollar sign.
var keyVariable = regexp.MustCompile(`^(?:` + Variable + `\b|\{` + Variable + `\})`)

// scanBash finds where the one command begins and ends, and refuses every
// character that a shell would act on rather than take as text.
func scanBash(src source, start int) (from, to int, err error) {
	s := bashScan{src: src, from: -1, to: len(src)}
	fresh := true // a word may begin here
	for s.i = start; s.i < len(src); s.i++ {
		c := src[s.i]
		switch {
		case c == ' ' || c == '\t' || c == '\r':
			fresh = true
			continue
		case c == '#' && fresh:
			s.i += len(before(string(src[s.i:]), "\n")) - 1
			continue
		case c == '\n':
			s.end()
			fresh = true
			continue
		case c == '\\' && s.i+1 < len(src) && src[s.i+1] == '\n':
			s.i++
			continue
		case c == ';' && s.from >= 0:
			s.end()
			continue
		}
		if err := s.text(c); err != nil {
			return 0, 0, err
		}
		fresh = false
	}
	if s.from < 0 {
		return 0, 0, src.fail(start, "There is no command in this, only remarks.")
	}
	return s.from, s.to, nil
}

type bashScan struct {
	src      source
	i        int
	from, to int // of the command; from is -1 before it
	ended    bool
}

func (s *bashScan) end() {
	if s.from >= 0 && !s.ended {
		s.ended, s.to = true, s.i
	}
}

// text goes over one character of a word, or a whole quote.
func (s *bashScan) text(c byte) error {
	if s.ended {
		return s.src.fail(s.i, "A second command begins here. Paste one command; its lines are joined by a %s at their very end.", `\`)
	}
	if s.from < 0 {
		s.from = s.i
	}
	switch c {
	case '\\':
		s.i++
	case '\'':
		return s.quote(s.i, false)
	case '"':
		return s.doubleQuote()
	case '$':
		if next := s.i + 1; next < len(s.src) && s.src[next] == '\'' {
			open := s.i
			s.i++
			return s.quote(open, true)
		}
		return s.dollar()
	default:
		if says, refused := bashActs[c]; refused {
			return s.src.fail(s.i, "%s", says)
		}
	}
	return nil
}

// bashActs says what a shell would do with an unquoted character. It is never
// changed.
var bashActs = map[byte]string{
	'`': "The part between backticks would run another command. Lookbook runs nothing; put the text itself there.",
	'&': "The & would run a second command. Paste the curl command alone, with its address in quotes.",
	'|': "The | would hand the answer to another command. Paste the curl command alone.",
	'<': "The < would read from a file. Lookbook opens no files by itself; put the text there.",
	'>': "The > would write to a file. Paste the curl command without it.",
	'(': "The ( has a meaning for the shell. Put quotes around the text it is in.",
	')': "The ) has a meaning for the shell. Put quotes around the text it is in.",
	';': "The ; stands where the command should begin.",
}

// quote goes to the end of a single quote; s.i stands on its opening sign.
func (s *bashScan) quote(open int, escapes bool) error {
	for s.i++; s.i < len(s.src); s.i++ {
		switch {
		case escapes && s.src[s.i] == '\\':
			s.i++
		case s.src[s.i] == '\'':
			return nil
		}
	}
	return unclosed(s.src, open, `'`)
}

func unclosed(src source, open int, sign string) error {
	return src.fail(open, "The quote %s that opens here is never closed.", sign)
}

func (s *bashScan) doubleQuote() error {
	open := s.i
	for s.i++; s.i < len(s.src); s.i++ {
		switch s.src[s.i] {
		case '"':
			return nil
		case '\\':
			s.i++
		case '`':
			return s.src.fail(s.i, "%s", bashActs['`'])
		case '$':
			if err := s.dollar(); err != nil {
				return err
			}
		}
	}
	return unclosed(s.src, open, `"`)
}

// dollar goes over a dollar sign and the key's variable after it. Any other
// variable is refused; before anything else the sign is text.
func (s *bashScan) dollar() error {
	rest := string(s.src[s.i+1:])
	if name := keyVariable.FindString(rest); name != "" {
		s.i += len(name)
		return nil
	}
	if rest == "" {
		return nil
	}
	c := rest[0]
	switch {
	case c == '(' || c == '[':
		return s.src.fail(s.i, "$%c… would run or work out something. Lookbook runs nothing; put the text itself there.", c)
	case c == '{' || c == '_' || strings.IndexByte("@*#?-!$", c) >= 0 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z':
		return s.src.fail(s.i, "$%s is a variable of the shell, and only $%s is known here. Put its text there, or single quotes around it.",
			shown(variableName(rest)), Variable)
	}
	return nil
}

var anyVariable = regexp.MustCompile(`^(?:\{[^}\s"]{0,40}\}?|\w{1,40}|.)`)

// variableName returns the name after a dollar sign.
func variableName(rest string) string {
	return anyVariable.FindString(rest)
}

// before returns the text up to the first sep, or all of it.
func before(text, sep string) string {
	head, _, _ := strings.Cut(text, sep)
	return head
}
