package ui

import (
	"context"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"lookbook/app/session"
	"lookbook/app/ui/message"
	"lookbook/app/ui/params"
	"lookbook/widgets"
)

// handover opens the files that a person gave the window: dropped on it, or with a start of the
// program. What comes before the panes are shown waits for them; what comes later replaces it. UI
// goroutine only.
type handover struct {
	page    func() *mainPage // nil: the panes are not shown
	welcome func() bool      // reports whether the welcome card is
	notices *notices

	waiting session.Visit
}

// shownPage returns the main page while the window shows it, even below a view, else nil.
func (w *Window) shownPage() *mainPage {
	if w.main != nil && w.layers.showing(w.main.content) {
		return w.main
	}
	return nil
}

// take opens files; none: nothing.
func (h *handover) take(v session.Visit) {
	if len(v.Files)+v.More > 0 {
		h.waiting = v
		h.open()
	}
}

// dropped opens files that were dropped on the window.
func (h *handover) dropped(_ fyne.Position, files []fyne.URI) {
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = file.Path()
	}
	h.take(session.NewVisit(paths...))
}

// open opens what waits, if it can, or says what it waits for.
func (h *handover) open() {
	count := len(h.waiting.Files) + h.waiting.More
	if count == 0 {
		return
	}
	if m := h.page(); m != nil {
		h.notices.clear(noticeFiles)
		v := h.waiting
		h.waiting = session.Visit{}
		m.filler.openFiles(v)
	} else if h.welcome() {
		h.notices.set(noticeFiles, widgets.BannerInfo, message.N("files.waiting", count))
	}
}

// mostTried is how many files are tried until one can be used. Each may be as long as a text can be.
const mostTried = 20

// openFiles fills the panel from the first file that can be used, and selects those that are
// pictures of the library. The others are offered one by one.
func (f *filler) openFiles(v session.Visit) {
	f.opened++
	mine := f.opened
	f.run(func(ctx context.Context) func() {
		o := f.firstOf(ctx, v.Files)
		o.all = len(v.Files) + v.More
		o.rest.More = v.More
		ours, err := f.saved(ctx, v.Files)
		o.ours = len(ours)
		return func() {
			if mine != f.opened {
				return // other files came meanwhile
			}
			if err != nil && ctx.Err() == nil {
				f.log.Warn("looking for opened files among the pictures", "error", err)
			}
			f.log.Info("files opened", "count", o.all, "ours", o.ours, "used", o.failed == nil, "error", o.failed)
			f.show(ours)
			f.useOpened(o)
		}
	})
}

// openedFile is the file that was used, of several.
type openedFile struct {
	name    string
	path    string
	content content
	failed  error // why none could be used
	rest    session.Visit
	all     int // files
	ours    int // pictures of the library among them
}

// firstOf reads the first file that can be used. If none can, it says why of the first.
func (f *filler) firstOf(ctx context.Context, files []string) openedFile {
	first := openedFile{failed: message.Said(message.T("recall.none"))}
	for i, path := range files[:min(len(files), mostTried)] {
		c, err := readContent(path, f.baseURL)
		if err == nil {
			return openedFile{name: shownName(path), path: path, content: c, rest: session.Visit{Files: files[i+1:]}}
		}
		if i == 0 {
			first = openedFile{name: shownName(path), failed: err}
		}
		if ctx.Err() != nil {
			break
		}
	}
	return first
}

// useOpened fills the panel from a file, and says what became of all.
func (f *filler) useOpened(o openedFile) {
	var words []string
	var more []widgets.Action
	if o.all > 1 && o.failed == nil {
		words = append(words, message.N("files.several", o.all))
	}
	if o.all > 1 && o.ours > 0 {
		words = append(words, message.N("files.ours", o.ours))
	}
	if len(o.rest.Files) > 0 {
		more = append(more, widgets.Action{Text: message.T("files.next"), Run: func() { f.openFiles(o.rest) }})
	}
	named := message.With{"File": o.name}
	switch c := o.content; {
	case o.failed != nil:
		said := message.T("recall.failed", because(o.failed, named))
		if o.all > mostTried {
			said = message.N("files.none.first", mostTried, because(o.failed, named))
		} else if o.all > 1 {
			said = message.N("files.none", o.all, because(o.failed, named))
		}
		f.panel.Say(widgets.BannerFailed, withMore(said, words))
	case c.picture != nil:
		f.takePicture(o.name, *c.picture, words, more...)
	case c.answer != nil:
		f.answer(*c.answer)
	case c.presets != nil:
		f.presets.add(*c.presets)
	case c.key != "":
		f.key.take(c.key)
	case c.prompt != "":
		state := f.panel.State()
		state.Config.Prompt = c.prompt
		if c.lines > 1 {
			more = append([]widgets.Action{{Text: message.N("prompts.lines", c.lines), Run: func() { f.prompts.read(o.path) }}}, more...)
		}
		f.fill(state, withMore(message.T("recall.filled.text", named), words), more...)
	case c.table:
		f.prompts.read(o.path)
	default:
		f.fill(params.StateOf(c.request.Config), withMore(requestWords(*c.request), words), more...)
		f.key.ask(c.request.Key.Reveal())
	}
}

// withMore joins a sentence and more.
func withMore(first string, more []string) string {
	return strings.Join(append([]string{first}, more...), " ")
}

// shownName is a file's name as it can be shown: it may have any bytes.
func shownName(path string) string {
	name := strings.ToValidUTF8(filepath.Base(path), "�")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, name)
}
