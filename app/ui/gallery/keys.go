package gallery

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lookbook/app/ui/contextmenu"
	"lookbook/app/ui/culling"
)

// keys handles keys and double clicks beyond moving and selecting, which the grid handles.
type keys struct {
	params   *Params
	pictures *Pictures
	menu     *selectionMenu
	foot     *foot
	folding  map[desktop.CustomShortcut]func()
}

// opened handles Enter or a double click on item i.
func (k *keys) opened(i int) {
	i = k.pictures.scope.shown(i)
	if img, ok := k.pictures.At(i); ok && k.params.Opened != nil {
		k.params.Opened(i, img)
	}
}

// key handles a key; false leaves it to the grid.
func (k *keys) key(event *fyne.KeyEvent) bool {
	if contextmenu.Asked(event) {
		return k.menu.overCurrent()
	}
	switch event.Name {
	case fyne.KeyDelete:
		if trash := k.params.Actions.Trash; trash != nil && k.pictures.SelectionLen() > 0 {
			trash()
			return true
		}
	case fyne.KeyEscape:
		if k.pictures.SelectionLen() > 1 {
			return false // the grid drops the selection
		}
		if k.pictures.scope.all() {
			k.pictures.ClearSelection() // letters are then typed
			return false
		}
		if !k.pictures.scope.all() && k.params.All != nil {
			k.params.All()
			return true
		}
	case fyne.KeyPlus, fyne.KeyEqual:
		k.foot.larger(32)
		return true
	case fyne.KeyMinus:
		k.foot.larger(-32)
		return true
	}
	return false
}

// rune handles the characters that mark the selected pictures: digits rate, P, X
// and U judge, the point marks favourites, and the exclamation mark rejects.
// Other text, and every text while nothing is selected, starts a search by
// prompt. A held key marks once.
func (k *keys) rune(r rune) bool {
	mark, goes := k.marking(r)
	if mark == nil || k.pictures.SelectionLen() == 0 {
		return r == '+' || r == '-' || r == '=' // keys that change the size
	}
	if !k.pictures.grid.Repeated() {
		mark()
		if goes && k.params.Advance.Typed(r) {
			k.pictures.next()
		}
	}
	return true
}

// marking returns what a character does to the selected pictures; nil: nothing.
// goes: the next picture may follow.
func (k *keys) marking(r rune) (mark func(), goes bool) {
	a := k.params.Actions
	verdict, judges := culling.Verdict(r)
	switch {
	case r >= '0' && r <= '5' && a.Rate != nil:
		return func() { a.Rate(int(r - '0')) }, true
	case judges && a.Judge != nil:
		return func() { a.Judge(verdict) }, true
	case r == '!' && a.Reject != nil:
		return a.Reject, false
	case r == '.' && a.Favourite != nil:
		return func() { a.Favourite(!k.foot.favourite.On()) }, false
	}
	return nil, false
}

// shortcut handles the shortcuts that Fyne gives to texts, copy and undo, and
// those that fold sections.
func (k *keys) shortcut(s fyne.Shortcut) bool {
	var do func()
	switch s := s.(type) {
	case *desktop.CustomShortcut:
		do = k.folding[*s]
	case *fyne.ShortcutCopy:
		do = k.params.Actions.Copy
	case *fyne.ShortcutUndo:
		do = k.params.Actions.Undo
	}
	if do != nil {
		do()
	}
	return do != nil
}
