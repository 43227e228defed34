package searchbar

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/api/redact"
	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/message"
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
	// ModelName is what a model is called, by its id, where that is known. It is
	// called on any goroutine.
	ModelName func(id string) string
	// Changed is told what is looked for whenever a person changes it: with
	// every key that is typed into the field.
	Changed func(search.Query)
	// Say says what was done, and Did what was done and can be taken back.
	Say func(words string)
	Did func(Change)
	// Resized is told that the bar asks for another height. Fyne alone would
	// not always notice: what changes in the same frame hides it.
	Resized func()
	// Leave is told that the keyboard is wanted in the results.
	Leave func()
}

// Change is something that was done with the saved searches.
type Change struct {
	Words string // say what: "The search “Reds” was deleted."
	// Undo takes it back, off the UI goroutine; Reread is to be called then.
	Undo   edit.Undo
	Undone string // says that it was taken back, as a sentence
}

// Bar is the search bar. It is as wide as it is made, and as high as its chips
// then need.
type Bar struct {
	widget.BaseWidget
	current    *current
	counting   *counting
	completion *completion
	chips      *chipRow
	saved      *saved
	filter     twoButtons
	panel      *panel // of filters; nil until it was opened
	place      *place
}

// New makes an empty bar.
func New(p Params) *Bar {
	b := &Bar{}
	field := widgets.NewSearchField(message.T("searchbar.field"))
	c := &current{p: &p, field: field, show: b.show}
	b.current, b.counting, b.saved = c, newCounting(c), newSaved(c)
	c.other = b.counting.recount
	b.completion = &completion{current: c, counting: b.counting, flow: newFlow(), counts: counts{p: &p}}
	b.chips = &chipRow{current: c, names: b.counting.names, flow: newFlow()}
	b.filter = newTwoButtons(filterIcon(), message.T("searchbar.filter"), message.T("searchbar.filter.tip"), b.openFilters)
	b.place = &place{
		bar: b, field: field, offers: b.completion.flow, chips: b.chips.flow, filter: b.filter, saved: b.saved.button, note: b.saved.note,
		resized: func() {
			if p.Resized != nil {
				p.Resized()
			}
		},
	}
	b.saved.fit = b.place.fit
	field.OnPaste = func(text string) string { return redact.Text(text) } // no key ends up in a name or a list
	field.SetClearTip(message.T("searchbar.field.clear"))
	field.OnChanged = c.typed
	field.OnLeft = b.leave
	field.OnEscape = p.Leave
	field.OnFocused = b.focused
	field.OnKey = b.key
	b.ExtendBaseWidget(b)
	return b
}

// Object is what to put above the results, as wide as they are.
func (b *Bar) Object() fyne.CanvasObject { return b }

// CreateRenderer is Fyne's.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(b.place.draw())
}

// Focus puts the keyboard into the field, with its words selected.
func (b *Bar) Focus(c fyne.Canvas) {
	c.Focus(b.current.field.FocusTarget())
	b.current.field.SelectAll()
}

// Query is what is looked for.
func (b *Bar) Query() search.Query { return b.current.wording.query() }

// SetQuery shows another search without telling Changed.
func (b *Bar) SetQuery(q search.Query) { b.current.set(q) }

// Recount tells that there are other pictures now, or others are marked.
func (b *Bar) Recount() { b.counting.again() }

// Reread tells that the saved searches were changed elsewhere.
func (b *Bar) Reread() { b.saved.read() }

// openFilters opens the panel, with the counts that are known from before.
func (b *Bar) openFilters() {
	b.current.settle()
	if b.panel == nil {
		b.panel = newPanel(b.current, b.counting)
	}
	b.panel.open(b.filter.shape())
}

// key takes the keys that mean something here, and reports that it did.
func (b *Bar) key(key *fyne.KeyEvent) bool {
	if key.Name == fyne.KeyBackspace && b.current.wording.text == "" {
		b.chips.removeLast()
		return true
	}
	return key.Name == fyne.KeyDown && b.completion.enter()
}

// leave ends typing and goes to the results.
func (b *Bar) leave() {
	b.current.settle()
	b.current.p.Leave()
}

// focused makes chips of the filters in a field that is left, once it is known
// that it was not left for what is suggested.
func (b *Bar) focused(on bool) {
	if on {
		b.show()
		return
	}
	b.current.later(func() {
		if b.completion.typing() {
			b.show()
			return
		}
		b.current.settle()
	})
}

// show brings everything in step with what is looked for. Places are worked out
// again only when something is there that was not, so that a key costs little.
func (b *Bar) show() {
	moved := b.completion.show()
	moved = b.chips.show() || moved
	moved = b.saved.show() || moved
	b.filter.say(message.T("searchbar.filter"), message.T("searchbar.filter.tip"), len(b.current.wording.shown()) > 0)
	b.counting.nameModels()
	if b.panel.shown() {
		b.panel.show()
	}
	b.place.follow(moved)
}
