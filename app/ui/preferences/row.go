package preferences

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lookbook/api/redact"
	"lookbook/app/settings"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/contextmenu"
	"lookbook/app/ui/message"
	"lookbook/app/ui/segments"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// row is one setting of the table.
type row struct {
	id    string
	group Group
	build func(v *View) control
}

// control changes a setting.
type control struct {
	object fyne.CanvasObject
	// below puts it under its words instead of beside them.
	below bool
	// show shows the present state, without reporting a change.
	show func(State)
	// find is a panel's.
	find func(words []string) bool
	// tapped is called for a click on the words; nil: nothing.
	tapped func()
	// end keeps what was typed last; nil: nothing is typed.
	end func()
	// applies reports whether the setting means something now; nil: always.
	applies func(State) bool
	// copy copies the setting; nil: it isn't one that "Reset all" resets.
	copy func(to, from *settings.Values)
	// changed reports whether it differs from its default, and reset sets that. Both come from
	// copy if that is given; nil: there is no default.
	changed func(State) bool
	reset   func()
	// inputs can have the focus. The first that is enabled gets it when a search is left for its
	// results.
	inputs []fyne.Focusable
}

// focus returns what gets the focus; nil: nothing can have it.
func (c *control) focus() fyne.Focusable {
	for _, input := range c.inputs {
		if d, ok := input.(fyne.Disableable); !ok || !d.Disabled() {
			return input
		}
	}
	return nil
}

// at returns the place of a setting.
type at[T any] func(*settings.Values) *T

// copy is a control's.
func (a at[T]) copy(to, from *settings.Values) { *a(to) = *a(from) }

// set returns a change of the setting.
func (a at[T]) set(value T) func(*settings.Values) {
	return func(s *settings.Values) { *a(s) = value }
}

// label returns the words of a row, "" for those that it lacks.
func label(id, part string) string {
	key := id + part
	if words := message.T("setting." + key); words != "setting."+key {
		return words
	}
	return ""
}

// toggle is a setting that is on or off.
func toggle(id string, group Group, place at[bool]) row {
	return row{id, group, func(v *View) control {
		box := widgets.NewCheck("", func(on bool) { v.update(place.set(on)) })
		return control{
			object: box, inputs: []fyne.Focusable{box}, tapped: func() { box.Tapped(&fyne.PointEvent{}) },
			show: func(s State) { box.SetOn(*place(&s.Values)) }, copy: place.copy,
		}
	}}
}

// choice is a setting with a few words, setting.<id>.<value>.
func choice[T ~string](id string, group Group, place at[T], values ...T) row {
	return row{id, group, func(v *View) control {
		var words []string
		for _, value := range values {
			words = append(words, label(id, "."+string(value)))
		}
		r := segments.New(words, func(i int) { v.update(place.set(values[i])) })
		return control{object: container.NewHBox(r), inputs: []fyne.Focusable{r}, copy: place.copy, show: func(s State) {
			for i, value := range values {
				if value == *place(&s.Values) {
					r.Set(i)
				}
			}
		}}
	}}
}

// list is a setting with more values than there is room for beside each other: a button with a menu.
// choices returns the values and their words.
func list(id string, group Group, place at[string], choices func() (values, words []string)) row {
	return row{id, group, func(v *View) control {
		values, words := choices()
		present := 0
		button := widgets.NewQuietButton("", nil)
		button.OnTapped = func() {
			menu := fyne.NewMenu("")
			for i, word := range words {
				item := fyne.NewMenuItem(word, func() { v.update(place.set(values[i])) })
				item.Checked = i == present
				menu.Items = append(menu.Items, item)
			}
			contextmenu.Below(button, menu)
		}
		return control{object: container.NewHBox(button), inputs: []fyne.Focusable{button}, copy: place.copy, show: func(s State) {
			present = max(slices.Index(values, *place(&s.Values)), 0)
			button.SetText(words[present] + " ▾")
		}}
	}}
}

// number is a setting with a few numbers, which are shown by words.
func number(id string, group Group, place at[int], words func(int) string, values ...int) row {
	return row{id, group, func(v *View) control {
		s := newStepper(values, words, func(value int) { v.update(place.set(value)) })
		return control{object: s.content, inputs: []fyne.Focusable{s.more, s.less}, copy: place.copy, show: func(state State) { s.show(*place(&state.Values)) }}
	}}
}

// plain writes a number.
func plain(n int) string { return strconv.Itoa(n) }

// line is a setting that is typed. It is kept at Enter or when the field is left. Problem says what
// is wrong with a text, "": nothing; nil: every text is right.
func line(id string, group Group, place at[string], problem func(text string) string) row {
	return row{id, group, func(v *View) control {
		kept, entry := "", widgets.NewLineEntry(nil)
		entry.SetPlaceHolder(label(id, ".none"))
		field := widgets.NewField("", entry)
		entry.OnDone = func() {
			text := redact.Text(entry.Text) // it would be written into a file
			if text != entry.Text {
				entry.SetText(text)
			}
			wrong := ""
			if problem != nil {
				wrong = problem(text)
			}
			if field.SetError(wrong); wrong == "" && text != kept {
				v.update(place.set(text))
			}
			v.refit()
		}
		return control{object: field, below: true, inputs: []fyne.Focusable{entry}, end: entry.OnDone, copy: place.copy, show: func(s State) {
			if stored := *place(&s.Values); stored != kept {
				kept = stored
				entry.SetText(stored)
				field.SetError("")
			}
		}}
	}}
}

// when is a row that means something in some states only.
func (r row) when(applies func(State) bool) row {
	build := r.build
	r.build = func(v *View) control {
		c := build(v)
		c.applies = applies
		return c
	}
	return r
}

// stepper goes through a few numbers with two buttons.
type stepper struct {
	content    fyne.CanvasObject
	less, more *widgets.IconButton
	figure     *widgets.Label
	values     []int
	words      func(int) string
	index      int
}

func newStepper(values []int, words func(int) string, chosen func(int)) *stepper {
	s := &stepper{values: values, words: words}
	widest := ""
	for _, value := range values {
		if word := words(value); len(word) > len(widest) {
			widest = word
		}
	}
	s.figure = widgets.NewFigures("", widest)
	s.figure.SetAlign(fyne.TextAlignCenter)
	step := func(by int) func() {
		return func() {
			if i := s.index + by; i >= 0 && i < len(values) {
				chosen(values[i])
			}
			s.keepFocus()
		}
	}
	s.less = widgets.NewIconButton(theme.ContentRemoveIcon(), message.T("preferences.less"), step(-1))
	s.more = widgets.NewIconButton(theme.ContentAddIcon(), message.T("preferences.more"), step(1))
	s.content = container.New(widgets.NewLine(darkroom.Space4), s.less, s.figure, s.more)
	return s
}

// keepFocus moves the focus from a button that is no longer enabled to the other.
func (s *stepper) keepFocus() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.content)
	switch {
	case c == nil:
	case c.Focused() == fyne.Focusable(s.more) && s.more.Disabled():
		c.Focus(s.less)
	case c.Focused() == fyne.Focusable(s.less) && s.less.Disabled():
		c.Focus(s.more)
	}
}

// show shows a number, or the nearest one below it that can be chosen.
func (s *stepper) show(value int) {
	s.index = 0
	for i, v := range s.values {
		if v <= value {
			s.index = i
		}
	}
	s.figure.SetText(s.words(value))
	arrange.Enable(s.less, s.index > 0)
	arrange.Enable(s.more, s.index < len(s.values)-1)
}
