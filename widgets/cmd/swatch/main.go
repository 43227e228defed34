// Swatch shows every widget in a window, for looking at while working on them.
//
//	go run -tags migrated_fynedo ./widgets/cmd/swatch -dark -page grid
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

func main() {
	light := flag.Bool("light", false, "light, whatever the desktop says")
	dark := flag.Bool("dark", false, "dark, whatever the desktop says")
	width := flag.Float64("width", 1200, "window's width")
	height := flag.Float64("height", 760, "window's height")
	name := flag.String("page", "controls", strings.Join(names(), ", "))
	flag.Parse()
	page, ok := pages()[*name]
	if !ok {
		fmt.Fprintln(os.Stderr, "no such page; there are", strings.Join(names(), ", "))
		os.Exit(2)
	}
	mode := darkroom.System
	switch {
	case *light:
		mode = darkroom.Light
	case *dark:
		mode = darkroom.Dark
	}
	a := app.NewWithID("app.lookbook.swatch")
	a.Settings().SetTheme(darkroom.New(mode))
	w := a.NewWindow("Swatch: " + *name)
	w.SetPadded(false)
	w.SetContent(widgets.NewTipLayer(page(w)))
	w.Resize(fyne.NewSize(float32(*width), float32(*height)))
	w.ShowAndRun()
}

// pages are what can be looked at, by name.
func pages() map[string]func(fyne.Window) fyne.CanvasObject {
	return map[string]func(fyne.Window) fyne.CanvasObject{
		"controls": controls, "fields": fields, "stock": stock, "thumbs": thumbs, "grid": grid, "panes": panes, "zoom": zoom,
		"marks": marks, "linked": linked,
	}
}

func names() []string {
	var all []string
	for name := range pages() {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
