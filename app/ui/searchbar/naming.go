package searchbar

import (
	"fyne.io/fyne/v2"

	"lookbook/api/redact"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// namer asks for a name, under the button of the kept searches.
type namer struct {
	popover *widgets.Popover
	entry   *widgets.NameEntry
	trouble *widgets.Label
	ok      *widgets.QuietButton
	column  *column
	// check tells what is wrong with a name, and what to press to have it all
	// the same; empty: nothing can be done about it.
	check func(name string) (trouble, again string)
	named func(string)
	again string // the name that was warned of
}

// namerWidth is the width of what is in the popover, in Fyne's pixels.
const namerWidth float32 = 300

// askName asks for a name and tells it to named once nothing is wrong with it.
func (b *Bar) askName(title, name, ok string, check func(string) (trouble, again string), named func(string)) {
	n := &namer{check: check, named: named}
	n.entry = widgets.NewNameEntry(name)
	n.entry.OnPaste = func(text string) string { return redact.Text(text) } // no key ends up in a name or a list
	n.trouble = widgets.NewQuietLabel("")
	n.trouble.SetLines(0)
	n.trouble.SetTone(widgets.ToneFailed)
	n.trouble.Hide()
	n.ok = widgets.NewQuietButton(ok, n.done)
	cancel := widgets.NewQuietButton("Cancel", func() { n.popover.Hide() })
	n.column = newColumn(namerWidth, []row{
		{o: widgets.NewQuietLabel(title)},
		{o: n.entry, gap: darkroom.Space4},
		{o: n.trouble, gap: darkroom.Space4, wraps: true},
		{o: newLine(n.ok, cancel), gap: darkroom.Space12},
	})
	n.popover = widgets.NewPopover(n.column.box)
	n.entry.OnSubmitted = func(string) { n.done() }
	n.entry.OnCancelled = n.popover.Hide
	n.entry.OnChanged = func(string) { n.say("", ok) }
	n.popover.SetSize(fyne.NewSize(namerWidth, 0))
	n.popover.Show(b.kept.shape())
	b.focusOn(n.entry)
	n.entry.SelectAll()
}

func (n *namer) done() {
	name := cleanName(n.entry.Text)
	if name == "" {
		n.say("Write a name first.", n.ok.Text())
		return
	}
	if n.again != name {
		if trouble, again := n.check(name); trouble != "" {
			word := n.ok.Text()
			if again != "" {
				word = again
			}
			n.say(trouble, word)
			if again != "" {
				n.again = name
			}
			return
		}
	}
	n.popover.Hide()
	n.named(name)
}

// say says what is wrong and what the button does then.
func (n *namer) say(trouble, ok string) {
	n.again = ""
	n.trouble.SetText(trouble)
	n.trouble.Hidden = trouble == ""
	n.ok.SetText(ok)
	n.column.place()
	n.popover.Refresh()
}
