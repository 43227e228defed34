package widgets

import "fyne.io/fyne/v2"

// Keyboard hears keys for the widget that embeds it. It asks its owner first; a key that means nothing to the owner or the
// widget goes to the window.
type Keyboard struct {
	// OnKey is asked first about every key; true: used.
	OnKey func(key *fyne.KeyEvent) bool
	// OnRune is asked first about every character; true: used.
	OnRune func(r rune) bool
	// OnShortcut is asked about shortcuts; those it doesn't use go to the window.
	OnShortcut func(shortcut fyne.Shortcut) bool
	// OnFocused is called when the widget gets the keyboard.
	OnFocused func()

	self     fyne.CanvasObject
	down     fyne.KeyName // the key that is held down
	typed    bool         // the key that is held down was typed before
	repeated bool         // the key that was typed last is held down since before
}

// HearFor says which widget this is a part of.
func (k *Keyboard) HearFor(self fyne.CanvasObject) { k.self = self }

// FocusGained is Fyne's. Nothing shows it, not even a ring: a picture has the view to itself.
func (k *Keyboard) FocusGained() {
	if k.OnFocused != nil {
		k.OnFocused()
	}
}

// FocusLost is Fyne's.
func (k *Keyboard) FocusLost() { k.down, k.typed, k.repeated = "", false, false }

// KeyDown is Fyne's.
func (k *Keyboard) KeyDown(key *fyne.KeyEvent) {
	k.down, k.typed = key.Name, false
	passDown(k.self, key)
}

// KeyUp is Fyne's.
func (k *Keyboard) KeyUp(key *fyne.KeyEvent) {
	k.down = ""
	passUp(k.self, key)
}

// Repeated says, while OnKey or OnRune is asked, whether the key was not pressed but is held down since before: enough to go
// on to the next picture, not enough to move another one to the trash.
func (k *Keyboard) Repeated() bool { return k.repeated }

// TypedKey is Fyne's.
func (k *Keyboard) TypedKey(key *fyne.KeyEvent) {
	if !k.used(key) {
		passKey(k.self, key)
	}
}

// used asks OnKey about a key.
func (k *Keyboard) used(key *fyne.KeyEvent) bool {
	k.repeated = k.down == key.Name && k.typed
	k.typed = true
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
