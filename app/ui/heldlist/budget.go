package heldlist

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"lookbook/app/cost"
	"lookbook/app/library"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// Within is what of the outbox a budget pays for.
type Within struct {
	IDs     []int64
	Cost    cost.Amount // of these, in the budget's currency
	Unknown int         // requests without a known price, which no budget releases
}

// within takes requests in their order until the next one with a price would cost more than
// the budget has left.
func within(held []library.Held, prices cost.Prices, most cost.Sum) Within {
	var w Within
	spent := false
	for _, one := range held {
		price, known := prices.Of(one.Config)
		amount, told := price.In(most.Currency)
		switch {
		case !known || !told:
			w.Unknown++
		case spent || w.Cost.Plus(amount) > most.Amount:
			spent = true
		default:
			w.IDs, w.Cost = append(w.IDs, one.ID), w.Cost.Plus(amount)
		}
	}
	return w
}

// words say what a budget releases, and what it leaves.
func (w Within) words(all int, currency string) string {
	with := message.With{"All": message.Number(all), "Cost": message.Spent(w.Cost, currency)}
	if w.Unknown > 0 {
		with["Unknown"] = message.N("outbox.budget.unknown", w.Unknown)
	}
	return message.N("outbox.budget.says", len(w.IDs), with)
}

// AskBudget makes the dialog that asks for a budget and says what it releases, and its
// entry. chosen is called with the ids of at least one request.
func AskBudget(window fyne.Window, held []library.Held, prices cost.Prices, chosen func(ids []int64)) (dialog.Dialog, *widgets.NameEntry) {
	entry := widgets.NewNameEntry("")
	field := widgets.NewField(message.T("outbox.budget.most"), entry)
	note := widgets.NewQuietLabel(message.T("outbox.budget.note"))
	note.SetLines(3)
	read := func() (Within, bool) {
		most, err := cost.ParseSum(entry.Text)
		if err != nil {
			note.SetText(message.T("outbox.budget.note"))
			return Within{}, false
		}
		found := within(held, prices, most)
		note.SetText(found.words(len(held), most.Currency))
		return found, true
	}
	entry.OnChanged = func(string) {
		field.SetError("")
		_, _ = read()
	}
	confirm := func() bool {
		found, ok := read()
		switch {
		case !ok:
			field.SetError(message.T("outbox.budget.wrong"))
		case len(found.IDs) == 0:
			field.SetError(message.T("outbox.budget.none"))
		default:
			chosen(found.IDs)
			return true
		}
		return false
	}
	ask := askLine(window, message.T("outbox.budget.title"), message.T("outbox.release"), entry, arrange.Stack(darkroom.Space12, field, note), confirm)
	return ask, entry
}
