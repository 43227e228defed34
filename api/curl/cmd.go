package curl

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// looksLikeCmd recognises what only commands for Windows' cmd have.
func looksLikeCmd(text string) bool { return cmdSigns.MatchString(text) }

var cmdSigns = regexp.MustCompile(`(?i)[\s\p{Z}"]\^[ \t]*\n|[\s\p{Z}]\^"|%` + Variable + `%`)

// splitCmd splits a command by the rules of cmd, which handles its own signs
// and variables, and then by those of the C runtime, which splits the rest into
// words.
//
// When they disagree about which text is quoted (cmd takes every " for a quote,
// also in \"), the less surprising reading is used: what curl would see as
// quoted is text.
func splitCmd(src source, start int) (command, error) {
	c := cmdLine{src: src, from: start, i: start}
	for c.i < len(src) {
		if err := c.next(); err != nil {
			return command{}, err
		}
	}
	if c.quoted || c.inner {
		return command{}, unclosed(src, c.open, `"`)
	}
	c.endWord()
	return command{words: c.words}, nil
}

type cmdLine struct {
	src    source
	from   int
	i      int
	words  []word
	b      *builder
	slash  []int // positions of the backslashes just before this point
	quoted bool  // for cmd: ^ is not an escape
	inner  bool  // for the program: blanks are text
	open   int   // position of the last opening quote
	ended  bool
}

// next reads one character like cmd.
func (c *cmdLine) next() error {
	ch := c.src[c.i]
	switch {
	case ch == '^' && !c.quoted:
		return c.caret()
	case ch == '%':
		return c.percent()
	case ch == '\n' || ch == '\r':
		if c.quoted {
			return unclosed(c.src, c.open, `"`)
		}
		c.endWord()
		c.ended = len(c.words) > 0
		c.i++
		return nil
	case ch == '"':
		if len(c.slash)%2 == 0 {
			c.quoted = !c.quoted
		}
		return c.char(1)
	case ch >= utf8.RuneSelf && !c.inner:
		return c.foreign()
	case !c.quoted && (strings.IndexByte("&|<>", ch) >= 0 || c.b == nil && len(c.words) == 0 && (ch == '(' || ch == ')')):
		// Within a command both brackets are text: they have a meaning only at
		// the start of a command, and the closing one only after an opening
		// one.
		return c.src.fail(c.i, CmdSign, "Sign", string(rune(ch)))
	}
	return c.char(1)
}

// foreign reads a character beyond ASCII outside quotes.
func (c *cmdLine) foreign() error {
	blank, err := c.src.foreignBlank(c.i, c.from)
	if err != nil {
		return err
	}
	r, size := utf8.DecodeRuneInString(string(c.src[c.i:min(c.i+utf8.UTFMax, len(c.src))]))
	switch {
	case blank > 0:
		c.endWord()
		c.i += blank
		return nil
	case c.b == nil && (isDoubleQuote(r) || isSingleQuote(r)):
		return c.src.fail(c.i, CmdQuote, "Sign", string(r))
	}
	return c.char(size)
}

// caret reads ^ and the character that it escapes. Before a line end it joins
// the lines; then the first character of the next line is text, even if it is a
// line end.
func (c *cmdLine) caret() error {
	c.i++
	if c.i < len(c.src) && c.src[c.i] == '\n' {
		c.i++
		if c.i < len(c.src) && c.src[c.i] != '\n' {
			return nil
		}
	}
	if rest := strings.TrimLeft(string(c.src[c.i:min(c.i+80, len(c.src))]), " \t"); strings.HasPrefix(rest, "\n") && !strings.HasPrefix(string(c.src[c.i:]), "\n") {
		return c.src.fail(c.i, CmdBlank)
	}
	if c.i >= len(c.src) {
		return nil
	}
	return c.char(1)
}

var (
	cmdKey = regexp.MustCompile(`(?i)^%` + Variable + `%`)
	cmdVar = regexp.MustCompile(`^%[A-Za-z_][A-Za-z0-9_]{0,40}%`)
)

// percent reads the key's variable. A percent sign without a variable is text.
func (c *cmdLine) percent() error {
	rest := string(c.src[c.i:min(c.i+80, len(c.src))])
	if name := cmdKey.FindString(rest); name != "" {
		if err := c.char(0); err != nil {
			return err
		}
		c.b.add(variable, c.i)
		c.i += len(name)
		return nil
	}
	if name := cmdVar.FindString(rest); name != "" {
		return c.src.fail(c.i, CmdVariable, "Name", shown(name), "Known", Variable)
	}
	return c.char(1)
}

// char passes size bytes on to the program's own splitting.
func (c *cmdLine) char(size int) error {
	if c.ended {
		return c.src.fail(c.i, SecondCommand, "Sign", "^")
	}
	at := c.i
	c.i += size
	text := string(c.src[at:c.i])
	if text == `\` {
		c.slash = append(c.slash, at)
		return nil
	}
	if text == `"` {
		c.quote(at)
		return nil
	}
	c.slashes(len(c.slash))
	if !c.inner && (text == " " || text == "\t" || text == "\n") {
		c.endWord()
		return nil
	}
	c.begin(at)
	c.b.add(text, at)
	return nil
}

func (c *cmdLine) begin(at int) {
	if c.b == nil {
		c.b = &builder{at: at}
	}
}

// slashes adds the first n pending backslashes.
func (c *cmdLine) slashes(n int) {
	for _, at := range c.slash[:n] {
		c.begin(at)
		c.b.add(`\`, at)
	}
	c.slash = c.slash[:0]
}

// quote reads a " after any number of backslashes.
func (c *cmdLine) quote(at int) {
	n := len(c.slash)
	c.begin(at)
	c.slashes(n / 2)
	switch {
	case n%2 == 1:
		c.b.add(`"`, at)
	case c.inner && strings.HasPrefix(string(c.src[c.i:]), `"`):
		c.b.add(`"`, at)
		c.i++
		c.quoted = !c.quoted
	default:
		if c.inner = !c.inner; c.inner {
			c.open = at
		}
	}
}

func (c *cmdLine) endWord() {
	c.slashes(len(c.slash))
	if c.b != nil {
		c.words = append(c.words, c.b.word())
		c.b = nil
	}
}
