package preferences

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/access"
	"lookbook/widgets/darkroom"
)

// Group is a group of rows.
type Group string

// The groups, in their order. The words are preferences.group.<group>.
const (
	General       Group = "general"
	Pictures      Group = "pictures"
	Metadata      Group = "metadata"
	Network       Group = "network"
	Notifications Group = "notifications"
	Keyboard      Group = "keyboard"
	Accounts      Group = "accounts"
	Cost          Group = "cost"
	Trouble       Group = "trouble"
)

var groups = [...]Group{General, Pictures, Metadata, Network, Notifications, Keyboard, Accounts, Cost, Trouble}

func (g Group) title() string { return message.T("preferences.group." + string(g)) }

const groupHeight float32 = 30

// groupList is the list of the groups. Up and Down move the choice while it has the focus.
type groupList struct {
	widget.BaseWidget
	groups          []Group
	chosen, hovered int // -1: none
	focused         bool
	onChosen        func(Group)
}

func newGroupList(groups []Group, chosen func(Group)) *groupList {
	l := &groupList{groups: groups, chosen: -1, hovered: -1, onChosen: chosen}
	l.ExtendBaseWidget(l)
	return l
}

// choose marks a group; "": none.
func (l *groupList) choose(g Group) {
	l.chosen = -1
	for i, other := range l.groups {
		if other == g {
			l.chosen = i
		}
	}
	l.Refresh()
}

func (l *groupList) pick(i int) {
	if i >= 0 && i < len(l.groups) {
		l.onChosen(l.groups[i])
	}
}

func (l *groupList) at(y float32) int {
	if i := int(y / groupHeight); i < len(l.groups) {
		return i
	}
	return -1
}

func (l *groupList) Tapped(event *fyne.PointEvent) { l.pick(l.at(event.Position.Y)) }

func (l *groupList) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyUp:
		l.pick(l.chosen - 1)
	case fyne.KeyDown:
		l.pick(l.chosen + 1)
	default:
		widgets.PassKey(l, key)
	}
}

func (l *groupList) TypedRune(rune) {}
func (l *groupList) FocusGained()   { l.focused = true; l.Refresh() }
func (l *groupList) FocusLost()     { l.focused = false; l.Refresh() }

func (l *groupList) MouseIn(event *desktop.MouseEvent)    { l.hover(l.at(event.Position.Y)) }
func (l *groupList) MouseMoved(event *desktop.MouseEvent) { l.hover(l.at(event.Position.Y)) }
func (l *groupList) MouseOut()                            { l.hover(-1) }

func (l *groupList) hover(i int) {
	if i != l.hovered {
		l.hovered = i
		l.Refresh()
	}
}

// Describe tells a screen reader of the groups.
func (l *groupList) Describe() access.Description {
	d := access.Description{Role: access.Panel, Name: message.T("access.groups")}
	for i, g := range l.groups {
		d.Options = append(d.Options, access.Option{Name: g.title(), Chosen: i == l.chosen, Press: func() { l.pick(i) }})
	}
	return d
}

// CreateRenderer is Fyne's.
func (l *groupList) CreateRenderer() fyne.WidgetRenderer {
	r := &groupRenderer{list: l}
	for _, g := range l.groups {
		r.rows = append(r.rows, canvas.NewRectangle(nil))
		r.words = append(r.words, canvas.NewText(g.title(), nil))
	}
	r.paint()
	r.Layout(l.Size())
	return r
}

type groupRenderer struct {
	list  *groupList
	rows  []*canvas.Rectangle
	words []*canvas.Text
}

func (r *groupRenderer) Destroy() {}

func (r *groupRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range r.rows {
		all = append(all, r.rows[i], r.words[i])
	}
	return all
}

func (r *groupRenderer) MinSize() fyne.Size {
	var widest float32
	for _, word := range r.words {
		widest = max(widest, word.MinSize().Width)
	}
	return fyne.NewSize(widest+2*darkroom.Space12, groupHeight*float32(len(r.words)))
}

func (r *groupRenderer) Layout(size fyne.Size) {
	for i, word := range r.words {
		top := groupHeight * float32(i)
		r.rows[i].Move(fyne.NewPos(0, top))
		r.rows[i].Resize(fyne.NewSize(size.Width, groupHeight-2))
		least := word.MinSize()
		word.Move(fyne.NewPos(darkroom.Space12, top+(groupHeight-2-least.Height)/2))
		word.Resize(fyne.NewSize(max(size.Width-2*darkroom.Space12, 0), least.Height))
	}
}

func (r *groupRenderer) Refresh() {
	r.paint()
	r.Layout(r.list.Size())
	canvas.Refresh(r.list)
}

func (r *groupRenderer) paint() {
	shade := func(name fyne.ThemeColorName) color.Color { return theme.ColorForWidget(name, r.list) }
	for i, word := range r.words {
		row := r.rows[i]
		row.CornerRadius = theme.SizeForWidget(darkroom.SizeNameRadius, r.list)
		row.FillColor, row.StrokeColor, row.StrokeWidth = color.Transparent, color.Transparent, 0
		word.TextSize, word.Color = theme.SizeForWidget(theme.SizeNameText, r.list), shade(darkroom.ColorNameQuiet)
		switch i {
		case r.list.chosen:
			row.FillColor, word.Color = shade(theme.ColorNameButton), shade(darkroom.ColorNameText)
		case r.list.hovered:
			row.FillColor, word.Color = shade(theme.ColorNameHover), shade(darkroom.ColorNameText)
		}
		if r.list.focused && i == max(r.list.chosen, 0) { // a search has no group of its own
			row.StrokeColor, row.StrokeWidth = shade(darkroom.ColorNameAccent), 2
		}
	}
}
