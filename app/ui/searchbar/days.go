package searchbar

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/app/search"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// days are the fields for the first and the last day.
type days struct {
	p        *panel
	from, to *dayEntry
	trouble  *widgets.Label
	box      *fyne.Container
}

func newDays(p *panel) *days {
	d := &days{p: p, trouble: widgets.NewQuietLabel("")}
	d.trouble.SetTone(widgets.ToneFailed)
	d.trouble.Hide()
	d.from, d.to = newDayEntry(p, d.take), newDayEntry(p, d.take)
	d.box = container.New(fieldsLayout{}, widgets.NewQuietLabel(message.T("searchbar.days.from")), d.from, widgets.NewQuietLabel(message.T("searchbar.days.until")), d.to)
	return d
}

// show writes the days of a query into the fields, except into one that is
// being edited.
func (d *days) show(q search.Query) {
	if dayText(q.From) != d.from.written || dayText(q.To) != d.to.written {
		d.trouble.Hide() // they were chosen in another way
	}
	d.from.show(q.From)
	d.to.show(q.To)
}

// take makes filters from the fields.
func (d *days) take() {
	from, okFrom := dayOf("from:", d.from.Text, func(q search.Query) search.Date { return q.From })
	to, okTo := dayOf("until:", d.to.Text, func(q search.Query) search.Date { return q.To })
	words := ""
	switch {
	case !okFrom || !okTo:
		words = message.T("searchbar.days.unread")
	case !from.IsZero() && !to.IsZero() && from.Compare(to) > 0:
		words = message.T("searchbar.days.backwards")
	}
	d.trouble.SetText(words)
	d.trouble.Hidden = words == ""
	if words != "" {
		d.p.show()
		return
	}
	d.p.current.change(func(w *wording) {
		w.clear(search.ByDate)
		w.filters.From, w.filters.To = from, to
	})
	for e, day := range map[*dayEntry]search.Date{d.from: from, d.to: to} {
		e.write(dayText(day)) // a month was typed, and becomes a day
	}
}

// dayOf parses a day like the search language.
func dayOf(name, text string, of func(search.Query) search.Date) (day search.Date, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return search.Date{}, true
	}
	day = of(search.Parse(name + text))
	return day, !day.IsZero()
}

// dayEntry is a field for a day. Enter applies it, and so does leaving it.
type dayEntry struct {
	widgets.Entry
	p       *panel
	taken   func()
	written string // last text written by the program
	seen    string // last text applied
}

func newDayEntry(p *panel, taken func()) *dayEntry {
	e := &dayEntry{p: p, taken: taken}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(message.T("searchbar.days.form"))
	e.OnSubmitted = func(string) { e.take() }
	return e
}

func (e *dayEntry) show(d search.Date) {
	if words := dayText(d); words != e.written {
		e.write(words)
	}
}

func dayText(d search.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (e *dayEntry) write(words string) {
	e.written, e.seen = words, words
	e.SetText(words)
}

func (e *dayEntry) take() {
	if e.Text != e.seen {
		e.seen = e.Text
		e.taken()
	}
}

// TypedKey is Fyne's.
func (e *dayEntry) TypedKey(key *fyne.KeyEvent) {
	if e.InputMethodTakes(key) {
		return
	}
	if key.Name == fyne.KeyEscape {
		e.p.close()
		return
	}
	e.Entry.TypedKey(key)
}

// FocusGained is Fyne's.
func (e *dayEntry) FocusGained() {
	e.Entry.FocusGained()
	e.p.scroll.ScrollTo(e)
}

// FocusLost is Fyne's.
func (e *dayEntry) FocusLost() {
	e.Entry.FocusLost()
	e.take()
}

// fieldsLayout puts words and fields alternately on a line; the fields share
// the remaining width.
type fieldsLayout struct{}

func (fieldsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[1].MinSize().Height)
}

func (fieldsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := size.Width
	for i := 0; i < len(objects); i += 2 {
		room -= objects[i].MinSize().Width + 2*darkroom.Space8
	}
	field := (room + darkroom.Space8) / 2
	x := float32(0)
	for i, o := range objects {
		least := o.MinSize()
		if i%2 == 1 {
			least = fyne.NewSize(field, size.Height)
		}
		o.Resize(least)
		o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		x += least.Width + darkroom.Space8
	}
}
