package ui

import (
	"lookbook/app/ui/message"
	"lookbook/widgets"
)

// giveWords gives widgets their words in the language of this run.
func giveWords() {
	widgets.SetWords(widgets.Words{
		NumberMissing:  message.T("widgets.number.missing"),
		NumberTooLarge: message.T("widgets.number.large"),
		NumberNotWhole: message.T("widgets.number.whole"),
		NumberUnread:   message.T("widgets.number.unread"),
		NumberRange: func(least, most string) string {
			return message.T("widgets.number.range", message.With{"Least": least, "Most": most})
		},
		NumberDecimals: func(most int) string { return message.N("widgets.number.decimals", most) },
		ShowAll:        func(size string) string { return message.T("widgets.show.all", message.With{"Size": size}) },
		CopyAll:        message.T("widgets.copy.all"),
		LeftOut:        func(size string) string { return message.T("widgets.left.out", message.With{"Size": size}) },
		Rating:         message.T("access.rating"),
	})
}
