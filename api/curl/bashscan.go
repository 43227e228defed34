package curl

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// keyVariable matches the key's variable after a dollar sign.
var keyVariable = regexp.MustCompile(`^(?:` + Variable + `\b|\{` + Variable + `\})`)

// scanBash finds the start and end of the one command, and rejects every
// character that a shell would act on.
func scanBash(src source, start int) (*bashScan, error) {
	s := &bashScan{src: src, plain: []byte(src), texts: map[int]given{}, from: -1, to: len(src)}
	fresh := true // a word may start here
	for s.i = start; s.i < len(src); s.i++ {
		c := src[s.i]
		switch {
		case c == ' ' || c == '\t' || c == '\r':
			fresh = true
			continue
		case c == '#' && fresh:
			s.i += len(upTo(string(src[s.i:]), "\n")) - 1
			continue
		case c == '\n':
			s.end()
			fresh = true
			if s.document.due {
				if err := s.readDocument(); err != nil {
					return nil, err
				}
			}
			continue
		case c == '\\' && s.i+1 < len(src) && src[s.i+1] == '\n':
			s.i++
			continue
		case c == '\\':
			if n := s.joined(); n > 0 {
				s.blank(s.i, s.i+n)
				s.i += n - 1
				fresh = true
				continue
			}
		case c == ';' && s.from >= 0:
			s.end()
			continue
		}
		blank, err := src.foreignBlank(s.i, start)
		switch {
		case err != nil:
			return nil, err
		case blank > 0:
			s.blank(s.i, s.i+blank)
			s.i += blank - 1
			fresh = true
			continue
		case !s.ended && s.from >= 0 && c == '<':
			read, err := s.readInput()
			if err != nil {
				return nil, err
			}
			if read {
				fresh = true
				continue
			}
		}
		if err := s.text(c, fresh); err != nil {
			return nil, err
		}
		fresh = false
	}
	switch {
	case s.document.due:
		return nil, src.fail(s.document.open, DocumentMissing)
	case s.from < 0:
		return nil, src.fail(start, OnlyRemarks)
	}
	return s, nil
}

type bashScan struct {
	src      source
	plain    []byte        // the source for the parser, with every byte at its position
	texts    map[int]given // texts hidden from the parser, by their start
	i        int
	word     int // start of the present word
	from, to int // of the command; from is -1 before its start
	ended    bool
	document document
	input    *word
	here     int // the word after this position is the input; 0: none
}

// given is a text that replaces the source up to end.
type given struct {
	word
	end int
}

// lineEnd matches a backslash that visibly joins lines, although blanks follow
// it, or a line end of word processors.
var lineEnd = regexp.MustCompile(`^\\[ \t\p{Z}\p{Cf}]*[\n\x{85}\x{2028}\x{2029}]`)

// joined returns the length of such a line end at the present position.
func (s *bashScan) joined() int {
	return len(lineEnd.FindString(string(s.src[s.i:min(s.i+80, len(s.src))])))
}

// blank shows blanks to the parser.
func (s *bashScan) blank(from, to int) {
	for i := from; i < to; i++ {
		s.plain[i] = ' '
	}
}

// give shows letters to the parser, which a text replaces afterwards.
func (s *bashScan) give(text word, end int) {
	s.texts[s.i] = given{text, end}
	for i := s.i; i < end; i++ {
		s.plain[i] = 'x'
	}
	s.i = end - 1
}

// readInput reads the input of a command, if it is in the text.
func (s *bashScan) readInput() (bool, error) {
	open := s.i
	if n := s.document.announce(s.src, open); n > 0 {
		s.blank(open, open+n)
		s.i += n - 1
		return true, nil
	}
	if !strings.HasPrefix(string(s.src[open:]), "<<<") {
		return false, nil
	}
	// The next word is the text.
	s.blank(open, open+3)
	s.i += 2
	s.here = s.i
	return true, nil
}

// readDocument reads the lines of a here-document.
func (s *bashScan) readDocument() error {
	begin := s.i + 1
	end, err := s.document.read(s.src, begin)
	if err != nil {
		return err
	}
	s.input = &s.document.text
	s.i = end - 1
	return nil
}

func (s *bashScan) end() {
	if s.from >= 0 && !s.ended {
		s.ended, s.to = true, s.i
	}
}

// text reads one character of a word, or a whole quote.
func (s *bashScan) text(c byte, fresh bool) error {
	if s.ended {
		return s.src.fail(s.i, SecondCommand, "Sign", `\`)
	}
	if s.from < 0 {
		s.from = s.i
	}
	if fresh {
		s.word = s.i
	}
	if lead := string(s.src[s.word:s.i]); c >= utf8.RuneSelf && (fresh || strings.HasPrefix(lead, "-") && (len(lead) == 2 || strings.HasSuffix(lead, "="))) {
		text, end, err := typographic(s.src, s.i)
		if err != nil {
			return err
		}
		if end > 0 {
			s.give(text, end)
			return nil
		}
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
		if act, refused := bashActs[c]; refused {
			return s.src.fail(s.i, act, "Sign", string(rune(c)))
		}
	}
	return nil
}

// bashActs are the unquoted characters that a shell acts on. The map is never
// changed.
var bashActs = map[byte]Fault{
	'`': Backticks, '&': Ampersand, '|': Pipe, '<': ReadsFile, '>': WritesFile, '(': ShellSign, ')': ShellSign, ';': Semicolon,
}

// quote reads up to the end of a single quote; s.i is at its opening sign.
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
	return src.fail(open, Unclosed, "Sign", sign)
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
			return s.src.fail(s.i, Backticks)
		case '$':
			text, end, err := catText(s.src, s.i)
			if err != nil {
				return err
			}
			if end > 0 {
				s.give(text, end)
				continue
			}
			if err := s.dollar(); err != nil {
				return err
			}
		}
	}
	return unclosed(s.src, open, `"`)
}

// dollar reads a dollar sign and the key's variable. Any other variable is
// rejected; otherwise the sign is text.
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
		return s.src.fail(s.i, Substitution, "Sign", string(rune(c)))
	case c == '{' || c == '_' || strings.IndexByte("@*#?-!$", c) >= 0 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z':
		return s.src.fail(s.i, ShellVariable, "Name", shown(variableName(rest)), "Known", Variable)
	}
	return nil
}

var anyVariable = regexp.MustCompile(`^(?:\{[^}\s"]{0,40}\}?|\w{1,40}|.)`)

// variableName returns the name after a dollar sign.
func variableName(rest string) string {
	return anyVariable.FindString(rest)
}

// upTo returns the text up to the first sep, or all of it.
func upTo(text, sep string) string {
	head, _, _ := strings.Cut(text, sep)
	return head
}
