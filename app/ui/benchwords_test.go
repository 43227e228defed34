package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"lookbook/app/ui/actions"
	"lookbook/app/ui/uitest"
	"lookbook/widgets"
)

// words returns the visible texts, by lines as they are drawn.
func (b *bench) words() []string {
	var list []string
	b.walk(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			list = append(list, text.Text)
		}
	})
	return list
}

// banners returns the texts of the visible banners, with folded details.
func (b *bench) banners() string {
	var all []string
	b.walk(func(o fyne.CanvasObject) {
		if banner, ok := o.(*widgets.Banner); ok {
			all = append(all, banner.Text())
		}
	})
	return strings.Join(all, "\n")
}

func (b *bench) says(text string) bool {
	return strings.Contains(strings.Join(b.words(), " "), text)
}

// walk visits everything visible, dialogs last.
func (b *bench) walk(visit func(fyne.CanvasObject)) {
	c := b.Window.window.Canvas()
	uitest.Walk(c.Content(), visit)
	for _, overlay := range c.Overlays().List() {
		uitest.Walk(overlay, visit)
	}
}

// press presses the visible button with this text.
func (b *bench) press(words string) {
	b.world.t.Helper()
	var found fyne.Tappable
	b.walk(func(o fyne.CanvasObject) {
		button, ok := o.(interface {
			fyne.Tappable
			Text() string
		})
		if ok && button.Text() == words {
			found = button
		}
	})
	if found == nil {
		b.world.t.Fatalf("there is no button %q among %q", words, b.words())
	}
	test.Tap(found)
}

// choose chooses an item of the main menu.
func (b *bench) choose(label string) {
	b.world.t.Helper()
	for _, menu := range b.Window.window.MainMenu().Items {
		for _, item := range menu.Items {
			if actions.Words(item) == label {
				item.Action()
				return
			}
		}
	}
	b.world.t.Fatalf("the menu has no %q", label)
}

// typed types into the focused widget, and then presses Enter.
func (b *bench) typed(text string) {
	b.world.t.Helper()
	focused := b.Window.window.Canvas().Focused()
	if focused == nil {
		b.world.t.Fatal("nothing has the keyboard")
	}
	test.Type(focused, text)
}

func (b *bench) notice(which notice) string {
	if b.notices.banners[which].Visible() {
		return b.notices.banners[which].Text()
	}
	return ""
}

// onMain reports whether the window shows the panes.
func (b *bench) onMain() bool {
	return b.main != nil && len(b.layers.page.Objects) == 1 && b.layers.page.Objects[0] == b.main.content
}

// keyed reports whether the panes are shown and requests can be sent: with a library, the page doesn't wait for the key.
func (b *bench) keyed() bool { return b.onMain() && !b.apiKey.key.Secret.Empty() }
