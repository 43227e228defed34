package gallery

import (
	"fyne.io/fyne/v2"

	"lookbook/app/ui/contextmenu"
)

// keys handles keys and double clicks beyond moving and selecting, which the grid handles.
type keys struct {
	params   *Params
	pictures *Pictures
	menu     *selectionMenu
	foot     *foot
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

// rune handles digits, which rate, the point, which marks favourites, and the
// exclamation mark, which rejects. Other text starts a search by prompt.
func (k *keys) rune(r rune) bool {
	a := k.params.Actions
	switch {
	case k.pictures.SelectionLen() == 0:
	case r >= '0' && r <= '5' && a.Rate != nil:
		a.Rate(int(r - '0'))
		return true
	case r == '!' && a.Reject != nil:
		a.Reject()
		return true
	case r == '.' && a.Favourite != nil:
		a.Favourite(!k.foot.favourite.On())
		return true
	}
	return r == '+' || r == '-' || r == '=' // keys that change the size
}

// shortcut handles the shortcuts that Fyne gives to texts: copy and undo.
func (k *keys) shortcut(s fyne.Shortcut) bool {
	var do func()
	switch s.(type) {
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
