package viewer

import (
	"lookbook/app/library"
	"lookbook/app/ui/contextmenu"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tools are what the bar holds.
func (v *Viewer) tools() fyne.CanvasObject {
	button := func(icon fyne.Resource, tip string, do func()) fyne.CanvasObject {
		return widgets.NewIconButton(icon, tip, do)
	}
	return container.New(widgets.NewLine(darkroom.Space4),
		button(theme.NavigateBackIcon(), "Previous (Left)", func() { v.step(-1) }),
		v.place,
		button(theme.NavigateNextIcon(), "Next (Right)", func() { v.step(1) }),
		layout.NewSpacer(),
		button(theme.ZoomOutIcon(), "Smaller (−)", v.image.ZoomOut), v.zoom,
		button(theme.ZoomInIcon(), "Larger (+)", v.image.ZoomIn),
		widgets.NewQuietButton("Fit", v.image.Fit),
		widgets.NewQuietButton("100 %", v.image.Actual),
		layout.NewSpacer(),
		button(theme.GridIcon(), "Compare with the next (C)", func() { v.act(v.p.Actions.Compare) }),
		button(theme.MediaPlayIcon(), "Slideshow (S)", func() { v.act(v.p.Actions.Slideshow) }),
		button(theme.ViewFullScreenIcon(), "Full screen (F11)", v.toggleFull),
		button(theme.DeleteIcon(), "Move to the trash (Delete)", v.trash),
		button(theme.InfoIcon(), "Parameters (I)", v.toggleSide),
		button(theme.CancelIcon(), "Close (Esc)", v.Close))
}

func (v *Viewer) toggleFull() { v.p.SetFullScreen(!v.full) }

// TypedKey handles a key that nobody with the keyboard took, as when a button
// of the viewer or a text beside the picture has it; true: used.
func (v *Viewer) TypedKey(event *fyne.KeyEvent) bool {
	if !v.opened {
		return false
	}
	if r, ok := typed(event.Name); ok {
		return v.typedRune(r)
	}
	return v.key(event)
}

// imageKey handles a key while the picture has the keyboard: then what means a
// character comes as one too, from where the keyboard's layout has it.
func (v *Viewer) imageKey(event *fyne.KeyEvent) bool {
	if _, ok := typed(event.Name); ok {
		return true
	}
	return v.key(event)
}

// typed is the character of a key of which the viewer wants the character.
func typed(name fyne.KeyName) (r rune, ok bool) {
	switch name {
	case fyne.Key0, fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5:
		return rune(name[0]), true
	case fyne.KeyPeriod:
		return '.', true
	}
	return 0, false
}

// typedRune rates and favours.
func (v *Viewer) typedRune(r rune) bool {
	switch {
	case (r >= '0' && r <= '5' || r == '.') && v.image.Repeated(): // held down
	case r >= '0' && r <= '5':
		v.rate(int(r - '0'))
	case r == '.':
		v.favour(!v.shown.Marks.Favourite)
	default:
		return false
	}
	return true
}

// key handles what the picture leaves to the viewer.
func (v *Viewer) key(event *fyne.KeyEvent) bool {
	if contextmenu.Asked(event) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.image)
		v.popUp(at.AddXY(v.image.Size().Width/2, v.image.Size().Height/2))
		return true
	}
	switch event.Name {
	case fyne.KeyLeft, fyne.KeyUp, fyne.KeyPageUp:
		v.step(-1)
	case fyne.KeyRight, fyne.KeyDown, fyne.KeyPageDown, fyne.KeySpace:
		v.step(1)
	case fyne.KeyHome:
		v.travel = 1
		v.show(0)
	case fyne.KeyEnd:
		v.travel = -1
		v.show(v.p.Source.Len() - 1)
	case fyne.KeyEscape:
		v.leave()
	case fyne.KeyReturn, fyne.KeyEnter:
		v.Close()
	case fyne.KeyF11:
		v.toggleFull()
	default:
		return v.letter(event.Name)
	}
	return true
}

