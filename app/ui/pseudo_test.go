package ui

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"lookbook/app/settings"
	"lookbook/app/ui/message"
	"lookbook/app/ui/preferences"
	"lookbook/widgets"
)

// data matches texts that are the same in every language: what a person or the service named,
// numbers, keys, addresses, and names of things.
var data = regexp.MustCompile(`^(Lookbook.*|a lighthouse.*|a harbour.*|LoRA|Stable Diffusion.*|SDXL.*|[\w.+-]*\d[\w.+-]*|dpm\+\+|euler.*|ddim|png|jpe?g|webp|dl-….*|ig_.*|ckp_.*|https?://.*|px|\d+:\d\d .*|[A-Z]|\{\w+\}.*|…|yyyy.*)$`)

// screen is what is visible of a window in the pseudo-language.
type screen struct {
	b      *bench
	at     string
	faults map[string]string // where each was met first
	each   func()            // examines it; nil: the texts are
	plain  bool              // it speaks a language that people speak
}

func (s *screen) note(fault string, with ...any) {
	if fault = fmt.Sprintf(fault, with...); s.faults[fault] == "" {
		s.faults[fault] = s.at
	}
}

// look notes the texts that aren't translated, are cut, or stick out of the window.
func (s *screen) look(at string) {
	s.at = at
	if s.each != nil {
		s.each()
		return
	}
	c := s.b.Window.window.Canvas()
	s.visit(c.Content(), false)
	for _, overlay := range c.Overlays().List() {
		s.visit(overlay, false)
	}
}

func (s *screen) visit(o fyne.CanvasObject, scrolled bool) {
	if o == nil || !o.Visible() || o.Size().IsZero() {
		return
	}
	if o.Size().Width < 0 || o.Size().Height < 0 {
		s.note("%T is %v large", o, o.Size())
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		s.typed(o)
		children, scrolled = []fyne.CanvasObject{o.Content}, true
	case *widgets.Grid:
		children, scrolled = test.WidgetRenderer(o).Objects(), true
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	var lines []string
	for _, child := range children {
		if text, ok := child.(*canvas.Text); ok && child.Visible() && text.Text != "" {
			lines = append(lines, text.Text)
			s.measure(text, scrolled)
			continue
		}
		s.visit(child, scrolled)
	}
	s.read(o, strings.Join(lines, " "))
	if _, ok := o.(*widgets.Label); ok { // it ends in an ellipsis, and a tip shows the whole
		return
	}
	if w, ok := o.(fyne.Widget); ok && len(lines) > 0 && w.MinSize().Width > w.Size().Width+1 {
		s.note("a widget is narrower than its words: %q (%.0f, not %.0f)", lines, w.Size().Width, w.MinSize().Width)
	}
}

// typed looks at the words that stand in an empty field, which scrolls those that are too long for it.
func (s *screen) typed(field *container.Scroll) {
	if _, single := field.Content.(fyne.Widget); !single {
		return
	}
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			if need := fyne.MeasureText(o.Text, o.TextSize, o.TextStyle).Width; strings.HasPrefix(o.Text, "[") && need > field.Size().Width+1 {
				s.note("cut in a field: %q (%.0f, not %.0f)", o.Text, field.Size().Width, need)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				if child.Visible() {
					walk(child)
				}
			}
		}
	}
	walk(field.Content)
}

func (s *screen) report(t *testing.T) {
	t.Helper()
	for _, fault := range slices.Sorted(maps.Keys(s.faults)) {
		t.Errorf("%s: %s", s.faults[fault], fault)
	}
}

var letters = regexp.MustCompile(`\p{L}{2}`)

// read looks at the words of a widget.
func (s *screen) read(o fyne.CanvasObject, words string) {
	bare := strings.TrimSpace(words)
	switch whole, ok := o.(*widgets.Label); {
	case s.plain:
	case !letters.MatchString(bare) || data.MatchString(bare) || strings.Contains(bare, filepath.Base(filepath.Dir(s.b.world.paths.Data))):
	case !strings.Contains(bare, "["):
		s.note("not translated: %q", bare)
	case ok && whole.Cut(): // a tip shows the whole
	case strings.Count(bare, "[") != strings.Count(bare, "]"):
		s.note("cut: %q", bare)
	}
}

// measure compares a line with the room that it has.
func (s *screen) measure(text *canvas.Text, scrolled bool) {
	need := fyne.MeasureText(text.Text, text.TextSize, text.TextStyle).Width
	if need > text.Size().Width+1 && !data.MatchString(text.Text) {
		s.note("wider than its place: %q (%.0f, not %.0f)", text.Text, text.Size().Width, need)
	}
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject(text)
	if room := s.b.Window.window.Canvas().Size(); !scrolled && (place.X < -1 || place.X+need > room.Width+1 || place.Y < -1 || place.Y+text.Size().Height > room.Height+1) {
		s.note("sticks out of the window: %q at %v", text.Text, place)
	}
}

// settle lets what was begun come to its end.
func (s *screen) settle() {
	for range 3 {
		done := false
		s.b.run(func(context.Context) func() { return func() { done = true } })
		s.b.until("an answer", func() bool { return done })
	}
}

