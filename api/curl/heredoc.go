package curl

import (
	"regexp"
	"strings"
)

// heredoc matches the start of a here-document. Its text follows on the next lines, up to the named
// word.
var heredoc = regexp.MustCompile(`^<<(-?)[ \t]*(?:'([^'\n]{1,80})'|"([^"\n]{1,80})"|\\?([^\s'"\\$<>|&;()]{1,80}))`)

// document is a here-document: the text that a shell passes to a command as its
// input.
type document struct {
	text   word
	indent bool   // tabs at the start of its lines don't belong to it
	ends   string // the line after it
	plain  bool   // without expansion
	open   int    // position of its start
	due    bool   // its text has not been read yet
}

// announce reads the start of a here-document and returns its length in bytes; 0: there is none.
func (d *document) announce(src source, at int) int {
	found := heredoc.FindStringSubmatch(string(src[at:min(at+200, len(src))]))
	if found == nil {
		return 0
	}
	*d = document{indent: found[1] == "-", ends: found[2] + found[3] + found[4], open: at, due: true}
	d.plain = found[4] == "" || strings.Contains(found[0], `\`)
	return len(found[0])
}

// read reads the text from the start of a line, and returns the start of the
// line after it.
func (d *document) read(src source, at int) (int, error) {
	b := builder{at: at}
	d.due = false
	for at < len(src) {
		line := upTo(string(src[at:]), "\n")
		end := at + len(line)
		if d.indent {
			at = end - len(strings.TrimLeft(line, "\t"))
		}
		if strings.TrimRight(string(src[at:end]), "\r") == d.ends {
			d.text = b.word()
			return end, nil
		}
		end = min(end+1, len(src))
		if d.plain {
			b.add(string(src[at:end]), at)
		} else if err := b.addFilledIn(src, at, end); err != nil {
			return 0, err
		}
		at = end
	}
	return 0, src.fail(d.open, DocumentOpen, "Begin", shown("<<"+d.ends), "End", shown(d.ends))
}

// addFilledIn adds a line in which the shell would expand variables.
func (b *builder) addFilledIn(src source, from, to int) error {
	s := bashScan{src: src[:to]}
	for s.i = from; s.i < to; s.i++ {
		at := s.i
		switch src[s.i] {
		case '\\':
			s.i++
		case '`':
			return src.fail(s.i, Backticks)
		case '$':
			if err := s.dollar(); err != nil {
				return err
			}
			if s.i > at { // the key's variable
				b.addUnescaped(src, from, at, true)
				b.add(variable, at)
				from = s.i + 1
			}
		}
	}
	// A quote has no meaning in a here-document, and keeps its backslash.
	for run := from; ; {
		i := strings.Index(string(src[run:to]), `\"`)
		if i < 0 {
			b.addUnescaped(src, run, to, true)
			return nil
		}
		b.addUnescaped(src, run, run+i, true)
		b.add(`\"`, run+i)
		run += i + 2
	}
}

// catDocument matches what many web pages put between double quotes: a here-document as one word.
var catDocument = regexp.MustCompile(`^\$\([ \t]*cat[ \t]*(<<)`)

// catText reads "$(cat <<'EOF' … )" and returns its text and its end; 0: there
// is none here.
func catText(src source, at int) (text word, end int, err error) {
	found := catDocument.FindStringSubmatchIndex(string(src[at:min(at+100, len(src))]))
	if found == nil {
		return word{}, 0, nil
	}
	var d document
	n := d.announce(src, at+found[2])
	rest := at + found[2] + n
	line := upTo(string(src[rest:]), "\n")
	if n == 0 || strings.TrimSpace(line) != "" || rest+len(line) == len(src) {
		return word{}, 0, nil
	}
	end, err = d.read(src, rest+len(line)+1)
	if err != nil {
		return word{}, 0, err
	}
	behind := strings.TrimLeft(string(src[end:]), " \t\r\n")
	if !strings.HasPrefix(behind, ")") {
		return word{}, 0, nil
	}
	// The shell removes line ends at its end.
	text = d.text
	text.value = strings.TrimRight(text.value, "\n")
	return text, len(src) - len(behind) + 1, nil
}
