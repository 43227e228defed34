package curl

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// looksLikePowerShell recognises what only commands for PowerShell have.
func looksLikePowerShell(text string) bool { return powerShellSigns.MatchString(text) }

var powerShellSigns = regexp.MustCompile("(?i)\\$\\{?env:|[ \t]`\r?\n|^(?:& )?['\"]?curl\\.exe|^(?:Invoke-|iwr\\b|irm\\b)")

// doubledQuotes recognises a quote doubled within quotes, which bash accepts
// and drops. Commands for bash close the quotes and put a backslash before the
// sign.
func doubledQuotes(text string) bool {
	return doubled.MatchString(text) && !strings.Contains(text, `\'`)
}

var doubled = regexp.MustCompile(`[^\s']''[^\s']`)

// PowerShell accepts typographic quotes too.
func isSingleQuote(r rune) bool { return strings.ContainsRune("'‘’‚‛", r) }
func isDoubleQuote(r rune) bool { return strings.ContainsRune("\"“”„", r) }

// powerShell reads a command for PowerShell.
type powerShell struct {
	src   source
	i     int
	words []word
	b     *builder // of the present word; nil between words
}

func splitPowerShell(src source, start int) (command, error) {
	p := powerShell{src: src, i: start}
	ended := false
	for p.i < len(src) {
		r, size := p.peek()
		switch {
		case isBlank(r):
			p.endWord()
			p.i += size
			continue
		case r == '`' && strings.HasPrefix(string(src[p.i+1:]), "\n"):
			p.endWord()
			p.i += 2
			continue
		case r == '#' && p.b == nil:
			p.i += len(upTo(string(src[p.i:]), "\n"))
			continue
		case r == '\n', r == ';' && len(p.words) > 0:
			p.endWord()
			ended = len(p.words) > 0
			p.i += size
			continue
		case r == '&' && p.b == nil && len(p.words) == 0:
			p.i += size // the call operator
			continue
		}
		if blank, err := src.foreignBlank(p.i, start); blank > 0 || err != nil {
			if err != nil {
				return command{}, err
			}
			p.endWord()
			p.i += blank
			continue
		}
		if ended {
			return command{}, src.fail(p.i, SecondCommand, "Sign", "`")
		}
		if p.b == nil {
			p.b = &builder{at: p.i}
		}
		if err := p.part(r, size); err != nil {
			return command{}, err
		}
	}
	p.endWord()
	if len(p.words) > 0 && strings.HasPrefix(strings.ToLower(p.words[0].value), "invoke-") {
		return command{}, src.fail(p.words[0].at, PowerShellCommand)
	}
	return command{words: p.words}, nil
}

func (p *powerShell) peek() (rune, int) {
	return utf8.DecodeRuneInString(string(p.src[p.i:min(p.i+4, len(p.src))]))
}

func (p *powerShell) endWord() {
	if p.b != nil {
		p.words = append(p.words, p.b.word())
		p.b = nil
	}
}

// part reads one character of a word, or a whole quote.
func (p *powerShell) part(r rune, size int) error {
	switch {
	case r == '@' && p.b.text.Len() == 0 && hereString.MatchString(string(p.src[p.i:min(p.i+80, len(p.src))])):
		return p.hereString()
	case isSingleQuote(r):
		return p.single(size)
	case isDoubleQuote(r):
		return p.double(size)
	case r == '`':
		p.escape()
		return nil
	case r == '$':
		return p.dollar()
	case strings.ContainsRune("(){}|&;<>@", r):
		if r == '@' && p.b.text.Len() > 0 {
			break // within a word it is text
		}
		return p.src.fail(p.i, PowerShellSign, "Sign", string(r))
	}
	p.b.add(string(p.src[p.i:p.i+size]), p.i)
	p.i += size
	return nil
}

func (p *powerShell) single(size int) error {
	open := p.i
	for p.i += size; p.i < len(p.src); {
		r, size := p.peek()
		if isSingleQuote(r) {
			p.i += size
			if r, size = p.peek(); p.i >= len(p.src) || !isSingleQuote(r) {
				return nil
			}
		}
		p.b.add(string(p.src[p.i:p.i+size]), p.i)
		p.i += size
	}
	return unclosed(p.src, open, `'`)
}

func (p *powerShell) double(size int) error {
	open := p.i
	for p.i += size; p.i < len(p.src); {
		r, size := p.peek()
		switch {
		case r == '`':
			p.escape()
			continue
		case r == '$':
			if err := p.dollar(); err != nil {
				return err
			}
			continue
		case isDoubleQuote(r):
			p.i += size
			if r, size = p.peek(); p.i >= len(p.src) || !isDoubleQuote(r) {
				return nil
			}
		}
		p.b.add(string(p.src[p.i:p.i+size]), p.i)
		p.i += size
	}
	return unclosed(p.src, open, `"`)
}

