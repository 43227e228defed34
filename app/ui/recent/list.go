package recent

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const (
	// most bounds the listed prompts; the search finds the others.
	most      = 200
	rowHeight = 68
	// shownRunes is more than two lines show.
	shownRunes = 400
)

// Size is the preferred size of the list, in Fyne's pixels.
func Size() fyne.Size { return fyne.NewSize(460, 420) }

// Params are the list's source of prompts and its callbacks.
type Params struct {
	Run func(work func(ctx context.Context) (paint func()))
	// Prompts returns prompts that contain every word of text, the last used
	// first.
	Prompts func(ctx context.Context, text string, limit int) ([]library.Prompt, error)
	Now     func() time.Time
	// Picked is called with the chosen prompt, Closed without one.
	Picked func(prompt string)
	Closed func()
}

// List is the list with its search.
type List struct {
	p       Params
	search  *search
	rows    *widgets.RowList
	empty   *widgets.EmptyState
	content fyne.CanvasObject
	prompts []library.Prompt
	current int
	asked   int  // number of the question; answers to earlier ones are dropped
	waiting bool // for that answer
	hasty   bool // Enter was pressed before the answer
	done    bool
}

// New makes the list and reads the prompts.
func New(p Params) *List {
	l := &List{p: p}
	l.search = newSearch(l)
	l.rows = widgets.NewRowList(l, rowHeight, func() fyne.CanvasObject { return newRow() },
		func(o fyne.CanvasObject, i int) { o.(*row).bind(l.prompts[i], p.Now()) })
	l.rows.OnCurrent = func(i int) { l.pick(i) }
	l.empty = widgets.NewEmptyState("", nil)
	l.empty.Hide()
	top := container.New(layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space8, darkroom.Space4, darkroom.Space4), l.search)
	l.content = container.NewBorder(top, nil, nil, nil, container.NewStack(l.rows, l.empty))
	l.find("")
	return l
}

// Object returns the list.
func (l *List) Object() fyne.CanvasObject { return l.content }

// FocusTarget returns what should get the focus.
func (l *List) FocusTarget() fyne.Focusable { return l.search }

// Len and ID implement the list's source of rows.
func (l *List) Len() int { return len(l.prompts) }

// ID returns the id of the prompt at i; ids start with 1.
func (l *List) ID(i int) int64 { return int64(i) + 1 }

// find reads the prompts with these words.
func (l *List) find(text string) {
	l.asked++
	l.waiting, l.hasty = true, false
	question := l.asked
	background.Do(l.p.Run, func(ctx context.Context) ([]library.Prompt, error) {
		return l.p.Prompts(ctx, text, most)
	}, func(prompts []library.Prompt, err error) {
		if question == l.asked {
			l.show(prompts, text, err)
		}
	})
}

func (l *List) show(prompts []library.Prompt, text string, err error) {
	l.prompts, l.current, l.waiting = prompts, 0, false
	words := ""
	switch {
	case err != nil:
		words = message.T("recent.failed", message.With{"Why": message.Error(err)})
	case len(prompts) == 0 && strings.TrimSpace(text) == "":
		words = message.T("recent.empty")
	case len(prompts) == 0:
		words = message.T("recent.none")
	}
	l.empty.SetContent(words, nil)
	l.empty.Hidden = words == ""
	l.empty.Refresh()
	l.rows.SetSource(l)
	if len(prompts) > 0 {
		l.rows.Select(l.ID(0))
	}
	if l.hasty {
		l.pick(0)
	}
}

// enter picks the chosen prompt, or the first one of a search in progress.
func (l *List) enter() {
	if l.waiting {
		l.hasty = true
		return
	}
	l.pick(l.current)
}

// move moves the choice up or down from the search.
func (l *List) move(by int) {
	if len(l.prompts) == 0 {
		return
	}
	l.current = min(max(l.current+by, 0), len(l.prompts)-1)
	l.rows.Select(l.ID(l.current))
	l.rows.ScrollTo(l.current)
}

func (l *List) pick(i int) {
	if l.done || i < 0 || i >= len(l.prompts) {
		return
	}
	l.done = true
	l.p.Picked(l.prompts[i].Text)
}

// search is the entry above the list. It handles the keys that choose.
type search struct {
	widgets.Entry
	l *List
}

func newSearch(l *List) *search {
	s := &search{l: l}
	s.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	s.ExtendBaseWidget(s)
	s.SetPlaceHolder(message.T("recent.search"))
	s.OnChanged = l.find
	s.OnSubmitted = func(string) { l.enter() }
	return s
}

// TypedKey is Fyne's.
func (s *search) TypedKey(key *fyne.KeyEvent) {
	const page = 5
	switch key.Name {
	case fyne.KeyUp:
		s.l.move(-1)
	case fyne.KeyDown:
		s.l.move(1)
	case fyne.KeyPageUp:
		s.l.move(-page)
	case fyne.KeyPageDown:
		s.l.move(page)
	case fyne.KeyEscape:
		s.l.p.Closed()
	default:
		s.Entry.TypedKey(key)
	}
}

// row shows a prompt, in two lines, and when it was used.
type row struct {
	widget.BaseWidget
	prompt, used *widgets.Label
	face         *widgets.RowFace
}

func newRow() *row {
	r := &row{prompt: widgets.NewLabel(""), used: widgets.NewQuietLabel("")}
	r.prompt.SetLines(2)
	r.used.SetMinWidth(0)
	words := container.New(layout.NewCustomPaddedVBoxLayout(2), r.prompt, r.used)
	r.face = widgets.NewRowFace(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space12, darkroom.Space12), words))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer shows the face with what is on it.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.face) }

// SetSelected marks the chosen row.
func (r *row) SetSelected(on bool) { r.face.SetSelected(on) }

// SetHovered marks the row under the pointer.
func (r *row) SetHovered(on bool) { r.face.SetHovered(on) }

func (r *row) bind(p library.Prompt, now time.Time) {
	text := []rune(p.Text)
	r.prompt.SetText(strings.Join(strings.Fields(string(text[:min(len(text), shownRunes)])), " "))
	r.used.SetText(message.N("recent.used", p.Times, message.With{"When": message.Ago(p.Used, now)}))
}
