package imageview

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/imageview/facts"
	"lookbook/app/ui/message"
	"lookbook/app/ui/picture"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const relativeSize float32 = 64 // of a relative's thumbnail, in Fyne's pixels

const (
	mostChanges = 6 // lines at each step
	// mostRelatives bounds the ancestors and the children that are shown, because a key that goes to the next image waits
	// for their rows.
	mostRelatives = 8
)

// familyShown reads where the shown image came from and what was made from it, once the image is in sight: a held key
// passes many.
func (v *Viewer) familyShown() {
	img := v.photo.img
	if v.p.Family == nil || !v.details.Visible() || !v.details.family.asks(img) {
		return
	}
	v.p.Run(func(ctx context.Context) func() {
		family, err := v.p.Family(ctx, img.ID)
		steps := stepsOf(family, v.p.ModelName)
		return func() {
			if err == nil && img.ID == v.photo.img.ID && v.details.family.show(family, steps) {
				v.details.settle()
			}
		}
	})
}

// openParent shows what the shown image was made from.
func (v *Viewer) openParent() { v.OpenParentOf(v.photo.img.ID) }

// OpenParentOf shows the image or job that an image was made from.
func (v *Viewer) OpenParentOf(id int64) {
	if v.p.Family == nil || id == 0 {
		return
	}
	v.p.Run(func(ctx context.Context) func() {
		family, err := v.p.Family(ctx, id)
		return func() {
			switch {
			case err != nil:
				v.p.Failed(err)
			case len(family.Ancestors) == 0:
				v.p.Say(message.T("family.none"))
			default:
				v.p.Visit(family.Ancestors[0])
			}
		}
	})
}

// steps are what was changed from each relative to the next, in the order of a family's ancestors and children.
type steps struct{ ancestors, children [][]string }

func stepsOf(f library.Family, models facts.Models) (s steps) {
	item := func(r library.Relative) facts.Item { return facts.Item{Image: r.Image, Entry: &r.Entry} }
	after := item(f.Self)
	for _, r := range f.Ancestors[:min(len(f.Ancestors), mostRelatives)] {
		s.ancestors = append(s.ancestors, facts.Changes(item(r), after, models))
		after = item(r)
	}
	for _, r := range f.Children[:min(len(f.Children), mostRelatives)] {
		s.children = append(s.children, facts.Changes(item(f.Self), item(r), models))
	}
	return s
}

// familyList shows the family of an image.
type familyList struct {
	p     *Params
	acted func() // called after a button was pressed, which took the focus
	rows  *fyne.Container
	of    library.Image // whose family is shown or being read
	slots []*picture.Slot
}

func newFamilyList(p *Params, acted func()) *familyList {
	l := &familyList{p: p, acted: acted, rows: arrange.Stack(darkroom.Space8)}
	l.rows.Hide()
	return l
}

// asks reports whether to read the family of an image, and assumes that the caller does. What is made from an image
// while it is shown appears when it is shown again.
func (l *familyList) asks(img library.Image) bool {
	if img.ID == l.of.ID {
		return false
	}
	l.of = img
	return true
}

// show shows a family. It reports whether anything needs another place.
func (l *familyList) show(f library.Family, s steps) bool {
	had := len(l.rows.Objects) > 0
	for _, slot := range l.slots {
		slot.Clear(widgets.ThumbState{})
	}
	l.slots = nil
	l.rows.RemoveAll()
	if len(f.Ancestors) > 0 || f.Lost != (library.Origin{}) {
		l.rows.Add(boldLabel(message.T("family.ancestors")))
		for i, r := range f.Ancestors[:min(len(f.Ancestors), mostRelatives)] {
			words := message.T("family.open")
			if i == 0 {
				words = message.T("family.open.parent")
			}
			l.rows.Add(l.row(r, words, s.ancestors[i]))
		}
		if more := len(f.Ancestors) - mostRelatives; more > 0 {
			l.rows.Add(quietLines(message.N("family.more", more)))
		} else if f.Lost != (library.Origin{}) {
			l.rows.Add(quietLines(message.T("family.lost")))
		}
	}
	if len(f.Children) > 0 {
		l.rows.Add(boldLabel(message.T("family.children")))
		for i, r := range f.Children[:min(len(f.Children), mostRelatives)] {
			l.rows.Add(l.row(r, message.T("family.open"), s.children[i]))
		}
		if more := f.More + max(len(f.Children)-mostRelatives, 0); more > 0 {
			l.rows.Add(quietLines(message.N("family.more", more)))
		}
	}
	has := len(l.rows.Objects) > 0
	arrange.Show(l.rows, has)
	return has || had
}

func boldLabel(words string) fyne.CanvasObject {
	l := widgets.NewLabel(words)
	l.SetBold(true)
	return l
}

func quietLines(words string) *widgets.Label {
	l := widgets.NewQuietLabel(words)
	l.SetLines(0)
	return l
}

// row shows a relative at the left, and beside it what was changed.
func (l *familyList) row(r library.Relative, words string, changes []string) fyne.CanvasObject {
	visit := func() {
		l.acted()
		l.p.Visit(r)
	}
	t := newTile(visit)
	slot := picture.NewSlot(t.thumb, l.p.Thumbs)
	l.slots = append(l.slots, slot)
	if r.Image.ID != 0 {
		slot.Show(r.Image, relativeSize, widgets.ThumbState{Aspect: 1})
	}
	if n := len(changes); n > mostChanges {
		changes = append(changes[:mostChanges-1:mostChanges-1], message.N("family.more", n-mostChanges+1))
	}
	what := arrange.Stack(0, newLink(words, visit), quietLines(strings.Join(changes, "\n")))
	return container.New(named(relativeSize+darkroom.Space8), t, what)
}

// tile is a thumbnail that can be clicked. The link beside it is for the keyboard.
type tile struct {
	widget.BaseWidget
	thumb  *widgets.Thumb
	tapped func()
}

func newTile(tapped func()) *tile {
	t := &tile{thumb: widgets.NewThumb(nil), tapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is Fyne's.
func (t *tile) CreateRenderer() fyne.WidgetRenderer {
	return renderer(t, container.NewGridWrap(fyne.NewSquareSize(relativeSize), t.thumb))
}

// Tapped is Fyne's.
func (t *tile) Tapped(*fyne.PointEvent) { t.tapped() }

// Cursor is Fyne's.
func (t *tile) Cursor() desktop.Cursor { return desktop.PointerCursor }
