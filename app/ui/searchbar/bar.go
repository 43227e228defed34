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

// Library is the bar's source of counts, a *library.Library. It is called off
// the UI goroutine.
type Library interface {
	// Facets counts the values to filter by, CountImages the found pictures.
	Facets(ctx context.Context, q search.Query) (library.Facets, error)
	CountImages(ctx context.Context, filter library.ImageFilter) (int, error)
}

// Searches stores searches, a *edit.Searches. It is called off the UI
// goroutine.
type Searches interface {
	All(ctx context.Context) ([]library.SavedSearch, error)
	Save(ctx context.Context, name, query string) (edit.Undo, error)
	Rename(ctx context.Context, from, to string) error
	Delete(ctx context.Context, name string) (edit.Undo, error)
}

// Params are the bar's sources and callbacks.
type Params struct {
	Run      pagedlist.Run
	Now      func() time.Time
	Library  Library
	Searches Searches
	// ModelName returns a model's name by its id, if known. It is called on any goroutine.
	ModelName func(id string) string
	// Changed is called with the query whenever a person changes it: with every
	// key typed into the field.
	Changed func(search.Query)
	// Say reports an action, Did an action that can be undone.
	Say func(words string)
	Did func(Change)
	// Resized is called when the bar needs another height. Fyne doesn't always
	// notice, because changes in the same frame hide it.
	Resized func()
	// Leave is called when the results should get the focus.
	Leave func()
}

// Change is an action on the saved searches.
type Change struct {
	Words string // say what: "The search “Reds” was deleted."
	// Undo undoes it, off the UI goroutine; call Reread afterwards.
	Undo   edit.Undo
	Undone string // sentence for after the undo
	// Redo does it again after Undo, likewise.
	Redo func(ctx context.Context) error
}

// Bar is the search bar. Its height depends on its width and its chips.
type Bar struct {
	widget.BaseWidget
	current    *current
	counting   *counting
	completion *completion
	chips      *chipRow
	saved      *saved
	filter     twoButtons
	panel      *panel // of filters; nil until first opened
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
	field.OnPaste = func(text string) string { return redact.Text(text) } // keeps keys out of names and lists
	field.SetClearTip(message.T("searchbar.field.clear"))
	field.OnChanged = c.typed
	field.OnLeft = b.leave
	field.OnEscape = p.Leave
	field.OnFocused = b.focused
	field.OnKey = b.key
	b.ExtendBaseWidget(b)
	return b
}

// Object returns the bar.
func (b *Bar) Object() fyne.CanvasObject { return b }

// CreateRenderer is Fyne's.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(b.place.draw())
}

// Focus focuses the field and selects its words.
func (b *Bar) Focus(c fyne.Canvas) {
	c.Focus(b.current.field.FocusTarget())
	b.current.field.SelectAll()
}

// Query returns the present query.
func (b *Bar) Query() search.Query { return b.current.wording.query() }

// SetQuery shows another query without calling Changed.
func (b *Bar) SetQuery(q search.Query) { b.current.set(q) }

// Use applies a saved search.
func (b *Bar) Use(one library.SavedSearch) { b.saved.use(one) }

// Recount says that pictures or marks have changed.
func (b *Bar) Recount() { b.counting.again() }

// Reread says that the saved searches were changed elsewhere.
func (b *Bar) Reread() { b.saved.read() }

// openFilters opens the panel, with the counts known so far.
func (b *Bar) openFilters() {
	b.current.settle()
	if b.panel == nil {
		b.panel = newPanel(b.current, b.counting)
	}
	b.panel.open(b.filter.shape())
}

// key handles the keys of the bar, and reports whether it did.
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

// focused turns the filters in a field that lost the focus into chips, once it
// is known that the focus did not go to a suggestion.
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

// show updates everything. It lays out again only when something appeared or
// disappeared, so that a key costs little.
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
