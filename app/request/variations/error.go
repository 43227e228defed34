package variations

import (
	"fmt"
	"math/big"

	"github.com/dustin/go-humanize"

	"lookbook/app/request"
)

// Error says what is wrong with a prompt or with a list of values, and where.
type Error struct {
	Field  request.Field
	Column int // in characters from 1, counting line ends too; 0 when it is about the whole text
	Why    request.Why
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s, character %d: %s", e.Field, e.Column, e.Why.Code)
}

// What is wrong with a prompt or with a list of values.
const (
	LongPrompt    request.Code = "long_prompt"
	LongForJobs   request.Code = "long_for_jobs" // Given: the jobs
	ClosesNothing request.Code = "closes_nothing"
	NeverClosed   request.Code = "never_closed"
	TooDeep       request.Code = "too_deep" // Max
	NotVaried     request.Code = "not_varied"
	VariedTwice   request.Code = "varied_twice"
	LongList      request.Code = "long_list"
	MissingValue  request.Code = "missing_value"
	NeitherOnOff  request.Code = "neither_on_off"
	NoRange       request.Code = "no_range"
	StepOfZero    request.Code = "step_of_zero"
	NotWhole      request.Code = "not_whole"
)

// TooManyError says that a plan has more jobs than are sent at once.
type TooManyError struct {
	Jobs *big.Int // exactly
}

func (e *TooManyError) Error() string {
	jobs, about := e.Amount()
	if about {
		jobs = "about " + jobs
	}
	return fmt.Sprintf("This makes %s jobs, and at most %s can be sent at once.", jobs, humanize.Comma(MaxJobs))
}

// longest is how many digits of a number are written out.
const longest = 15

// Amount is the number of jobs as it is written, exactly or about.
func (e *TooManyError) Amount() (jobs string, about bool) {
	digits := e.Jobs.String()
	if len(digits) <= longest {
		return humanize.BigComma(e.Jobs), false
	}
	return fmt.Sprintf("%s.%s × 10^%d", digits[:1], digits[1:2], len(digits)-1), true
}
