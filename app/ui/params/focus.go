package params

import (
	"fyne.io/fyne/v2"

	"lookbook/app/request"
)

// PromptTarget is what takes the keyboard when the prompt is to have it, for a
// window whose content has not been painted yet.
func (p *Pane) PromptTarget() fyne.Focusable { return p.places[request.Prompt].focus }