// letter handles the keys that do something with the picture, once for each
// time that they are pressed.
func (v *Viewer) letter(name fyne.KeyName) bool {
	if v.image.Repeated() {
		return true
	}
	switch name {
	case fyne.KeyI:
		v.toggleSide()
	case fyne.KeyF:
		v.favour(!v.shown.Marks.Favourite)
	case fyne.KeyT:
		v.act(v.p.Actions.Tag)
	case fyne.KeyC:
		v.act(v.p.Actions.Compare)
	case fyne.KeyS:
		v.act(v.p.Actions.Slideshow)
	case fyne.KeyZ:
		v.toggleActual()
	case fyne.KeyDelete:
		v.trash()
	default:
		return false
	}
	return true
}

// leave goes one step back: out of the full screen, then out of the viewer.
func (v *Viewer) leave() {
	if v.full {
		v.p.SetFullScreen(false)
		return
	}
	v.Close()
}

// shortcut handles keys with Ctrl, or ⌘.
func (v *Viewer) shortcut(shortcut fyne.Shortcut) bool {
	if _, ok := shortcut.(*fyne.ShortcutCopy); ok {
		v.act(v.p.Actions.CopyImage)
		return true
	}
	keys, ok := shortcut.(*desktop.CustomShortcut)
	if !ok || keys.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch keys.KeyName {
	case fyne.Key0:
		v.image.Fit()
	case fyne.Key1:
		v.image.Actual()
	default:
		return false
	}
	return true
}

func (v *Viewer) toggleActual() {
	if v.image.Fitted() {
		v.image.Actual()
	} else {
		v.image.Fit()
	}
}

func (v *Viewer) act(do func(library.Image)) {
	if do != nil && v.shown.ID != 0 {
		do(v.shown)
	}
}

func (v *Viewer) popUp(at fyne.Position) {
	if v.p.Actions.Menu != nil && v.shown.ID != 0 {
		widget.ShowPopUpMenuAtPosition(v.p.Actions.Menu([]library.Image{v.shown}), v.p.Canvas(), at)
	}
}

// favour puts the picture among the favourites or takes it out.
func (v *Viewer) favour(on bool) {
	v.mark(library.Marking{Favourite: &on}, func(m *library.Marks) { m.Favourite = on })
}

// rate gives the picture so many stars.
func (v *Viewer) rate(stars int) {
	v.mark(library.Marking{Rating: &stars}, func(m *library.Marks) { m.Rating = stars })
}

// mark changes the marks and shows them at once: what the library says follows
// in a moment, and a second key must find what the first one did.
func (v *Viewer) mark(marking library.Marking, change func(*library.Marks)) {
	if v.shown.ID == 0 {
		return
	}
	v.p.Actions.Mark([]library.Image{v.shown}, marking)
	change(&v.shown.Marks)
	v.plate.Show(v.shown.Marks.Favourite, v.shown.Marks.Rating)
	v.fillSide()
	v.focus()
}

// trash moves the picture to the trash and goes on to the next.
func (v *Viewer) trash() {
	img := v.shown
	if img.ID == 0 || v.p.Actions.Trash == nil {
		return
	}
	v.p.Actions.Trash([]library.Image{img})
	if img.State != library.ImageSaved && img.State != library.ImageGone {
		return // there is nothing to move; why is said by whoever was asked
	}
	v.goOn()
	v.focus()
}

// goOn leaves a picture that went to the trash for the next one.
func (v *Viewer) goOn() {
	v.trashed = v.shown.ID
	next := v.index + 1
	if v.p.Source.IndexOf(v.shown.ID) < 0 {
		next-- // the next one is in its place already
	}
	switch {
	case next < v.p.Source.Len():
		v.show(next)
	case v.index > 0:
		v.show(v.index - 1)
	default:
		v.Close()
	}
}
