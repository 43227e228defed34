package ui

import (
	"strings"
	"unicode/utf8"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
	"lookbook/app/ui/message"
)

const (
	// mostLines bounds the lines of a text in the panel. The toolkit's time
	// grows with their square: 0.15 s for 2,500, two seconds for 10,000. Real
	// prompts have fewer than a hundred.
	mostLines = 2000

	// mostInLine bounds the characters of a field with one line. The line is
	// drawn as one picture, and graphics hardware is limited to 16,384 pixels.
	// Web addresses have up to 2,000.
	mostInLine = 2000

	// mostTags bounds the tags in the panel: far more than can be sent, so that
	// a request with a few too many can be corrected there.
	mostTags = 20 * request.MaxTags
)

// tooLong says which part of a request from elsewhere is longer than what can
// be sent, and than what the panel can show; nil: none. It takes a few
// milliseconds for a request of 20 MB.
func tooLong(c api.Config) error {
	if parts := library.LeftOutOf(c); parts != nil {
		return &library.LeftOutError{Parts: parts}
	}
	if n := len(c.Tags); n > mostTags {
		return message.Said(message.N("long.tags", n, message.With{"Most": request.MaxTags}))
	}
	for _, row := range request.Rows() {
		text, most, key := row.Get(c), mostInLine, "long.shown"
		switch row.Kind {
		case request.KindWhole, request.KindDecimal, request.KindSwitch:
			continue
		case request.KindPrompt, request.KindTags:
			most, key = request.MaxPromptChars, "long.sent"
		}
		if n := utf8.RuneCountInString(text); n > most {
			return message.Said(message.N(key, n, message.With{"Field": message.Field(row.Field), "Most": count(most)}))
		}
		if n := strings.Count(text, "\n"); n > mostLines {
			return message.Said(message.N("long.lines", n, message.With{"Field": message.Field(row.Field), "Most": count(mostLines)}))
		}
	}
	rest := 0
	for name, value := range c.Unknown {
		if rest += len(name) + len(value); rest > api.MaxRequestBytes {
			return message.Said(message.T("long.field", message.With{"Field": api.PlainText(name, 40)}))
		}
	}
	return nil
}

// count formats a number for people.
func count(n int) string { return message.Number(n) }
