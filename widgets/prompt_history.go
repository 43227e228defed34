package widgets

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Bounds of a prompt's undo history: more steps than anyone undoes, and a few megabytes at most.
const (
	maxMoments     = 200
	maxMomentBytes = 4 << 20
)

// moment is an earlier text and its cursor, in runes.
type moment struct {
	text   string
	cursor int
}

// history is the undo history of a prompt. Fyne's Entry forgets its own at every change by the program, and undoes the
// replacement of a selection in two steps.
type history struct {
	moments []moment
	at      int  // index of the present text
	typing  bool // the last step was one letter of a word
}

// note adds the present text as a step, or to the last step while a word is being typed.
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

// bound drops the oldest steps.
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

// remember adds the present text.
func (p *PromptEntry) remember(letter bool) {
	p.past.note(moment{p.Text, p.CursorTextOffset()}, letter)
}

// Undo undoes the last change, also one by the program.
func (p *PromptEntry) Undo() { p.travel(-1) }

// Redo repeats an undone change.
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

// SetText replaces the text; Undo restores the old one. It calls OnChanged, as Fyne's does.
func (p *PromptEntry) SetText(text string) {
	p.remember(false)
	p.Entry.SetText(text)
	p.remember(false)
	p.fresh = true
}

// Fill is SetText without a step of its own: Undo then restores what a person had before the program filled the entry.
func (p *PromptEntry) Fill(text string) {
	p.Entry.SetText(text)
	p.fresh = true
	if p.lit {
		p.toEnd()
	}
}

// FocusGained is Fyne's. In a text written by the program, the cursor goes to the end, where people continue.
func (p *PromptEntry) FocusGained() {
	p.Entry.FocusGained()
	p.toEnd()
}

func (p *PromptEntry) toEnd() {
	if !p.fresh {
		return
	}
	if p.SelectedText() != "" {
		p.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) // ends the selection, which was of the text before
	}
	p.setCursor(len([]rune(p.Text)))
	p.Refresh()
	p.keepPlace(len([]rune(p.Text)))
}

// Resize is Fyne's. It breaks the lines again, which moves the cursor.
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

// Selection returns the selection as offsets in runes; without one, both are the cursor's.
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

// Replace changes the text as one undo step, and selects from start to end, offsets in runes.
func (p *PromptEntry) Replace(text string, start, end int) {
	if text != p.Text {
		p.SetText(text)
	}
	p.choose(start, end)
	p.remember(false)
}

// choose selects a part of the text with Shift and arrow keys, because Fyne's Entry has no other
// way.
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

// place is the cursor's position: the intended one, and that of Fyne's Entry.
type place struct {
	offset      int
	row, column int
}

// edit makes Fyne's Entry change the text. Afterwards the cursor is moved runes behind the selection or, without one,
// behind its old position. Fyne's Entry has no position behind an undrawn blank at the end of a full line; text typed
// next would go before the blank, or elsewhere. So the intended position is kept here.
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

// restoreCursor restores the intended position, unless the cursor was moved since.
func (p *PromptEntry) restoreCursor() {
	if p.at.row == p.CursorRow && p.at.column == p.CursorColumn && p.CursorTextOffset() != p.at.offset {
		p.setCursor(p.at.offset)
	}
	p.at = place{row: -1}
}

// TypedRune is Fyne's.
func (p *PromptEntry) TypedRune(r rune) {
	p.remember(p.past.typing)
	p.edit(func() { p.Entry.Entry.TypedRune(r) }, 1)
	p.remember(!unicode.IsSpace(r) && !strings.ContainsRune(",.;:|(){}", r))
	p.arrived(r)
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

// paste is Fyne's, and keeps the intended cursor. A text that is too long is refused: the toolkit would need half a
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

// wasRedo reports whether a shortcut is the other common one for redo.
func wasRedo(shortcut fyne.Shortcut) bool {
	s, ok := shortcut.(*desktop.CustomShortcut)
	return ok && s.KeyName == fyne.KeyZ && s.Modifier == fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift
}
