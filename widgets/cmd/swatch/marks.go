package main

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// marks shows what a gallery is searched and marked with.
func marks(fyne.Window) fyne.CanvasObject {
	toast := widgets.NewToast()
	toast.SetCloseTip("Hide")
	show := func(text string, actions ...widgets.Action) func() {
		return func() { toast.Show(text, actions...) }
	}
	undo := widgets.Action{Text: "Undo", Run: show("Taken back")}
	show("16 pictures moved to the trash", undo)()
	page := onEverySurface(func() fyne.CanvasObject {
		search, filled := widgets.NewSearchField("Search prompts, models, tags"), widgets.NewSearchField("")
		filled.SetText(`portrait "85 mm" -blurry rating:>=3`)
		filled.SetClearTip("Clear (Esc)")
		tip := func(n int) string { return fmt.Sprintf("Rate %d of 5", n) }
		none, three, off := widgets.NewStars(0, nil), widgets.NewStars(3, nil), widgets.NewStars(4, nil)
		none.Tip, three.Tip = tip, tip
		off.Disable()
		favourite := widgets.NewFavourite(true, nil)
		favourite.SetTips("Add to favourites (.)", "Remove from favourites (.)")
		open := widgets.NewQuietButton("Filters", nil)
		popover := widgets.NewPopover(filters())
		open.OnTapped = func() { popover.Show(open) }
		return column(
			search, filled,
			row(widgets.NewFavourite(false, nil), favourite, none), row(three, off),
			row(filter("Favourites", "1,204", false, false), filter("Saved", "159,000", true, false)),
			row(filter("portrait of a very long model name that does not end where it should", "12", true, true)),
			row(filter("768 × 1024", "", false, true)),
			row(open, widgets.NewQuietButton("Trash", show("16 pictures moved to the trash", undo)),
				widgets.NewQuietButton("Long", show("3 pictures could not be moved to the trash: they are on a disk that has none. "+prompt, undo, widgets.Action{Text: "Show them"}))),
		)
	})
	clock := fyne.NewAnimation(time.Second, func(done float32) {
		if done == 1 {
			toast.Tick(time.Now())
		}
	})
	clock.RepeatCount = fyne.AnimationRepeatForever
	clock.Start()
	return container.NewStack(page, toast.Object())
}

func filter(text, count string, chosen, cross bool) *widgets.FilterChip {
	chip := widgets.NewFilterChip(text, count)
	chip.SetChosen(chosen)
	chip.OnTapped = func() { chip.SetChosen(!chip.Chosen()) }
	if cross {
		chip.SetRemoveTip("Remove")
		chip.OnRemoved = func() { chip.Hide() }
		chip.Refresh()
	}
	return chip
}

func filters() fyne.CanvasObject {
	chips := container.New(widgets.NewLine(darkroom.Space8), filter("512 × 512", "80", false, false), filter("768 × 1024", "1,120", true, false))
	return column(
		widgets.NewField("Size", chips),
		widgets.NewField("At least", widgets.NewStars(2, nil)),
		widgets.NewComboEntry("Model", []string{"a", "b"}),
		row(widgets.NewQuietButton("Clear", nil), widgets.NewLinkButton("Save this search", nil)),
	)
}
