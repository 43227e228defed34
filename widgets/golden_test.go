package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets/darkroom"
)

// sights are the widgets to draw, by the name of their file in testdata.
func sights() map[string]func() fyne.CanvasObject {
	noop := func() {}
	return map[string]func() fyne.CanvasObject{
		"labels": func() fyne.CanvasObject {
			cut := NewLabel("a text that is too long for the width that it has got")
			cut.SetMinWidth(0)
			two := NewLabel("two lines of a text that is too long for two lines of the width that it has got, and then some more")
			two.SetLines(2)
			figures := NewFigures("7 %", "100 %")
			figures.SetAlign(fyne.TextAlignTrailing)
			failed := NewLabel("failed")
			failed.SetTone(ToneFailed)
			return container.NewVBox(NewTitle("Title"), NewLabel("body"), NewQuietLabel("quiet"), failed, cut, two, figures)
		},
		"states": func() fyne.CanvasObject {
			p := NewProgress()
			p.SetValue(0.62)
			return container.NewVBox(NewDot(ToneAccent, "running"), NewDot(ToneDone, "done"), NewDot(ToneFailed, "failed"), p, NewHairline())
		},
		"buttons": func() fyne.CanvasObject {
			off := NewQuietButton("Off", noop)
			off.Disable()
			focused := NewQuietIconButton(theme.ViewRefreshIcon(), "Retry", noop)
			focused.FocusGained()
			on := NewIconButton(theme.VisibilityIcon(), "Shown", noop)
			on.SetOn(true)
			chip := NewChip("Chosen")
			chip.SetChosen(true)
			return container.NewVBox(NewQuietButton("Quiet", noop), off, focused, on, chip, NewLinkButton("Link", noop))
		},
		"primary": func() fyne.CanvasObject {
			off := NewPrimaryButton("Generate 16", "Ctrl+Enter", noop)
			off.SetReason("Write a prompt first.")
			return container.NewVBox(NewPrimaryButton("Generate 16", "Ctrl+Enter", noop), off)
		},
		"banners": func() fyne.CanvasObject {
			b := NewBanner(BannerInfo, "This is a demo.", Action{"Use my key", noop})
			b.SetOnDismissed("Hide", noop)
			return container.NewVBox(b, NewBanner(BannerFailed, "Out of memory on the computer of the service, which happens", Action{"Retry", noop}))
		},
		"empty": func() fyne.CanvasObject { return NewEmptyState("Nothing here yet.", &Action{"Begin", noop}) },
		"sections": func() fyne.CanvasObject {
			return container.NewVBox(NewSection("Open", NewLabel("in"), true), NewSection("Closed", NewLabel("in"), false))
		},
		"panetitle": func() fyne.CanvasObject {
			return NewPaneTitle(NewTitle("Jobs"), NewIconButton(theme.SearchIcon(), "Search", noop))
		},
		"fields": func() fyne.CanvasObject {
			bad := NewNumberEntry(NumberSpec{Label: "Width", Unit: "px", Min: 256, Max: 2048})
			bad.SetText("99")
			combo := NewComboEntry("Model", []string{"a"})
			combo.SetText("ckp_15f9")
			return container.NewVBox(bad, NewNumberEntry(NumberSpec{Label: "Steps", Min: 1, Max: 150}), combo, NewField("Check", widget.NewCheck("Dry run", nil)))
		},
		"prompt": func() fyne.CanvasObject {
			p := NewPromptEntry(2, 6)
			p.SetText("three lines\nof a\nprompt")
			return p
		},
		"tip": func() fyne.CanvasObject {
			l := NewTipLayer(NewLabel("under it"))
			l.show("a tip", fyne.NewPos(290, 10))
			return l
		},
		"panes": func() fyne.CanvasObject {
			p := NewPanes(NewSurface(darkroom.ColorNamePane, nil), NewSurface(darkroom.ColorNamePane, nil), NewSurface(darkroom.ColorNameWindow, nil))
			p.SetMinWidths(50, 50, 50)
			p.SetWidths(80, 100)
			return p
		},
		"thumbs": func() fyne.CanvasObject {
			states := []ThumbState{
				{Key: 1, Picture: picture(30, 40)},
				{Key: 2, Picture: picture(40, 30), Favourite: true, Badge: "1/16", Caption: "caption"},
				{Key: 3, Aspect: 0.75, Loading: true},
				{Key: 4, Aspect: 0.75, Failed: "Damaged"},
			}
			all := container.NewGridWithColumns(4)
			for i, state := range states {
				thumb := NewThumb(nil)
				thumb.Bind(state)
				thumb.SetSelected(i == 1)
				thumb.SetCurrent(i == 0)
				all.Add(thumb)
			}
			return all
		},
		"grid": func() fyne.CanvasObject {
			g := NewGrid(days{numbered(1, 5), 3}, func() fyne.CanvasObject { return NewThumb(nil) }, func(cell fyne.CanvasObject, index int) {
				cell.(*Thumb).Bind(ThumbState{Key: int64(index), Aspect: 1})
			})
			g.SetCellSize(fyne.NewSquareSize(80))
			g.Select(2)
			return g
		},
		"band": func() fyne.CanvasObject {
			g := NewGrid(days{numbered(1, 60), 30}, func() fyne.CanvasObject { return NewThumb(nil) }, func(cell fyne.CanvasObject, index int) {
				cell.(*Thumb).Bind(ThumbState{Key: int64(index), Aspect: 1})
			})
			g.SetCellSize(fyne.NewSquareSize(80))
			g.OnTyped, g.Now = func(string) {}, func() time.Time { return time.Time{} }
			g.Resize(fyne.NewSize(320, 240))
			g.scrollTo(300)
			press := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
			press.Position = fyne.NewPos(20, 60)
			g.MouseDown(press)
			g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(150, 120)}})
			test.Type(g, "typed")
			return g
		},
		"marks": func() fyne.CanvasObject {
			states := []ThumbState{{Rating: 1}, {Rating: 5, Favourite: true, Caption: "caption"}, {Favourite: true, Badge: "gone"}}
			all := container.NewGridWithColumns(3)
			for i, state := range states {
				thumb := NewThumb(nil)
				state.Picture = picture(30, 40)
				thumb.Bind(state)
				thumb.SetSelected(i == 1)
				all.Add(thumb)
			}
			return all
		},
		"stars": func() fyne.CanvasObject {
			off, focused, hovered := NewStars(4, nil), NewStars(0, nil), NewStars(3, nil)
			off.Disable()
			focused.FocusGained()
			event := &desktop.MouseEvent{}
			event.Position = fyne.NewPos(30, 10)
			hovered.MouseIn(event)
			return container.NewVBox(NewStars(0, nil), NewStars(2, nil), off, focused, hovered, NewFavourite(false, nil), NewFavourite(true, nil))
		},
		"chips": func() fyne.CanvasObject {
			off, chosen, cross := NewFilterChip("Off", "0"), NewFilterChip("Chosen", "1,204"), NewFilterChip("With a cross and a name that is too long for it", "12")
			off.Disable()
			chosen.SetChosen(true)
			cross.SetWidest(100)
			cross.OnRemoved = noop
			return container.New(NewLine(8), NewFilterChip("Word", ""), off, chosen, cross)
		},
		"search": func() fyne.CanvasObject {
			filled := NewSearchField("")
			filled.SetText("words")
			return container.NewVBox(NewSearchField("Search"), filled)
		},
		"toast": func() fyne.CanvasObject {
			toast := NewToast()
			toast.Show("16 pictures moved to the trash", Action{"Undo", noop})
			return toast.Object()
		},
		"popover": func() fyne.CanvasObject {
			at := NewQuietButton("Filters", nil)
			at.Resize(at.MinSize())
			p := NewPopover(container.NewVBox(NewQuietLabel("Size"), NewFilterChip("512 × 512", "80")))
			return newPopoverCover(p, at)
		},
		"list": func() fyne.CanvasObject {
			return NewRowList(numbered(1, 100), 60, func() fyne.CanvasObject { return NewLabel("") }, func(row fyne.CanvasObject, index int) {
				row.(*Label).SetText("row")
			})
		},
		"zoom": func() fyne.CanvasObject {
			z := NewZoomImage()
			z.SetPicture(NewPyramid(picture(600, 300)))
			return z
		},
	}
}

