package params

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/dustin/go-humanize"

	"lookbook/app/request"
	"lookbook/app/ui/arrange"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// head is what stands above the fields: the title with the presets, and what
// there is to say about where the fields' values came from.
type head struct {
	presetMenu *widgets.QuietButton
	recent     *widgets.CornerButton
	note       *widgets.Banner
	noteBox    *fyne.Container
}

func (p *Pane) buildHead() fyne.CanvasObject {
	p.presetMenu = widgets.NewQuietButton("Presets ▾", p.showPresetMenu)
	show(p.presetMenu, p.params.Presets != nil)
	p.note = widgets.NewBanner(widgets.BannerInfo, "")
	p.note.SetOnDismissed("Dismiss", p.Hush)
	p.noteBox = arrange.Inset(darkroom.Space8, 0, darkroom.Space4, p.note)
	p.noteBox.Hide()
	return arrange.Stack(0, widgets.NewPaneTitle(widgets.NewTitle("Request"), p.presetMenu), p.noteBox)
}

// Say puts a line above the fields that can be dismissed: what was taken over
// and what was not. It stays until another takes its place, it is dismissed,
// or other parameters are shown.
func (p *Pane) Say(kind widgets.BannerKind, words string, actions ...widgets.Action) {
	p.note.SetContent(kind, words, actions...)
	p.noteBox.Show()
	p.content.Refresh()
}

// sayTooLong says why a paste was not taken.
func (p *Pane) sayTooLong(runes int) {
	p.Say(widgets.BannerFailed, fmt.Sprintf("This was not pasted: it is %s characters long, and a prompt has at most %s.",
		humanize.Comma(int64(runes)), humanize.Comma(request.MaxPromptChars)))
}

// Hush takes away what Say said.
func (p *Pane) Hush() {
	if p.noteBox.Visible() {
		p.noteBox.Hide()
		p.content.Refresh()
	}
}

func (p *Pane) showPresetMenu() {
	popUp(p.params.Presets(), p.presetMenu)
}

// popUp shows a menu beneath a control.
func popUp(menu *fyne.Menu, below fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(below)
	if c == nil || len(menu.Items) == 0 {
		return
	}
	widget.NewPopUpMenu(menu, c).ShowAtRelativePosition(fyne.NewPos(0, below.Size().Height), below)
}

// buildRecent is the button at the prompt's corner that offers what was
// written before.
func (p *Pane) buildRecent(prompt *widgets.Field) fyne.CanvasObject {
	p.recent = widgets.NewCornerButton(theme.HistoryIcon(), "Prompts you used before", func() { p.params.OnRecent() })
	if p.params.OnRecent == nil {
		return prompt
	}
	return arrange.Corner(-3, prompt, p.recent)
}

// SetPrompt replaces the prompt, which the user can take back, and puts the
// cursor at its end.
func (p *Pane) SetPrompt(text string) {
	p.prompt.SetText(text)
	p.FocusPrompt()
	end := len([]rune(text))
	p.prompt.Replace(text, end, end)
}

// toggleLock keeps the proportion of the sides, or lets go of it.
func (p *Pane) toggleLock() {
	p.edit(func() { p.draft.SetLocked(!p.draft.Locked()) })
	p.fillLock()
}

func (p *Pane) fillLock() {
	p.lock.SetOn(p.draft.Locked())
	tip := "Keep the proportions"
	if p.draft.Locked() {
		tip = "The proportions are kept"
	}
	p.lock.SetTip(tip)
}

// sideTyped takes a side; the other follows it where the two are locked.
func (p *Pane) sideTyped(side request.Field, n widgets.Number, ok bool) {
	if !ok || !n.Set {
		p.edit(func() { p.draft.Reject(side, side.Row().Expected()) }, side)
		return
	}
	p.edit(func() { p.draft.SetSide(side, int(n.Value)) }, side)
	if p.draft.Locked() {
		p.fillOther(side)
		p.updateErrors(side)
	}
}

// fillOther shows the side that followed, and leaves the one alone that is
// being typed.
func (p *Pane) fillOther(typed request.Field) {
	size := p.draft.Size()
	p.quietly(func() {
		if typed == request.Width {
			p.height.SetValue(whole(size.Height))
		} else {
			p.width.SetValue(whole(size.Width))
		}
	})
}
