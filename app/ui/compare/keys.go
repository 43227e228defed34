package compare

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/contextmenu"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// tools are what the bar holds.
func (p *Pane) tools() fyne.CanvasObject {
	button := func(icon fyne.Resource, tip string, do func()) fyne.CanvasObject {
		return widgets.NewIconButton(icon, tip, do)
	}
	p.link = widgets.NewQuietButton("Unlink (L)", func() {
		p.toggleLink()
		p.focus()
	})
	return container.New(widgets.NewLine(darkroom.Space4),
		button(theme.NavigateBackIcon(), "The previous picture in its place (P)", func() { p.swap(-1) }),
		button(theme.NavigateNextIcon(), "The next picture in its place (N)", func() { p.swap(1) }),
		button(theme.ContentAddIcon(), "One more (C)", p.add),
		layout.NewSpacer(),
		button(theme.ZoomOutIcon(), "Smaller (−)", func() { p.image().ZoomOut() }), p.zoom,
		button(theme.ZoomInIcon(), "Larger (+)", func() { p.image().ZoomIn() }),
		widgets.NewQuietButton("Fit", func() { p.image().Fit() }),
		widgets.NewQuietButton("100 %", func() { p.image().Actual() }),
		p.link,
		layout.NewSpacer(),
		button(theme.ViewFullScreenIcon(), "Full screen (F11)", p.toggleFull),
		button(theme.InfoIcon(), "Differences (I)", p.toggleSide),
		button(theme.CancelIcon(), "Back (Esc)", p.Close))
}

func (p *Pane) image() *widgets.ZoomImage { return p.cells[p.active].image }

func (p *Pane) toggleFull() { p.p.SetFullScreen(!p.full) }

// TypedKey handles a key that nobody with the keyboard took; true: used.
func (p *Pane) TypedKey(event *fyne.KeyEvent) bool {
	if !p.opened {
		return false
	}
	if r, ok := typed(event.Name); ok {
		return p.typedRune(r)
	}
	return p.key(event)
}

// imageKey handles a key while a picture has the keyboard: then what means a character comes as one too.
func (p *Pane) imageKey(event *fyne.KeyEvent) bool {
	if _, ok := typed(event.Name); ok {
		return true
	}
	return p.key(event)
}

// typed is the character of a key of which the pane wants the character.
func typed(name fyne.KeyName) (r rune, ok bool) {
	switch name {
	case fyne.Key0, fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5:
		return rune(name[0]), true
	case fyne.KeyPeriod:
		return '.', true
	}
	return 0, false
}

func (p *Pane) typedRune(r rune) bool {
	switch {
	case (r >= '0' && r <= '5' || r == '.') && p.image().Repeated(): // held down
	case r >= '0' && r <= '5':
		p.rate(p.active, int(r-'0'))
	case r == '.':
		p.favour(p.active, !p.images[p.active].Marks.Favourite)
	default:
		return false
	}
	return true
}

func (p *Pane) key(event *fyne.KeyEvent) bool {
	if contextmenu.Asked(event) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.image())
		p.popUp(at.AddXY(p.image().Size().Width/2, p.image().Size().Height/2))
		return true
	}
	switch event.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		return p.neighbour(-1)
	case fyne.KeyRight, fyne.KeyDown:
		return p.neighbour(1)
	case fyne.KeyPageUp, fyne.KeyP:
		p.swap(-1)
	case fyne.KeyPageDown, fyne.KeyN:
		p.swap(1)
	case fyne.KeyEscape:
		p.leave()
	case fyne.KeyReturn, fyne.KeyEnter:
		chosen := p.images[p.active]
		p.close(&chosen)
	case fyne.KeyF11:
		p.toggleFull()
	default:
		return p.letter(event.Name)
	}
	return true
}

// letter handles the keys that do something with a picture or with all, once for each time that they are pressed.
func (p *Pane) letter(name fyne.KeyName) bool {
	if p.image().Repeated() {
		return true
	}
	switch name {
	case fyne.KeyX, fyne.KeyBackspace:
		p.drop(p.active)
	case fyne.KeyC:
		p.add()
	case fyne.KeyF:
		p.favour(p.active, !p.images[p.active].Marks.Favourite)
	case fyne.KeyT:
		if p.p.Actions.Tag != nil {
			p.p.Actions.Tag(p.images[p.active])
		}
	case fyne.KeyI:
		p.toggleSide()
	case fyne.KeyL:
		p.toggleLink()
	case fyne.KeyZ:
		p.toggleActual()
	case fyne.KeyDelete:
		p.trash()
	default:
		return false
	}
	return true
}

