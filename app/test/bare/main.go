// Command bare is the least that a Fyne program can be: a window with a label and an entry. The
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
	window.SetContent(container.NewBorder(widget.NewLabel("Bare"), nil, nil, nil, entry))
	window.Resize(fyne.NewSize(float32(*width), float32(*height)))
	window.Canvas().Focus(entry)
	// Fyne 2.8.1 reports the end on a channel that it may have closed already, and then panics.
	// Nothing is left to do here.
	window.SetCloseIntercept(func() { os.Exit(0) })
	window.ShowAndRun()
}
