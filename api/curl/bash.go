package curl

import (
	"bytes"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// splitBash splits a command by the rules of sh and bash. scanBash rejects what
// a shell would execute. Then a shell parser, which finds nothing nested any
// more, splits the rest into words.
func splitBash(src source, start int) (command, error) {
	scanned, err := scanBash(src, start)
	if err != nil {
		return command{}, err
	}
	c := command{input: scanned.input}
	start = scanned.from
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash))
	for parsed, err := range parser.WordsSeq(bytes.NewReader(scanned.plain[start:scanned.to])) {
		if err != nil {
			return command{}, src.fail(start, Unreadable)
		}
		w := builder{at: start + int(parsed.Pos().Offset()), texts: scanned.texts}
		for _, part := range parsed.Parts {
			if err := w.addBash(src, start, part, false); err != nil {
				return command{}, err
			}
		}
		if scanned.here > 0 && w.at > scanned.here {
			text := w.word()
			c.input, scanned.here = &text, 0
			continue
		}
		c.words = append(c.words, w.word())
	}
	return c, nil
}

// addBash adds a part of a word. The parser gives its kind; its text comes from
// the source, so that every byte keeps its position.
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
		return src.fail(from, WorkedOut)
	}
	return nil
}

// addUnescaped removes the backslashes of plain or double-quoted text.
func (b *builder) addUnescaped(src source, from, to int, quoted bool) {
	run := from
	for i := from; i+1 < to; i++ {
		if text, ok := b.texts[i]; ok {
			b.add(string(src[run:i]), run)
			text.addTo(b, 0, len(text.value))
			run = text.end
			i = run - 1
			continue
		}
		if src[i] != '\\' || quoted && !strings.ContainsRune("$`\"\\\n", rune(src[i+1])) {
			continue
		}
		b.add(string(src[run:i]), run)
		run = i + 1
		if i++; src[i] == '\n' {
			run++
		}
	}
	if run < to {
		b.add(string(src[run:to]), run)
	}
}
