package heldlist

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/app/ui/question"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// AskTime makes the dialog that asks when a number of requests is released, and its entry.
func AskTime(window fyne.Window, now func() time.Time, count int, chosen func(due time.Time)) (dialog.Dialog, *widgets.NameEntry) {
	entry := widgets.NewNameEntry(message.TimeOfDay(now().Add(time.Hour).Truncate(15 * time.Minute)))
	field := widgets.NewField(message.T("outbox.time.at"), entry)
	note := widgets.NewQuietLabel(message.T("outbox.time.note"))
	note.SetLines(0)
	confirm := func() bool {
		due, ok := When(entry.Text, now())
		if !ok {
			field.SetError(message.T("outbox.time.wrong"))
			return false
		}
		chosen(due)
		return true
	}
	ask := askLine(window, message.N("outbox.time.title", count), message.T("outbox.time.yes"), entry, arrange.Stack(darkroom.Space12, field, note), confirm)
	return ask, entry
}

// askLine makes a dialog around an entry of one line. It closes once confirm accepts what was typed;
// until then that can be corrected.
func askLine(window fyne.Window, title, yes string, entry *widgets.NameEntry, content fyne.CanvasObject, confirm func() bool) dialog.Dialog {
	var ask *dialog.CustomDialog
	ask = question.New(window, question.Question{Title: title, Content: arrange.Wide(340, content), Yes: yes, No: message.T("cancel")}, func(yes bool) {
		if yes && !confirm() {
			ask.Show()
		}
	})
	entry.OnSubmitted = func(string) {
		if confirm() {
			ask.Hide()
		}
	}
	entry.OnCancelled = ask.Hide
	return ask
}
