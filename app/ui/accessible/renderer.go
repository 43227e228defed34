package accessible

import (
	"fyne.io/fyne/v2"
	_ "unsafe" // for the function below
)

// cachedRenderer returns the renderer that draws a widget. Fyne 2.8.1 doesn't export it, and offers no
// other way to find the parts of a widget; its own tests and its support for Windows and macOS need it
// too (fyne#1285). If it disappears, the linker fails.
//
//go:linkname cachedRenderer fyne.io/fyne/v2/internal/cache.CachedRenderer
func cachedRenderer(fyne.Widget) (fyne.WidgetRenderer, bool)
