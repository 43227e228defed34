package widgets

import "time"

// SetText changes the words of a toast that is shown, as when something gets on, and keeps its actions. It starts to wait again.
func (t *Toast) SetText(text string) {
	if !t.Shown() {
		return
	}
	t.since = time.Time{}
	t.plate.words.text = text
	t.layer.Refresh()
}
