package searchbar

import (
	"fyne.io/fyne/v2"

	"lookbook/api/redact"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// namer asks for a name in a popover, and returns it once nothing is wrong with it.
type namer struct {
	popover *widgets.Popover
	entry   *widgets.NameEntry
	trouble *widgets.Label
	ok      *widgets.QuietButton
	column  *column
	// check says what is wrong with a name, and the button text to accept it
	// nevertheless; "": it can't be accepted.
	check func(name string) (trouble, instead string)
	named func(string)
	again string // the name that was warned about
}

// namerWidth is the width of the popover's content, in Fyne's pixels.
const namerWidth float32 = 300

func newNamer(title, ok, name string) *namer {
	n := &namer{}
	n.entry = widgets.NewNameEntry(name)
	n.entry.OnPaste = func(text string) string { return redact.Text(text) } // keeps keys out of names and lists
	n.trouble = widgets.NewQuietLabel("")
	n.trouble.SetLines(0)
	n.trouble.SetTone(widgets.ToneFailed)
	n.trouble.Hide()
	n.ok = widgets.NewQuietButton(ok, n.done)
	cancel := widgets.NewQuietButton(message.T("searchbar.cancel"), func() { n.popover.Hide() })
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
	return n
}

func (n *namer) open(at fyne.CanvasObject, c *current) {
	n.popover.Show(at)
	c.focusOn(n.entry)
	n.entry.SelectAll()
}

func (n *namer) done() {
	name := cleanName(n.entry.Text)
	if name == "" {
		n.say(message.T("searchbar.name.missing"), n.ok.Text())
		return
	}
	if n.again != name {
		if trouble, instead := n.check(name); trouble != "" {
			word := n.ok.Text()
			if instead != "" {
				word = instead
			}
			n.say(trouble, word)
			if instead != "" {
				n.again = name
			}
			return
		}
	}
	n.popover.Hide()
	n.named(name)
}

// say says what is wrong and what the button then does.
func (n *namer) say(trouble, ok string) {
	n.again = ""
	n.trouble.SetText(trouble)
	n.trouble.Hidden = trouble == ""
	n.ok.SetText(ok)
	n.column.place()
	n.popover.Refresh()
}