// powerShellEscapes are the letters with a meaning after a backtick.
var powerShellEscapes = map[byte]string{'a': "\a", 'b': "\b", 'e': "\x1b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v"}

// escape reads a backtick and the escaped character.
func (p *powerShell) escape() {
	at := p.i
	p.i++
	if p.i >= len(p.src) {
		return
	}
	if text, ok := powerShellEscapes[p.src[p.i]]; ok {
		p.b.add(text, at)
		p.i++
		return
	}
	if found := powerShellRune.FindStringSubmatch(string(p.src[p.i:min(p.i+10, len(p.src))])); found != nil {
		if r, err := strconv.ParseUint(found[1], 16, 21); err == nil && utf8.ValidRune(rune(r)) {
			p.b.add(string(rune(r)), at)
			p.i += len(found[0])
			return
		}
	}
	_, size := p.peek()
	p.b.add(string(p.src[p.i:p.i+size]), p.i)
	p.i += size
}

// powerShellRune matches a character by number, since PowerShell 6.
var powerShellRune = regexp.MustCompile(`^u\{([0-9a-fA-F]{1,6})\}`)

// hereString matches the start of a text of several lines, which ends with a
// line that starts with the same sign.
var hereString = regexp.MustCompile(`^@['"‘’“”][ \t]*\n`)

// hereString reads such a text, without its first and its last line end.
func (p *powerShell) hereString() error {
	open := p.i
	quote, size := utf8.DecodeRuneInString(string(p.src[p.i+1:]))
	p.i += 1 + size + len(upTo(string(p.src[p.i+1+size:]), "\n"))
	filledIn := isDoubleQuote(quote)
	for first := true; p.i < len(p.src); first = false {
		r, size := p.peek()
		if r == '\n' {
			end, n := utf8.DecodeRuneInString(string(p.src[p.i+1:]))
			if isDoubleQuote(end) == filledIn && isSingleQuote(end) != filledIn && strings.HasPrefix(string(p.src[p.i+1+n:]), "@") {
				p.i += 1 + n + 1
				return nil
			}
		}
		switch {
		case first:
			p.i += size
			continue
		case filledIn && r == '`':
			p.escape()
			continue
		case filledIn && r == '$':
			if err := p.dollar(); err != nil {
				return err
			}
			continue
		}
		p.b.add(string(p.src[p.i:p.i+size]), p.i)
		p.i += size
	}
	return unclosed(p.src, open, "@"+string(quote))
}

var (
	powerShellKey = regexp.MustCompile(`(?i)^\$(?:env:` + Variable + `\b|\{env:` + Variable + `\}|` + Variable + `\b|\(\$env:` + Variable + `\))`)
	powerShellVar = regexp.MustCompile(`^\$(?:\{[^}\s"]{0,40}\}?|[\w:]{1,40}|[$?^(@])`)
)

// dollar reads a dollar sign and the key's variable.
func (p *powerShell) dollar() error {
	rest := string(p.src[p.i:min(p.i+100, len(p.src))])
	if name := powerShellKey.FindString(rest); name != "" {
		p.b.add(variable, p.i)
		p.i += len(name)
		return nil
	}
	if name := powerShellVar.FindString(rest); name != "" {
		return p.src.fail(p.i, PowerShellVariable, "Name", shown(name), "Known", Variable)
	}
	p.b.add("$", p.i)
	p.i++
	return nil
}

// unescapeArgument undoes the second layer of quoting that Windows PowerShell
// needs. It passes arguments on without escaping their quotes, and the program
// splits its command line by the rules of the C runtime, where \" and a doubled
// " mean one ".
func unescapeArgument(w word) word {
	b := builder{at: w.at}
	run := 0
	for i := 0; i < len(w.value); {
		slashes := 0
		for i+slashes < len(w.value) && w.value[i+slashes] == '\\' {
			slashes++
		}
		quote := i + slashes
		switch {
		case quote >= len(w.value) || w.value[quote] != '"':
			i = max(quote, i+1)
			continue
		case slashes > 0:
			w.addTo(&b, run, i+slashes/2)
			if slashes%2 == 1 {
				w.addTo(&b, quote, quote+1)
			}
			i = quote + 1
		case strings.HasPrefix(w.value[i:], `""`):
			w.addTo(&b, run, i+1)
			i += 2
		default: // it would open or close a quote
			w.addTo(&b, run, i)
			i++
		}
		run = i
	}
	w.addTo(&b, run, len(w.value))
	return b.word()
}

// addTo adds the bytes of w from one index to another.
func (w word) addTo(b *builder, from, to int) {
	for from < to {
		n := to
		next := sort.Search(len(w.pieces), func(i int) bool { return w.pieces[i].at > from })
		if next < len(w.pieces) {
			n = min(n, w.pieces[next].at)
		}
		b.add(w.value[from:n], w.place(from))
		from = n
	}
}
