//go:build linux || freebsd || openbsd || netbsd

package accessibility

import (
	"strings"
	"unicode"

	"github.com/godbus/dbus/v5"
)

// hasText reports whether a node's value is read as text.
func hasText(n *Node) bool { return n.Role == Entry || n.Role == Text || n.Role == Password }

// text is org.a11y.atspi.Text. Places are counted in characters.
type text struct{ s *server }

func (t text) of(m dbus.Message) ([]rune, *dbus.Error) {
	_, n, err := t.s.at(m)
	if err != nil {
		return nil, err
	}
	return []rune(n.Value), nil
}

func (t text) GetText(m dbus.Message, from, to int32) (string, *dbus.Error) {
	all, err := t.of(m)
	if to < 0 || int(to) > len(all) {
		to = int32(len(all))
	}
	if from = max(from, 0); from >= to {
		return "", err
	}
	return string(all[from:to]), err
}

// GetStringAtOffset returns what stands at a place, and where it begins and ends: a character (0), a
// word (1), or a line (any other).
func (t text) GetStringAtOffset(m dbus.Message, at int32, what uint32) (string, int32, int32, *dbus.Error) {
	all, err := t.of(m)
	if err != nil || at < 0 || int(at) > len(all) {
		return "", 0, 0, err
	}
	from, to := around(all, int(at), what)
	return string(all[from:to]), int32(from), int32(to), nil
}

func around(all []rune, at int, what uint32) (from, to int) {
	ends := func(r rune) bool { return r == '\n' }
	switch what {
	case 0:
		return at, min(at+1, len(all))
	case 1:
		ends = unicode.IsSpace
	}
	for from = at; from > 0 && !ends(all[from-1]); from-- {
	}
	for to = at; to < len(all) && !ends(all[to]); to++ {
	}
	return from, min(to+1, len(all))
}

func (t text) GetCharacterAtOffset(m dbus.Message, at int32) (int32, *dbus.Error) {
	all, err := t.of(m)
	if err != nil || at < 0 || int(at) >= len(all) {
		return 0, err
	}
	return all[at], nil
}

func (t text) GetNSelections(dbus.Message) (int32, *dbus.Error) { return 0, nil }

// characters is the length of a text.
func characters(s string) int32 { return int32(strings.Count(s, "") - 1) }