func TestSights(t *testing.T) {
	prepare(t)
	for name, sight := range sights() {
		t.Run(name, func(t *testing.T) {
			c := stage(t, sight(), 320, 240)
			refreshAll(c.Content())
			test.AssertRendersToMarkup(t, name+".xml", c)
		})
	}
}

// The same objects in the light theme: only colours may differ, and some must.
func TestSightsInLight(t *testing.T) {
	prepare(t)
	for _, name := range []string{"labels", "buttons", "fields", "banners", "band", "marks", "stars", "chips", "search", "toast", "popover"} {
		t.Run(name, func(t *testing.T) {
			test.ApplyTheme(t, darkroom.New(darkroom.Light))
			c := stageIn(t, darkroom.Light, sights()[name](), 320, 240)
			refreshAll(c.Content())
			test.AssertRendersToMarkup(t, name+"-light.xml", c)
		})
	}
}

// A widget that exists when the theme changes must look like one made afterwards.
func TestThemeChangeReachesEverything(t *testing.T) {
	prepare(t)
	for name, sight := range sights() {
		t.Run(name, func(t *testing.T) {
			test.ApplyTheme(t, darkroom.New(darkroom.Light))
			light := stageIn(t, darkroom.Light, sight(), 320, 240)
			refreshAll(light.Content())
			want := test.RenderToMarkup(light)
			test.ApplyTheme(t, darkroom.New(darkroom.Dark))
			c := stageIn(t, darkroom.Dark, sight(), 320, 240)
			before := test.RenderToMarkup(c)
			test.ApplyTheme(t, darkroom.New(darkroom.Light))
			refreshAll(c.Content())
			if got := test.RenderToMarkup(c); got != want {
				t.Errorf("dark, then light:\n%s\nlight from the start:\n%s\ndark:\n%s", got, want, before)
			}
		})
	}
}

// refreshAll does what the driver does with a window when the theme changes. It also updates widgets whose height
// depends on their width, which the driver does before each frame.
func refreshAll(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			refreshAll(child)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			refreshAll(child)
		}
	}
	o.Refresh()
}