// neighbour means the picture beside; while one is zoomed into, the arrows move it instead.
func (p *Pane) neighbour(by int) bool {
	if !p.image().Fitted() {
		return false
	}
	p.activate((p.active + by + len(p.images)) % len(p.images))
	p.focus()
	return true
}

func (p *Pane) toggleActual() {
	if p.image().Fitted() {
		p.image().Actual()
	} else {
		p.image().Fit()
	}
}

// shortcut handles keys with Ctrl, or ⌘.
func (p *Pane) shortcut(shortcut fyne.Shortcut) bool {
	keys, ok := shortcut.(*desktop.CustomShortcut)
	if !ok || keys.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch keys.KeyName {
	case fyne.Key0:
		p.image().Fit()
	case fyne.Key1:
		p.image().Actual()
	default:
		return false
	}
	return true
}

// leave goes one step back: out of the full screen, then out of the comparison.
func (p *Pane) leave() {
	if p.full {
		p.p.SetFullScreen(false)
		return
	}
	p.Close()
}

func (p *Pane) popUp(at fyne.Position) {
	if p.p.Actions.Menu != nil {
		widget.ShowPopUpMenuAtPosition(p.p.Actions.Menu([]library.Image{p.images[p.active]}), p.p.Canvas(), at)
	}
}

// favour puts a picture among the favourites or takes it out.
func (p *Pane) favour(place int, on bool) {
	p.mark(place, library.Marking{Favourite: &on}, func(m *library.Marks) { m.Favourite = on })
}

// rate gives a picture so many stars.
func (p *Pane) rate(place, stars int) {
	p.mark(place, library.Marking{Rating: &stars}, func(m *library.Marks) { m.Rating = stars })
}

// mark changes marks and shows them at once: what the library says follows in a moment.
func (p *Pane) mark(place int, marking library.Marking, change func(*library.Marks)) {
	if place >= len(p.images) || p.p.Actions.Mark == nil {
		return
	}
	p.p.Actions.Mark([]library.Image{p.images[place]}, marking)
	change(&p.images[place].Marks)
	p.cells[place].mark(p.images[place])
	p.activate(place)
	p.focus()
}

// drop leaves a picture out. With one left there is nothing to compare: it is the one that was chosen.
func (p *Pane) drop(place int) {
	if place >= len(p.images) {
		return
	}
	rest := slices.Delete(slices.Clone(p.images), place, place+1)
	if len(rest) == 1 {
		p.close(&rest[0])
		return
	}
	if p.active > place {
		p.active--
	}
	p.set(rest)
	p.focus()
}

// trash moves a picture to the trash, and out of the comparison.
func (p *Pane) trash() {
	if img := p.images[p.active]; p.p.Actions.Trash != nil {
		p.p.Actions.Trash([]library.Image{img})
		if img.State == library.ImageSaved || img.State == library.ImageGone {
			p.drop(p.active)
		}
	}
}

// swap puts the next picture of the gallery that is not compared, or the one before, into the place of the one that is meant.
func (p *Pane) swap(by int) {
	if img, ok := p.other(by); ok {
		images := slices.Clone(p.images)
		images[p.active] = img
		p.set(images)
	}
	p.focus()
}

// add compares one more.
func (p *Pane) add() {
	if img, ok := p.other(1); ok && len(p.images) < Most {
		p.set(append(slices.Clone(p.images), img))
	}
	p.focus()
}

// other is the nearest picture of the gallery after the one that is meant, or before it, that is not compared.
func (p *Pane) other(by int) (library.Image, bool) {
	for i := p.p.Source.IndexOf(p.images[p.active].ID) + by; i >= 0 && i < p.p.Source.Len(); i += by {
		img, ok := p.p.Source.At(i)
		if !ok {
			return library.Image{}, false // it was asked for and comes in a moment
		}
		if p.placeOf(img.ID) < 0 {
			return img, true
		}
	}
	return library.Image{}, false
}
