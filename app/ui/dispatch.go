package ui

import "fyne.io/fyne/v2"

// onUI is the dispatcher of a real window: it queues f for the UI goroutine.
func onUI(f func()) { fyne.Do(f) }
