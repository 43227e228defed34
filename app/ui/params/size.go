package params

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"lookbook/app/request"
	"lookbook/app/ui/icons"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// sizeField is the two sides of a picture, which can be swapped, locked to
// their aspect ratio, or chosen from the usual sizes.
type sizeField struct {
	form          *form
	width, height *widgets.NumberEntry
	swap, lock    *widgets.IconButton
	presets       *widgets.IconButton
}

func (s *sizeField) build() fyne.CanvasObject {
	s.width, s.height = s.side(request.Width), s.side(request.Height)
	s.swap = widgets.NewIconButton(icons.Icon("swap"), message.T("params.size.swap"), func() { s.pick(s.form.draft.Sides.Size().Swapped()) })
	s.lock = widgets.NewIconButton(icons.Icon("lock"), "", func() {
		s.form.edit(func() { s.form.draft.Sides.Lock(!s.form.draft.Sides.Locked()) })
		s.fillLock()
	})
	s.presets = widgets.NewIconButton(theme.MenuDropDownIcon(), message.T("params.size.usual"), func() { popUp(s.menu(), s.presets) })
	return container.New(&sizeRow{gap: darkroom.Space4, drop: labelHeight()}, s.width, s.swap, s.height, s.lock, s.presets)
}

// side makes the control of one side. Enter rounds it to what can be sent.
func (s *sizeField) side(side request.Field) *widgets.NumberEntry {
	draft := s.form.draft
	entry := s.form.number(side.Row(), func(n widgets.Number, ok bool) {
		if !ok || !n.Set || n.Value != float64(int32(n.Value)) { // empty: left to the service
			s.form.edit(func() {
				if draft.Set(side, n.Text); !ok {
					draft.Reject(side, draft.Table.Row(side).Expected())
				}
			}, side)
			return
		}
		s.form.edit(func() {
			if draft.Sides.SetOne(side, int(n.Value)); draft.Sides.Locked() { // the other side follows
				s.form.show(other(side))
			}
		}, side)
	})
	entry.OnSubmitted = func(n widgets.Number) {
		s.change(func() { draft.Sides.SetOne(side, request.Snap(int(n.Value))) })
	}
	return entry
}

func other(side request.Field) request.Field {
	if side == request.Width {
		return request.Height
	}
	return request.Width
}

func (s *sizeField) pick(size request.Size) { s.change(func() { s.form.draft.Sides.Set(size) }) }

// change changes both sides, and shows them.
func (s *sizeField) change(change func()) {
	s.form.edit(change, request.Width, request.Height)
	s.form.show(request.Width, request.Height)
	s.form.judge()
}

// menu offers the usual sizes of the model type.
func (s *sizeField) menu() *fyne.Menu {
	menu := fyne.NewMenu("")
	for _, size := range request.Sizes(s.form.draft.Config().ModelType) {
		item := fyne.NewMenuItem(presetWords(size), func() { s.pick(size) })
		item.Checked = size == s.form.draft.Sides.Size()
		menu.Items = append(menu.Items, item)
	}
	return menu
}

func presetWords(size request.Size) string {
	shape := message.T("params.size.square")
	switch {
	case size.Width < size.Height:
		shape = message.T("params.size.portrait")
	case size.Width > size.Height:
		shape = message.T("params.size.landscape")
	}
	return size.String() + "  " + shape
}

func (s *sizeField) fillLock() {
	s.lock.SetOn(s.form.draft.Sides.Locked())
	tip := message.T("params.size.lock")
	if s.form.draft.Sides.Locked() {
		tip = message.T("params.size.locked")
	}
	s.lock.SetTip(tip)
}

// sizeRow is two entries and small buttons in one line; the entries share the
// remaining width.
type sizeRow struct{ gap, drop float32 }

const leastSide = 60 // of an entry: four digits and margins

func (s *sizeRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		least := o.MinSize()
		if isSide(o) {
			least.Width = leastSide
		}
		size.Width += least.Width
		size.Height = max(size.Height, least.Height)
	}
	size.Width += s.gap * float32(len(objects)-1)
	return size
}

func (s *sizeRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := size.Width - s.gap*float32(len(objects)-1)
	for _, o := range objects {
		if !isSide(o) {
			room -= o.MinSize().Width
		}
	}
	var x float32
	for _, o := range objects {
		width, y := room/2, float32(0)
		if !isSide(o) {
			width, y = o.MinSize().Width, s.drop
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, o.Size().Height)) // wrapped text knows its height only then
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		x += width + s.gap
	}
}

func isSide(o fyne.CanvasObject) bool {
	_, entry := o.(*widgets.NumberEntry)
	return entry
}
