// Command bare is the least that a Fyne program can be: a window with a label and an entry, or
// with the PNG files that it is given, decoded before the window opens. The
// test of the built program measures Lookbook's start and memory against it, and the test of
// package desktop types into it. It prints what the entry holds, one line for every change. Everything
// runs on the UI goroutine.
package main

import (
	"flag"
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func main() {
	width := flag.Float64("width", 1024, "of the window, in Fyne's pixels")
	height := flag.Float64("height", 640, "of the window, in Fyne's pixels")
	flag.Parse()
	program := app.NewWithID("app.lookbook.bare")
	window := program.NewWindow("Bare")
	entry := widget.NewEntry()
	entry.OnChanged = func(text string) { fmt.Printf("entry %q\n", text) }
	var content fyne.CanvasObject = container.NewBorder(widget.NewLabel("Bare"), nil, nil, nil, entry)
	var focus fyne.Focusable = entry
	if flag.NArg() > 0 {
		shown, err := newPictures(flag.Args())
		if err != nil {
			fmt.Fprintln(os.Stderr, "bare:", err)
			os.Exit(1)
		}
		content, focus = shown, shown
		window.SetPadded(false)
	}
	window.SetContent(content)
	window.Resize(fyne.NewSize(float32(*width), float32(*height)))
	window.Canvas().Focus(focus)
	// Fyne 2.8.1 reports the end on a channel that it may have closed already, and then panics.
	// Nothing is left to do here.
	window.SetCloseIntercept(func() { os.Exit(0) })
	window.ShowAndRun()
}
