package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/dustin/go-humanize"

	"lookbook/api"
	"lookbook/app/library"
	"lookbook/app/request"
)

const (
	// mostLines is how many lines a text of the panel may have. The toolkit
	// takes a time that grows with their square: 0.15 s for 2,500, two seconds
	// for 10,000. No prompt has a hundred.
	mostLines = 2000

	// mostInLine is how many characters a field of one line may have. It is
	// drawn as one picture, and graphics hardware ends at 16,384 pixels. Web
	// addresses have up to 2,000.
	mostInLine = 2000

	// mostTags is how many tags the panel shows: far more than can be sent, so
	// that a request with a few too many can still be put right there.
	mostTags = 20 * request.MaxTags
)

// tooLong says which part of a request from elsewhere is longer than any that
// can be sent, and than the panel can show; nil for none. It takes a few
// milliseconds for a request of 20 MB.
func tooLong(c api.Config) error {
	if what, some := library.LeftOut(c); some {
		return &library.LeftOutError{What: what}
	}
	if n := len(c.Tags); n > mostTags {
		return fmt.Errorf("%s: these are %s; at most %d can be sent", request.Tags.Label(), humanize.Comma(int64(n)), request.MaxTags)
	}
	for _, row := range request.Rows() {
		text, most, verb := row.Get(c), mostInLine, "can be shown"
		switch row.Kind {
		case request.KindWhole, request.KindDecimal, request.KindSwitch:
			continue
		case request.KindPrompt, request.KindTags:
			most, verb = request.MaxPromptChars, "can be sent"
		}
		if n := utf8.RuneCountInString(text); n > most {
			return fmt.Errorf("%s: this is %s characters long; at most %s %s",
				row.Label, humanize.Comma(int64(n)), humanize.Comma(int64(most)), verb)
		}
		if n := strings.Count(text, "\n"); n > mostLines {
			return fmt.Errorf("%s: these are %s lines; at most %s can be shown",
				row.Label, humanize.Comma(int64(n)), humanize.Comma(mostLines))
		}
	}
	rest := 0
	for name, value := range c.Unknown {
		if rest += len(name) + len(value); rest > api.MaxRequestBytes {
			return fmt.Errorf("the field “%s” makes this longer than a request can be", api.PlainText(name, 40))
		}
	}
	return nil
}
