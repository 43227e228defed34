package widgets

import "fyne.io/fyne/v2"

// Keyboard handles keys for the widget that embeds it. It asks its owner first. Unused keys go to the window.
type Keyboard struct {
	// OnKey is called first for every key; true: used.
	OnKey func(key *fyne.KeyEvent) bool
	// OnRune is called first for every character; true: used.
	OnRune func(r rune) bool
	// OnShortcut is called for shortcuts; unused ones go to the window.
	OnShortcut func(shortcut fyne.Shortcut) bool
	// OnFocused is called when the widget gets the focus.
	OnFocused func()

	presses
	tab bool // Tab led to the widget
}

// presses passes keys that go down and up on to the window, for the widget that embeds it, and tells held keys.
type presses struct {
	self fyne.CanvasObject // the widget
	held heldKey
}

// KeyDown is Fyne's.
func (p *presses) KeyDown(key *fyne.KeyEvent) {
	p.held.press(key.Name)
	passDown(p.self, key)
}

// KeyUp is Fyne's.
func (p *presses) KeyUp(key *fyne.KeyEvent) {
	p.held.release()
	passUp(p.self, key)
}

// Repeated reports, during OnKey or OnRune, whether a held key caused the event: enough to go on to the next picture,
// but not to move another one to the trash.
func (p *presses) Repeated() bool { return p.held.repeated }

// heldKey tells a pressed key from the repetitions that follow while it is held. The toolkit types both alike.
type heldKey struct {
	down     fyne.KeyName // key that is down
	typed    bool         // down was already typed
	repeated bool         // the last typed key was a repetition of a held key
}

func (h *heldKey) press(name fyne.KeyName) { h.down, h.typed = name, false }

func (h *heldKey) release() { h.down, h.repeated = "", false }

// strike records a typed key, with the character that follows it.
func (h *heldKey) strike(name fyne.KeyName) {
	h.repeated = h.down == name && h.typed
	h.typed = true
}

// HearFor sets the widget that this belongs to.
func (k *Keyboard) HearFor(self fyne.CanvasObject) { k.self = self }

// FocusGained is Fyne's. The focus isn't shown here: a picture has the view to itself, and gets the focus with it.
func (k *Keyboard) FocusGained() {
	if k.OnFocused != nil {
		k.OnFocused()
	}
}

// FocusLost is Fyne's.
func (k *Keyboard) FocusLost() {
	k.held = heldKey{}
	k.ledTo(false)
}

// KeyUp is Fyne's. A Tab that was pressed elsewhere led here: then the focus is shown.
func (k *Keyboard) KeyUp(key *fyne.KeyEvent) {
	k.presses.KeyUp(key)
	if key.Name == fyne.KeyTab {
		k.ledTo(true)
	}
}

func (k *Keyboard) ledTo(byTab bool) {
	if k.tab != byTab && k.self != nil {
		k.tab = byTab
		k.self.Refresh()
	}
}

// TypedKey is Fyne's.
func (k *Keyboard) TypedKey(key *fyne.KeyEvent) {
	if !k.used(key) {
		passKey(k.self, key)
	}
}

// used asks OnKey about a key.
func (k *Keyboard) used(key *fyne.KeyEvent) bool {
	k.held.strike(key.Name)
	return k.OnKey != nil && k.OnKey(key)
}

// TypedRune is Fyne's.
func (k *Keyboard) TypedRune(r rune) { k.usedRune(r) }

func (k *Keyboard) usedRune(r rune) bool { return k.OnRune != nil && k.OnRune(r) }

// TypedShortcut asks OnShortcut, then the window.
func (k *Keyboard) TypedShortcut(shortcut fyne.Shortcut) {
	if k.OnShortcut == nil || !k.OnShortcut(shortcut) {
		passShortcut(k.self, shortcut)
	}
}
