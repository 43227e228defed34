package widgets

import "time"

// SetText changes the words of a visible toast, for example to show progress, and keeps its actions. Its time starts
// again.
func (t *Toast) SetText(text string) {
	if !t.Shown() {
		return
	}
	t.since = time.Time{}
	t.plate.words.text = text
	t.layer.Refresh()
}
