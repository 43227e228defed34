package searchbar

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/search"
	"lookbook/app/ui/feed"
	"lookbook/widgets"
)

// Params says where counts and kept searches come from and whom to tell.
type Params struct {
	Run feed.Run
	Now func() time.Time
	// Changed is told what is looked for whenever a person changes it: with
	// every key that is typed into the field.
	Changed func(search.Query)
	// Leave is told that the keyboard is wanted in the results.
	Leave func()
}

// Bar is the search bar. It is as wide as it is made, and as high as its chips
// then need.
type Bar struct {
	widget.BaseWidget
	p       Params
	wording wording
	told    string // what Changed was told last, as text
	names   map[string]string

	field  *widgets.SearchField
	offers *flow // suggestions for what is being typed
	chips  *flow
	note   *widgets.Banner
	layout *fyne.Container // nil until the bar is drawn
}

// New makes an empty bar.
func New(p Params) *Bar {
	b := &Bar{p: p, names: map[string]string{}}
	b.field = widgets.NewSearchField("Search pictures")
	b.field.SetClearTip("Clear the words")
	b.field.OnChanged = b.typed
	b.field.OnLeft = b.leave
	b.field.OnEscape = p.Leave
	b.field.OnFocused = b.focused
	b.field.OnKey = b.key
	b.offers, b.chips = newFlow(), newFlow()
	b.note = widgets.NewBanner(widgets.BannerFailed, "")
	b.note.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// Object is what to put above the results, as wide as they are.
func (b *Bar) Object() fyne.CanvasObject { return b }

// CreateRenderer is Fyne's.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	objects := append([]fyne.CanvasObject{b.field, b.offers.box}, b.buttons()...)
	b.layout = container.New(place{b}, append(objects, b.chips.box, b.note)...)
	return widget.NewSimpleRenderer(b.layout)
}

// Focus puts the keyboard into the field, with its words selected.
func (b *Bar) Focus(c fyne.Canvas) {
	c.Focus(b.field.FocusTarget())
	b.field.SelectAll()
}

// Query is what is looked for.
func (b *Bar) Query() search.Query { return b.wording.query() }

// SetQuery shows another search without telling Changed.
func (b *Bar) SetQuery(q search.Query) {
	b.wording = wordingOf(q)
	b.told = b.wording.query().String()
	b.field.SetText(b.wording.text)
	b.show()
}

// typed takes what stands in the field now.
func (b *Bar) typed(text string) {
	ended := strings.HasSuffix(text, " ") && strings.HasPrefix(text, b.wording.text)
	b.wording.text = text
	if ended {
		b.commit(false)
	}
	b.changed()
}

// commit makes chips of the filters in the field.
func (b *Bar) commit(all bool) {
	if b.wording.commit(all) {
		b.field.SetText(b.wording.text)
	}
}

// key takes the keys that mean something here, and reports that it did.
func (b *Bar) key(key *fyne.KeyEvent) bool {
	if key.Name == fyne.KeyBackspace && b.wording.text == "" {
		if chips := b.wording.shown(); len(chips) > 0 {
			b.remove(chips[len(chips)-1])
		}
		return true
	}
	return false
}

// leave ends typing and goes to the results.
func (b *Bar) leave() {
	b.commit(true)
	b.changed()
	b.p.Leave()
}

// focused makes chips of the filters in a field that is left.
func (b *Bar) focused(on bool) {
	if !on {
		b.commit(true)
	}
	b.changed()
}

// changed shows the search as it is now and tells of it if it is another.
func (b *Bar) changed() {
	b.show()
	q := b.wording.query()
	if now := q.String(); now != b.told {
		b.told = now
		b.p.Changed(q)
	}
}

// change is a change by the user beside the field.
func (b *Bar) change(how func(*wording)) {
	how(&b.wording)
	b.field.SetText(b.wording.text)
	b.changed()
}

// show brings everything in step with the wording.
func (b *Bar) show() {
	b.showChips()
	b.fit()
}

// fit places everything anew.
func (b *Bar) fit() {
	if b.layout != nil {
		b.layout.Refresh()
	}
}

// fieldWidth is how wide the field is where there is room for more.
func (b *Bar) fieldWidth() float32 {
	if b.field.Focused() || b.wording.text != "" {
		return used
	}
	return resting
}

// buttons are those that stand beside the field.
func (b *Bar) buttons() []fyne.CanvasObject { return nil }

// fold chooses between words and icons.
func (b *Bar) fold(width float32) {}
