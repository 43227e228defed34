package variations

import (
	"fmt"
	"math/big"

	"github.com/dustin/go-humanize"

	"lookbook/app/request"
)

// Error says what is wrong with a prompt or with a list of values, and where.
type Error struct {
	Field    request.Field
	Column   int    // in characters from 1, counting line ends too; 0 when it is about the whole text
	Sentence string // for people, without the place
}

func (e *Error) Error() string {
	if e.Column == 0 {
		return e.Sentence
	}
	return fmt.Sprintf("%s (%s, character %d)", e.Sentence, e.Field.Label(), e.Column)
}

// TooManyError says that a plan has more jobs than are sent at once.
type TooManyError struct {
	Jobs *big.Int // exactly
}

func (e *TooManyError) Error() string {
	return fmt.Sprintf("This makes %s jobs, and at most %s can be sent at once.", number(e.Jobs), humanize.Comma(MaxJobs))
}

// longest is how many digits of a number are written out.
const longest = 15

func number(n *big.Int) string {
	digits := n.String()
	if len(digits) <= longest {
		return humanize.BigComma(n)
	}
	return fmt.Sprintf("about %s.%s × 10^%d", digits[:1], digits[1:2], len(digits)-1)
}
