package widgets

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Bounds of what a prompt remembers: more steps than anyone takes back, and a few megabytes at most.
const (
	maxMoments     = 200
	maxMomentBytes = 4 << 20
)

// moment is a prompt's text as it was, and where its cursor stood, in runes.
type moment struct {
	text   string
	cursor int
}

// history is what a prompt can be taken back to. Fyne's Entry forgets its own at every change by the program, and takes
// back a replaced selection in two steps.
type history struct {
	moments []moment
	at      int  // of the present text
	typing  bool // the last step was one letter of a word
}

// note takes in the present text as a step of its own, or as a part of the last one while a word is being typed.
func (h *history) note(now moment, letter bool) {
	if len(h.moments) == 0 {
		h.moments = []moment{now}
		return
	}
	if h.moments[h.at].text == now.text {
		h.typing = h.typing && h.moments[h.at].cursor == now.cursor
		h.moments[h.at].cursor = now.cursor
		return
	}
	h.moments = h.moments[:h.at+1]
	if letter && h.typing && h.at > 0 {
		h.moments[h.at] = now
	} else {
		h.moments = append(h.moments, now)
		h.at++
	}
	h.typing = letter
	h.bound()
}

// bound forgets the oldest steps.
func (h *history) bound() {
	bytes, from := 0, len(h.moments)
	for from > 0 && len(h.moments)-from < maxMoments {
		bytes += len(h.moments[from-1].text)
		if bytes > maxMomentBytes && from <= h.at {
			break
		}
		from--
	}
	h.moments = append([]moment(nil), h.moments[from:]...)
	h.at -= from
}

// step moves back or forth; ok is false at either end.
func (h *history) step(by int) (m moment, ok bool) {
	to := h.at + by
	if to < 0 || to >= len(h.moments) {
		return moment{}, false
	}
	h.at, h.typing = to, false
	return h.moments[to], true
}

// remember takes in what the text is now.
func (p *PromptEntry) remember(letter bool) {
	p.past.note(moment{p.Text, p.CursorTextOffset()}, letter)
}

// Undo takes the last change back, also one by the program.
func (p *PromptEntry) Undo() { p.travel(-1) }

// Redo makes a change again that was taken back.
func (p *PromptEntry) Redo() { p.travel(1) }

func (p *PromptEntry) travel(by int) {
	if p.Disabled() {
		return
	}
	p.remember(false)
	if m, ok := p.past.step(by); ok {
		p.Entry.SetText(m.text)
		p.setCursor(m.cursor)
		p.Refresh()
	}
}

// SetText replaces the text; Undo brings the old one back. OnChanged is called, as Fyne's is.
func (p *PromptEntry) SetText(text string) {
	p.remember(false)
	p.Entry.SetText(text)
	p.remember(false)
	p.fresh = true
}

// FocusGained is Fyne's. In a text that the program wrote, the cursor is at the end: that is where people go on.
func (p *PromptEntry) FocusGained() {
	p.Entry.FocusGained()
	p.toEnd()
}

func (p *PromptEntry) toEnd() {
	if !p.fresh {
		return
	}
	p.setCursor(len([]rune(p.Text)))
	p.Refresh()
	p.keepPlace(len([]rune(p.Text)))
}

// Resize is Fyne's; it breaks the lines again, which moves the cursor.
func (p *PromptEntry) Resize(size fyne.Size) {
	p.Entry.Resize(size)
	if size.Width > 0 {
		p.toEnd()
	}
}

// MouseDown is Fyne's.
func (p *PromptEntry) MouseDown(event *desktop.MouseEvent) {
	p.fresh = false
	p.Entry.MouseDown(event)
}

// Selection is what is selected, as offsets in runes; where nothing is, both are the cursor's.
func (p *PromptEntry) Selection() (start, end int) {
	cursor, chosen := p.CursorTextOffset(), []rune(p.SelectedText())
	if len(chosen) == 0 {
		return cursor, cursor
	}
	text := []rune(p.Text)
	// The cursor is at one end of it.
	if from := cursor - len(chosen); from >= 0 && string(text[from:cursor]) == string(chosen) {
		return from, cursor
	}
	return cursor, min(cursor+len(chosen), len(text))
}

