package main

import (
	"fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	_ "github.com/sqweek/dialog"
	_ "modernc.org/sqlite"
)

func main() {
	a := app.NewWithID("app.lookbook")
	w := a.NewWindow("x")
	w.SetContent(widget.NewLabel("hi"))
	w.ShowAndRun()
}
