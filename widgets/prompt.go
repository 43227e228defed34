package widgets

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// PromptEntry is a text of several lines that wraps and grows up to a limit; then it scrolls. Tab moves to the next
// field, and shortcuts that editing doesn't use reach the window.
type PromptEntry struct {
	Entry
	// OnShortcut is called first for shortcuts that editing doesn't use; true: used.
	OnShortcut func(shortcut fyne.Shortcut) bool

	// MaxRunes bounds the text after a paste; 0: no bound. OnTooLong is called with the length of a refused one.
	MaxRunes  int
	OnTooLong func(runes int)

	// OnPaste returns the part of a pasted text to accept; nil: all of it.
	OnPaste func(text string) string

	minRows, maxRows int
	scroll           *container.Scroll // Fyne's, inside the entry
	past             history
	fresh            bool  // the program wrote the text and nobody has touched it since
	at               place // of the cursor after the last change; row -1: as Fyne's Entry has it
}

// NewPromptEntry returns an empty entry, minRows to maxRows lines high.
func NewPromptEntry(minRows, maxRows int) *PromptEntry {
	p := &PromptEntry{minRows: minRows, maxRows: maxRows, at: place{row: -1}}
	p.MultiLine, p.Wrapping = true, fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	return p
}

// AcceptsTab is Fyne's: Tab moves the focus, unless a text is being composed.
func (p *PromptEntry) AcceptsTab() bool { return p.method.keys > 0 }

// TypedShortcut passes on what editing doesn't use to the window.
func (p *PromptEntry) TypedShortcut(shortcut fyne.Shortcut) {
	if shortcut = pasting(shortcut, p.taken); shortcut == nil {
		return
	}
	_, undo := shortcut.(*fyne.ShortcutUndo)
	_, redo := shortcut.(*fyne.ShortcutRedo)
	switch {
	case undo:
		p.Undo()
	case redo, wasRedo(shortcut):
		p.Redo()
	case entryKnows(shortcut):
		p.remember(false)
		if paste, ok := shortcut.(*fyne.ShortcutPaste); ok {
			p.paste(paste)
		} else {
			p.restoreCursor()
			p.fresh = false
			p.Entry.TypedShortcut(shortcut)
		}
		p.remember(false)
	case p.OnShortcut != nil && p.OnShortcut(shortcut):
	default:
		passShortcut(p, shortcut)
	}
}

// taken returns the accepted part of a pasted text. OnPaste is not called for a text that is too long and will be
// refused.
func (p *PromptEntry) taken(text string) string {
	if p.OnPaste == nil || p.MaxRunes > 0 && len(text) > utf8.UTFMax*p.MaxRunes {
		return text
	}
	return p.OnPaste(text)
}

// TypedKey passes keys without a meaning for a text to the window.
func (p *PromptEntry) TypedKey(key *fyne.KeyEvent) {
	if p.InputMethodTakes(key) {
		return
	}
	if belongsToWindow(key.Name) {
		passKey(p, key)
		return
	}
	p.remember(p.past.typing)
	p.typedKey(key)
	p.remember(false)
}

// MinSize is Fyne's. Unlike Entry's it is not cached: it follows the text.
func (p *PromptEntry) MinSize() fyne.Size { return p.BaseWidget.MinSize() }

// TakeWheel scrolls the text if it doesn't fit; otherwise the wheel scrolls the panel.
func (p *PromptEntry) TakeWheel(event *fyne.ScrollEvent) bool {
	if p.scroll == nil || p.scroll.Content == nil || p.scroll.Content.MinSize().Height <= p.scroll.Size().Height {
		return false
	}
	p.scroll.Scrolled(event)
	return true
}

// CreateRenderer is Fyne's.
func (p *PromptEntry) CreateRenderer() fyne.WidgetRenderer {
	r := &promptRenderer{p: p, WidgetRenderer: p.Entry.CreateRenderer()}
	for _, o := range r.Objects() {
		if scroll, ok := o.(*container.Scroll); ok {
			p.scroll = scroll
		}
	}
	return r
}

// promptRenderer is the entry's own, except for the height.
type promptRenderer struct {
	fyne.WidgetRenderer
	p *PromptEntry
}

func (r *promptRenderer) MinSize() fyne.Size {
	line := fyne.MeasureText("Ág", sizeOf(r.p, theme.SizeNameText), r.p.TextStyle).Height
	around := 2 * sizeOf(r.p, theme.SizeNameInnerPadding) // as in Entry
	low, high := float32(r.p.minRows)*line+around, float32(r.p.maxRows)*line+around
	height := low
	if s := r.p.scroll; s != nil && s.Content != nil && s.Size().Width > 0 {
		height = s.Content.MinSize().Height + 2*sizeOf(r.p, theme.SizeNameInputBorder)
	}
	return fyne.NewSize(r.WidgetRenderer.MinSize().Width, min(max(height, low), high))
}
