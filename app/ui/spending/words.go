package spending

import (
	"strings"

	"lookbook/app/ui/message"
	"lookbook/widgets"
)

func note(words string) *widgets.Label {
	label := widgets.NewQuietLabel(words)
	label.SetLines(0)
	label.SetMinWidth(0)
	return label
}

// sentence says what is wrong with what was typed; "" for nil.
func sentence(err error) string {
	if err == nil {
		return ""
	}
	return message.T("prices.wrong", message.With{"Why": message.Error(err)})
}

// clean keeps a model type to one short word.
func clean(text string) string {
	const most = 64
	text = strings.Join(strings.Fields(text), "-")
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}