// untried are actions that leave the window, each with its reason.
var untried = map[string]string{
	"menu.quit": "ends the program", "menu.close": "ends the program", "menu.open": "the system's dialog",
	"menu.folder.open": "another program", "menu.folder.choose": "the system's dialog", "menu.backup": "the system's dialog",
	"menu.restore": "the system's dialog", "menu.api": "another program", "menu.log": "another program", "menu.website": "another program",
	"prompts.open": "the system's dialog", "picture.show": "another program", "picture.trash": "the pictures are needed", "menu.paste": "the clipboard",
}

// Every screen, dialog and panel is translated whole, and has room for words that are two fifths
// longer: in the large window and in the smallest. What any action opens is looked at too.
func TestNoTextIsUntranslatedOrCut(t *testing.T) {
	for _, size := range []fyne.Size{fyne.NewSize(1440, 900), fyne.NewSize(800, 600)} {
		t.Run(fmt.Sprint(size.Width), func(t *testing.T) {
			speaking(t, "en")
			b := withPictures(t, 3)
			b.Window.window.Resize(size)
			b.change(func(v *settings.Values) { v.Language = message.Pseudo })
			b.until("the pictures", func() bool { return b.main.gallery.Pictures.Len() == 3 })
			b.dialogs.run = func(func(context.Context) func()) {} // those of files are the system's
			s := &screen{b: b, faults: map[string]string{}}
			s.settle()
			s.look("the panes")
			for _, menu := range b.Window.window.MainMenu().Items {
				for _, item := range menu.Items {
					s.read(nil, item.Label)
				}
			}
			s.everything()
			s.report(t)
		})
	}
}

// The words of the languages with the longest have room in the smallest window.
func TestNoTextIsCutInLongLanguages(t *testing.T) {
	for _, tag := range []string{"de", "es", "fr", "it", "pt-BR"} {
		t.Run(tag, func(t *testing.T) {
			speaking(t, "en")
			b := withPictures(t, 3)
			b.Window.window.Resize(fyne.NewSize(800, 600))
			b.change(func(v *settings.Values) { v.Language = tag })
			b.until("the pictures", func() bool { return b.main.gallery.Pictures.Len() == 3 })
			b.dialogs.run = func(func(context.Context) func()) {} // those of files are the system's
			s := &screen{b: b, faults: map[string]string{}, plain: true}
			s.settle()
			s.look("the panes")
			s.everything()
			s.report(t)
		})
	}
}

// everything looks at every screen, and at what each action opens.
func (s *screen) everything() {
	s.panes()
	s.views()
	s.settings()
	for _, a := range s.b.actions.All() {
		if untried[a.ID] != "" || !a.Able() {
			continue
		}
		a.Run()
		s.settle()
		s.look(a.ID)
		s.close()
	}
}

// close closes what an action opened, and selects the pictures again.
func (s *screen) close() {
	c := s.b.Window.window.Canvas()
	for top := c.Overlays().Top(); top != nil; top = c.Overlays().Top() {
		if handler := c.OnTypedKey(); handler != nil {
			handler(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		if c.Overlays().Top() == top {
			top.Hide()
			c.Overlays().Remove(top)
		}
	}
	s.b.main.views.Close()
	s.b.main.gallery.Focus(c)
	s.b.selectAll()
}

// panes looks at the panes with a job, a table and an empty search.
func (s *screen) panes() {
	m := s.b.main
	first, _ := m.gallery.Pictures.At(0)
	m.jobs.Select(first.EntryID)
	s.settle()
	s.look("a job")
	m.nav.all()
	s.settle()
	s.b.selectAll()
	s.look("selected pictures")
}

// views looks at each view of pictures, in each of its forms.
func (s *screen) views() {
	m := s.b.main
	s.b.selectAll()
	m.views.Viewer.Open(0)
	s.settle()
	s.look("a picture")
	s.close()
	m.views.CompareSelected()
	s.settle()
	s.look("a comparison")
	for _, key := range []fyne.KeyName{fyne.KeyS, fyne.KeyB} {
		s.b.keys(key)
		s.look("a comparison in one place, " + string(key))
	}
	s.b.keys(fyne.KeyS)
	for range 20 {
		s.b.keys(fyne.KeyLeft)
	}
	s.look("a comparison with the line at the edge")
	s.close()
	m.views.StartSlideshow()
	s.settle()
	s.look("the slideshow")
	s.close()
	m.views.DuelSelected()
	s.b.until("the duel", func() bool { return m.views.Duel.Shown().ID != 0 })
	s.look("a duel")
	s.close()
	m.reviewer.begin()
	s.b.until("the review", func() bool { return m.views.Review.Shown().ID != 0 })
	s.look("a review")
	s.close()
}

// settings looks at every group of the preferences.
func (s *screen) settings() {
	for _, group := range []preferences.Group{
		preferences.General, preferences.Pictures, preferences.Metadata, preferences.Network, preferences.Notifications,
		preferences.Accounts, preferences.Keyboard, preferences.Trouble,
	} {
		s.b.preferences.showGroup(group)
		s.settle()
		s.look(fmt.Sprintf("preferences, group %v", group))
	}
	s.close()
}

func TestTheWelcomeCardIsTranslatedWhole(t *testing.T) {
	speaking(t, message.Pseudo)
	b := newWorld(t, instant()).window()
	b.until("the welcome card", func() bool { return b.welcome })
	for _, size := range []fyne.Size{fyne.NewSize(1440, 900), fyne.NewSize(800, 600)} {
		b.Window.window.Resize(size)
		s := &screen{b: b, faults: map[string]string{}}
		s.settle()
		s.look("the welcome card")
		s.report(t)
	}
}
