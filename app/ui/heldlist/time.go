package heldlist

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// AskTime makes the dialog that asks when a number of requests is released, and its entry.
func AskTime(window fyne.Window, now func() time.Time, count int, chosen func(due time.Time)) (dialog.Dialog, *widgets.NameEntry) {
	entry := widgets.NewNameEntry(message.TimeOfDay(now().Add(time.Hour).Truncate(15 * time.Minute)))
	field := widgets.NewField(message.T("outbox.time.at"), entry)
	note := widgets.NewQuietLabel(message.T("outbox.time.note"))
	note.SetLines(0)
	var ask *dialog.ConfirmDialog
	confirm := func() bool {
		due, ok := When(entry.Text, now())
		if !ok {
			field.SetError(message.T("outbox.time.wrong"))
			return false
		}
		chosen(due)
		return true
	}
	content := arrange.Wide(340, arrange.Stack(darkroom.Space12, field, note))
	ask = dialog.NewCustomConfirm(message.N("outbox.time.title", count), message.T("outbox.time.yes"), message.T("cancel"), content, func(yes bool) {
		if yes && !confirm() {
			ask.Show() // the time can be corrected
		}
	}, window)
	entry.OnSubmitted = func(string) {
		if confirm() {
			ask.Hide()
		}
	}
	entry.OnCancelled = ask.Hide
	return ask, entry
}
