package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

const prompt = "portrait photo of ukj man in a rain-soaked street at night, neon signs reflected in puddles, 85 mm, shallow depth of field, film grain 🎞️, naïve café façade, مرحبا بالعالم"

func inset(by float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(by, by, by, by), o)
}

func column(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedVBoxLayout(darkroom.Space12), objects...)
}

func row(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedHBoxLayout(darkroom.Space8), objects...)
}

// onEverySurface shows the same on window, pane and raised.
func onEverySurface(make func() fyne.CanvasObject) fyne.CanvasObject {
	all := container.NewGridWithColumns(3)
	for _, name := range []fyne.ThemeColorName{darkroom.ColorNameWindow, darkroom.ColorNamePane, darkroom.ColorNameRaised} {
		all.Add(widgets.NewSurface(name, inset(darkroom.Space16, make())))
	}
	return all
}

func controls(fyne.Window) fyne.CanvasObject {
	return onEverySurface(func() fyne.CanvasObject {
		long := widgets.NewLabel(prompt)
		long.SetMinWidth(0)
		two := widgets.NewLabel(prompt + " " + prompt)
		two.SetLines(2)
		primary := widgets.NewPrimaryButton("Generate 16", "Ctrl+Enter", func() {})
		why := widgets.NewPrimaryButton("Generate 16", "Ctrl+Enter", func() {})
		why.SetReason("Write a prompt first: the service refuses an empty one.")
		off := widgets.NewQuietButton("Disabled", nil)
		off.Disable()
		on := widgets.NewIconButton(theme.VisibilityIcon(), "Show favourites only", nil)
		on.SetOn(true)
		done := widgets.NewProgress()
		done.SetValue(0.62)
		busy := widgets.NewProgress()
		busy.SetIndeterminate(true)
		chip := widgets.NewChip("Running")
		chip.OnTapped = func() { chip.SetChosen(!chip.Chosen()) }
		chip.SetChosen(true)
		dismissed := widgets.NewBanner(widgets.BannerInfo, "This is a demo: no account, nothing is charged.", widgets.Action{Text: "Use my key"})
		dismissed.SetOnDismissed("Hide", func() { dismissed.Hide() })
		return column(
			widgets.NewPaneTitle(widgets.NewTitle("Title of a pane"), widgets.NewIconButton(theme.SearchIcon(), "Search", nil), on),
			long, two, widgets.NewQuietLabel("16 images · 3 minutes ago"),
			row(widgets.NewDot(widgets.ToneAccent, "running"), widgets.NewFigures("7 %", "100 %"), widgets.NewFigures("0:38", "00:00:00"), widgets.NewDot(widgets.ToneDone, "done")),
			row(widgets.NewDot(widgets.ToneQuiet, "queued"), widgets.NewDot(widgets.ToneWarning, "unknown"), widgets.NewDot(widgets.ToneFailed, "failed")),
			done, busy,
			row(widgets.NewQuietButton("Quiet button", nil), off, widgets.NewQuietIconButton(theme.ViewRefreshIcon(), "Retry", nil)),
			row(chip, widgets.NewChip("768 × 1024"), widgets.NewLinkButton("Open on the website", nil)),
			primary, why,
			dismissed,
			widgets.NewBanner(widgets.BannerWarning, "The answer to this submission was lost. It may have been charged; the next list will tell.", widgets.Action{Text: "Ask now"}, widgets.Action{Text: "Send again"}),
			widgets.NewBanner(widgets.BannerFailed, "Out of memory", widgets.Action{Text: "Retry"}),
		)
	})
}

func fields(fyne.Window) fyne.CanvasObject {
	return onEverySurface(func() fyne.CanvasObject {
		text := widgets.NewPromptEntry(3, 10)
		text.SetText(prompt)
		empty := widgets.NewPromptEntry(2, 6)
		empty.SetPlaceHolder("blurry, deformed")
		wide := widgets.NewNumberEntry(widgets.NumberSpec{Label: "Width", Unit: "px", Min: 256, Max: 2048, Step: 8})
		wide.SetValue(widgets.Number{Value: 768, Set: true})
		bad := widgets.NewNumberEntry(widgets.NumberSpec{Label: "Images", Min: 1, Max: 16})
		bad.SetText("40")
		optional := widgets.NewNumberEntry(widgets.NumberSpec{Label: "Guidance", Min: 1, Max: 30, Step: 0.5, Decimals: 2, Optional: true})
		model := widgets.NewComboEntry("Model", []string{"ckp_15f9", "ckp_90c7", "sdxl-base-1.0"})
		model.SetText("ckp_15f9")
		scheduler := widgets.NewChoice("Scheduler", []string{"Euler a", "DPM++ 2M Karras"})
		scheduler.SetSelected("Euler a")
		more := column(
			scheduler,
			widget.NewCheck("Dry run: check, generate nothing", nil),
		)
		pane := widgets.NewScrollPane(inset(darkroom.Space8, column(
			widgets.NewField("Prompt", text), widgets.NewField("Negative prompt", empty), model,
			container.NewGridWithColumns(2, wide, bad), optional,
			widgets.NewSection("Advanced", more, true), widgets.NewSection("Closed", widget.NewLabel("inside"), false),
		)), text, empty, wide, bad, optional)
		return pane
	})
}

// stock shows Fyne's own widgets in the theme.
func stock(w fyne.Window) fyne.CanvasObject {
	return onEverySurface(func() fyne.CanvasObject {
		entry := widget.NewEntry()
		entry.SetText("selected text")
		off := widget.NewEntry()
		off.SetText("disabled")
		off.Disable()
		important := widget.NewButton("High", func() { dialog.ShowConfirm("Delete 16 pictures?", "They go to the bin.", func(bool) {}, w) })
		important.Importance = widget.HighImportance
		danger := widget.NewButton("Danger", nil)
		danger.Importance = widget.DangerImportance
		slider := widget.NewSlider(0, 10)
		slider.SetValue(4)
		check := widget.NewCheck("Check", nil)
		check.SetChecked(true)
		radio := widget.NewRadioGroup([]string{"System", "Light", "Dark"}, nil)
		radio.SetSelected("Dark")
		choice := widget.NewSelect([]string{"one", "two"}, nil)
		choice.SetSelected("one")
		bar := widget.NewProgressBar()
		bar.SetValue(0.4)
		words := []string{"Lists", "have", "rows"}
		list := widget.NewList(func() int { return 3 }, func() fyne.CanvasObject { return widget.NewLabel("") },
			func(i widget.ListItemID, o fyne.CanvasObject) { o.(*widget.Label).SetText(words[i]) })
		list.Select(1)
		menu := widget.NewMenu(fyne.NewMenu("", fyne.NewMenuItem("Copy the prompt", nil), fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Show in folder", nil)))
		return column(entry, off, row(widget.NewButton("Button", nil), important, danger), slider, row(check, choice), radio, bar,
			widget.NewHyperlink("Hyperlink", nil), container.NewGridWrap(fyne.NewSize(240, 110), list), container.NewHBox(menu))
	})
}
