package picklist

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Params are the source of a list, its look, and its callbacks.
type Params[T any] struct {
	Run background.Run
	// Ask prepares the search for a text, which then runs off the UI goroutine.
	Ask func(text string) func(ctx context.Context) ([]T, error)

	Hint      string  // in the empty search
	RowHeight float32 // Fyne's pixels
	PageRows  int     // rows that Page up and Page down move
	NewRow    func() fyne.CanvasObject
	Bind      func(row fyne.CanvasObject, item T)
	// Nothing says why the list is empty after a search for a text.
	Nothing func(text string, err error) string

	// One of these is called, once.
	Picked func(item T)
	Closed func()
}

// List is the list with the search above it.
type List[T any] struct {
	Rows *widgets.RowList

	p       Params[T]
	search  *search
	empty   *widgets.EmptyState
	content fyne.CanvasObject

	found   []T
	current int
	asked   int  // number of the search; answers to earlier ones are dropped
	waiting bool // for that answer
	hasty   bool // Enter was pressed before the answer
	done    bool
}

// New makes an empty list. Show or Search fills it.
func New[T any](p Params[T]) *List[T] {
	l := &List[T]{p: p}
	l.search = newSearch(p.Hint)
	l.search.OnChanged = func(string) {
		l.hasty = false
		l.Search()
	}
	l.search.OnSubmitted = func(string) { l.enter() }
	l.search.key = l.key
	l.Rows = widgets.NewRowList(l, p.RowHeight, p.NewRow, func(o fyne.CanvasObject, i int) { p.Bind(o, l.found[i]) })
	l.Rows.Name = message.T("access.results")
	l.Rows.OnCurrent = l.pick
	l.empty = widgets.NewEmptyState("", nil)
	l.empty.Hide()
	top := container.New(layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space8, darkroom.Space4, darkroom.Space4), l.search)
	l.content = container.NewBorder(top, nil, nil, nil, container.NewStack(l.Rows, l.empty))
	return l
}

// Object returns the list with its search.
func (l *List[T]) Object() fyne.CanvasObject { return l.content }

// FocusTarget returns what should get the focus.
func (l *List[T]) FocusTarget() fyne.Focusable { return l.search }

// Len and ID implement the list's source of rows.
func (l *List[T]) Len() int { return len(l.found) }

// ID returns the id of the item at i; ids start with 1.
func (l *List[T]) ID(i int) int64 { return int64(i) + 1 }

// Found returns what is listed, in order.
func (l *List[T]) Found() []T { return l.found }

// Sentence is what the empty list says; "": it has items.
func (l *List[T]) Sentence() string {
	if l.empty.Hidden {
		return ""
	}
	return l.empty.Sentence()
}

// Search searches for the present text, again if it was asked before.
func (l *List[T]) Search() {
	l.asked++
	l.waiting = true
	question, text := l.asked, l.search.Text
	background.Do(l.p.Run, l.p.Ask(text), func(found []T, err error) {
		if question == l.asked {
			l.waiting = false
			l.Show(found, err)
		}
	})
}

// Show lists items; err is why they are not all.
func (l *List[T]) Show(found []T, err error) {
	l.found, l.current = found, 0
	words := ""
	if len(found) == 0 {
		words = l.p.Nothing(l.search.Text, err)
	}
	l.empty.SetContent(words, nil)
	l.empty.Hidden = words == ""
	l.empty.Refresh()
	l.Rows.SetSource(l)
	l.move(0)
	if l.hasty {
		l.pick(0)
	}
}

// enter picks the marked item, or the first one of a search in progress.
func (l *List[T]) enter() {
	if l.waiting {
		l.hasty = true
		return
	}
	l.pick(l.current)
}

// move moves the mark up or down.
func (l *List[T]) move(by int) {
	if len(l.found) == 0 {
		return
	}
	l.current = min(max(l.current+by, 0), len(l.found)-1)
	l.Rows.Select(l.ID(l.current))
	l.Rows.ScrollTo(l.current)
}

func (l *List[T]) pick(i int) {
	if !l.done && i >= 0 && i < len(l.found) {
		l.done = true
		l.p.Picked(l.found[i])
	}
}

func (l *List[T]) close() {
	if !l.done {
		l.done = true
		l.p.Closed()
	}
}

// key handles the keys that choose; false: it is for the text.
func (l *List[T]) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyUp:
		l.move(-1)
	case fyne.KeyDown:
		l.move(1)
	case fyne.KeyPageUp:
		l.move(-l.p.PageRows)
	case fyne.KeyPageDown:
		l.move(l.p.PageRows)
	case fyne.KeyEscape:
		l.close()
	default:
		return false
	}
	return true
}

// search is the entry above the list.
type search struct {
	widgets.Entry
	key func(fyne.KeyName) bool
}

func newSearch(hint string) *search {
	s := &search{}
	s.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	s.ExtendBaseWidget(s)
	s.SetPlaceHolder(hint)
	return s
}

// TypedKey is Fyne's.
func (s *search) TypedKey(key *fyne.KeyEvent) {
	if !s.InputMethodTakes(key) && !s.key(key.Name) {
		s.Entry.TypedKey(key)
	}
}
