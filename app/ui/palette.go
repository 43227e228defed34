package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"lookbook/app/library"
	"lookbook/app/ui/message"
	"lookbook/app/ui/palette"
	"lookbook/widgets/darkroom"
)

const (
	// palettePrompts bounds the prompts in the palette.
	palettePrompts = 20_000
	// promptRunes is how much of a prompt is searched there.
	promptRunes = 400
)

// showPalette shows everything that can be done, over the page. It does nothing
// while something else lies over the page, such as a question.
func (m *mainPage) showPalette() {
	c := m.w.window.Canvas()
	if c.Overlays().Top() != nil {
		return
	}
	var pop *widget.PopUp
	list := palette.New(palette.Params{
		Run: m.w.run, Items: m.paletteItems(), More: m.morePaletteItems,
		Closed: func(chosen func()) {
			pop.Hide() // the focus goes back to where it was
			if chosen != nil {
				chosen()
			}
		},
	})
	pop = widget.NewPopUp(list.Object(), c)
	room := c.Size().SubtractWidthHeight(2*darkroom.Space24, 4*darkroom.Space24)
	size := palette.Size().Min(room)
	pop.Resize(size)
	pop.ShowAtPosition(fyne.NewPos((c.Size().Width-size.Width)/2, 2*darkroom.Space24))
	c.Focus(list.FocusTarget())
}

// paletteItems are the actions that can be done now, and the presets.
func (m *mainPage) paletteItems() []palette.Item {
	var items []palette.Item
	table := m.w.actions
	for _, a := range table.All() {
		if a.Unlisted || !a.Able() {
			continue
		}
		kind := a.Menu
		if kind == "" {
			kind = a.Topic
		}
		items = append(items, palette.Item{Words: a.Words(), Also: otherWords(a.ID), Kind: message.T(kind), Keys: table.ShownKeys(a.ID), Run: a.Run})
	}
	for _, p := range m.presets.list {
		items = append(items, palette.Item{Words: p.Name, Kind: message.T("palette.preset"), Run: func() {
			m.views.Close()
			m.presets.use(p)
		}})
	}
	return items
}

// otherWords are words that an action is also looked for by; "": there are none.
func otherWords(id string) string {
	if key := "also." + id; message.Known(key) {
		return message.T("also." + id)
	}
	return ""
}

// morePaletteItems reads the saved searches and the prompts used before.
func (m *mainPage) morePaletteItems(ctx context.Context) ([]palette.Item, error) {
	searches, err := m.session.Edit.Searches.All(ctx)
	if err != nil {
		return nil, err
	}
	var items []palette.Item
	for _, one := range searches {
		items = append(items, palette.Item{Words: one.Name, Kind: message.T("palette.saved"), Run: func() { m.useSearch(one) }})
	}
	prompts, err := m.session.Library.Prompts.Recent(ctx, "", palettePrompts)
	if err != nil {
		return nil, err
	}
	for _, p := range prompts {
		runes := []rune(p.Text)
		words := strings.Join(strings.Fields(string(runes[:min(len(runes), promptRunes)])), " ")
		items = append(items, palette.Item{Words: words, Kind: message.T("palette.prompt"), Text: true, Run: func() {
			m.views.Close()
			m.params.SetPrompt(p.Text)
		}})
	}
	return items, nil
}

// useSearch shows the pictures of a saved search.
func (m *mainPage) useSearch(one library.SavedSearch) {
	m.nav.find()
	m.search.Use(one)
}