// Replace changes the text as one step for Undo, and selects from start to end, offsets in runes.
func (p *PromptEntry) Replace(text string, start, end int) {
	if text != p.Text {
		p.SetText(text)
	}
	p.choose(start, end)
	p.remember(false)
}

// choose selects a part of the text, as Shift and the arrow keys do: Fyne's Entry has no other way.
func (p *PromptEntry) choose(start, end int) {
	p.fresh = false
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	p.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) // ends a selection
	p.setCursor(start)
	if end > start {
		p.KeyDown(shift)
		p.setCursor(end - 1)
		p.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		p.KeyUp(shift)
	}
	p.Refresh()
}

// setCursor puts the cursor before the rune at an offset.
func (p *PromptEntry) setCursor(offset int) {
	row := 0
	for before := -1; ; row++ {
		p.CursorRow, p.CursorColumn = row, 0
		at := p.CursorTextOffset()
		if at <= before || at > offset {
			row--
			break
		}
		before = at
	}
	p.CursorRow, p.CursorColumn = max(row, 0), 0
	p.CursorColumn = max(offset-p.CursorTextOffset(), 0)
}

// place is where the cursor is: where it should be, and how Fyne's Entry has it.
type place struct {
	offset      int
	row, column int
}

// edit runs a change of the text by Fyne's Entry, after which the cursor is so many runes behind what was selected or, with
// nothing selected, behind where it was. Fyne's has no place for a cursor behind a blank at the end of a full line, which
// is not drawn: what is typed next would stand before the blank, or anywhere. So the place is kept here.
func (p *PromptEntry) edit(change func(), moved int) {
	p.restoreCursor()
	p.fresh = false
	start, _ := p.Selection()
	change()
	p.keepPlace(start + moved)
}

func (p *PromptEntry) keepPlace(offset int) {
	p.at = place{min(max(offset, 0), len([]rune(p.Text))), p.CursorRow, p.CursorColumn}
}

// restoreCursor puts the cursor where it should be, if nobody else has moved it since.
func (p *PromptEntry) restoreCursor() {
	if p.at.row == p.CursorRow && p.at.column == p.CursorColumn && p.CursorTextOffset() != p.at.offset {
		p.setCursor(p.at.offset)
	}
	p.at = place{row: -1}
}

// TypedRune is Fyne's.
func (p *PromptEntry) TypedRune(r rune) {
	p.remember(p.past.typing)
	p.edit(func() { p.Entry.TypedRune(r) }, 1)
	p.remember(!unicode.IsSpace(r) && !strings.ContainsRune(",.;:|(){}", r))
}

// typedKey is TypedKey for keys that edit or move.
func (p *PromptEntry) typedKey(key *fyne.KeyEvent) {
	typed := func() { p.Entry.TypedKey(key) }
	switch key.Name {
	case fyne.KeyBackspace:
		moved := -1
		if p.SelectedText() != "" {
			moved = 0
		}
		p.edit(typed, moved)
	case fyne.KeyDelete:
		p.edit(typed, 0)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.edit(typed, 1)
	default:
		p.restoreCursor()
		p.fresh = false
		typed()
	}
}

// paste is Fyne's, and keeps its place. A text that is longer than it may get stays as it is: the toolkit would take half a
// minute for a few megabytes.
func (p *PromptEntry) paste(shortcut *fyne.ShortcutPaste) {
	pasted := shortcut.Clipboard.Content()
	n := utf8.RuneCountInString(pasted)
	room := p.MaxRunes - utf8.RuneCountInString(p.Text) + utf8.RuneCountInString(p.SelectedText())
	if p.MaxRunes > 0 && (n > room || strings.Count(pasted, "\n") > mostPromptLines) {
		if p.OnTooLong != nil {
			p.OnTooLong(n)
		}
		return
	}
	p.edit(func() { p.Entry.TypedShortcut(shortcut) }, n)
}

// wasRedo says whether a shortcut is the other way to ask for what was taken back.
func wasRedo(shortcut fyne.Shortcut) bool {
	s, ok := shortcut.(*desktop.CustomShortcut)
	return ok && s.KeyName == fyne.KeyZ && s.Modifier == fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift
}
