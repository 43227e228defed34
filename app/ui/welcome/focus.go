package welcome

import "fyne.io/fyne/v2"

// FocusOn puts the cursor into the key's entry, on a canvas that may not have
// painted the card yet.
func (c *Card) FocusOn(canvas fyne.Canvas) { c.form.Focus(canvas) }
