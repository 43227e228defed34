package searchbar

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lookbook/api/redact"
	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/pagedlist"
	"lookbook/widgets"
)

// Library is what the bar asks of a *library.Library, off the UI goroutine.
type Library interface {
	// Facets counts what can be filtered by, CountImages the pictures found.
	Facets(ctx context.Context, q search.Query) (library.Facets, error)
	CountImages(ctx context.Context, filter library.ImageFilter) (int, error)
}

// Searches keeps searches: a *edit.Searches, off the UI goroutine.
type Searches interface {
	All(ctx context.Context) ([]library.SavedSearch, error)
	Save(ctx context.Context, name, query string) (edit.Undo, error)
	Rename(ctx context.Context, from, to string) error
	Delete(ctx context.Context, name string) (edit.Undo, error)
}

// Params says where counts and kept searches come from and whom to tell.
type Params struct {
	Run      pagedlist.Run
	Now      func() time.Time
	Library  Library
	Searches Searches
	// Changed is told what is looked for whenever a person changes it: with
	// every key that is typed into the field.
	Changed func(search.Query)
	// Say says what was done, and Did what was done and can be taken back.
	Say func(words string)
	Did func(Deed)
	// Resized is told that the bar asks for another height. Fyne alone would
	// not always notice: what changes in the same frame hides it.
	Resized func()
	// Leave is told that the keyboard is wanted in the results.
	Leave func()
}

// Deed is something that was done with the saved searches.
type Deed struct {
	Words string // say what: "The search “Reds” was deleted"
	// Undo takes it back, off the UI goroutine; Reread is to be called then.
	Undo   edit.Undo
	Undone string // says that it was taken back, as a sentence
}

// Bar is the search bar. It is as wide as it is made, and as high as its chips
// then need.
type Bar struct {
	widget.BaseWidget
	p       Params
	wording wording
	told    string            // what Changed was told last, as text
	names   map[string]string // of models, by their ids

	base      tally // of all pictures
	tally     tally // of what is looked for, or was a moment ago
	counted   bool  // there is a tally
	uncounted error // why there is no newer one
	all, now  counts
	learned   bool   // the names of the models were asked for
	stale     bool   // the pictures changed while they were counted
	made      *panel // once it was opened
	panel     *panel // nil while it is closed
	hints     hints
	shelf     shelf

	field  *widgets.SearchField
	offers *flow // suggestions for what is being typed
	chips  *flow
	note   *widgets.Banner
	filter twoButtons
	kept   twoButtons
	layout *fyne.Container // nil until the bar is drawn
	labels []string        // of the chips
	width  float32         // of the field where there is room
	height float32         // that the bar needed when it was placed last
}

// New makes an empty bar.
func New(p Params) *Bar {
	b := &Bar{p: p, names: map[string]string{}, all: counts{p: p}, now: counts{p: p}, hints: hints{counts: counts{p: p}}}
	b.field = widgets.NewSearchField("Search pictures")
	b.field.OnPaste = func(text string) string { return redact.Text(text) } // no key ends up in a name or a list
	b.field.SetClearTip("Clear the words")
	b.field.OnChanged = b.typed
	b.field.OnLeft = b.leave
	b.field.OnEscape = p.Leave
	b.field.OnFocused = b.focused
	b.field.OnKey = b.key
	b.offers, b.chips = newFlow(), newFlow()
	b.filter = newTwoButtons(filterIcon(), "Filter", "Filter the pictures", b.openFilters)
	b.kept = newTwoButtons(keptIcon(), "Saved", "Saved searches", b.openKept)
	b.note = widgets.NewBanner(widgets.BannerFailed, "")
	b.note.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// Object is what to put above the results, as wide as they are.
func (b *Bar) Object() fyne.CanvasObject { return b }

// CreateRenderer is Fyne's.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	objects := append([]fyne.CanvasObject{b.field, b.offers.box}, append(b.filter.objects(), b.kept.objects()...)...)
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
	if key.Name == fyne.KeyDown && !b.offers.empty() {
		b.focusOn(b.offers.box.Objects[0].(fyne.Focusable))
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

// focused makes chips of the filters in a field that is left, once it is known
// that it was not left for what is suggested.
func (b *Bar) focused(on bool) {
	if on {
		b.show()
		return
	}
	b.later(b.settle)
}

// changed tells of the search if it is another, and shows it as it is now.
func (b *Bar) changed() {
	q := b.wording.query()
	if now := q.String(); now != b.told {
		b.told = now
		b.p.Changed(q)
		b.recount()
	}
	b.show()
}

// change is a change by the user beside the field.
func (b *Bar) change(how func(*wording)) {
	how(&b.wording)
	b.field.SetText(b.wording.text)
	b.changed()
}

// show brings everything in step with the wording. Places are worked out anew
// only when something is there that was not, so that a key costs little.
func (b *Bar) show() {
	moved := b.showOffers()
	moved = b.showChips() || moved
	moved = b.showName() || moved
	b.filter.say("Filter", "Filter the pictures", len(b.wording.shown()) > 0)
	if !b.shelf.tried && !b.wording.query().IsZero() {
		b.readKept()
	}
	b.nameModels()
	if b.panel != nil {
		b.panel.show()
	}
	if width := b.fieldWidth(); moved || width != b.width {
		b.width = width
		b.fit()
	}
}

// fit places everything anew.
func (b *Bar) fit() {
	if b.layout == nil {
		return
	}
	before := b.height
	b.layout.Refresh()
	if b.height != before && b.p.Resized != nil {
		b.p.Resized()
	}
}

// fieldWidth is how wide the field is where there is room for more.
func (b *Bar) fieldWidth() float32 {
	if b.field.Focused() || b.wording.text != "" {
		return used
	}
	return resting
}

// focusOn gives the keyboard to something in the bar or in its panel.
func (b *Bar) focusOn(o fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(o)
	}
}
