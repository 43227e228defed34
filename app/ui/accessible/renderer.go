package accessible

import (
	"fyne.io/fyne/v2"
	_ "unsafe" // for the function below
)

// cachedRenderer returns the renderer that draws a widget. Fyne 2.8.1 keeps it to itself, and has no
// other way to find out what a widget is made of; its own tests and readers on Windows and macOS have
// the same need (fyne#1285). The linker says when it is gone.
//
//go:linkname cachedRenderer fyne.io/fyne/v2/internal/cache.CachedRenderer
func cachedRenderer(fyne.Widget) (fyne.WidgetRenderer, bool)
