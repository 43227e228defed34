package variations

import (
	"fmt"
	"math/big"

	"github.com/dustin/go-humanize"

	"lookbook/app/request"
)

// Error says what is wrong with a prompt or a list of values, and where.
type Error struct {
	Field  request.Field
	Column int // in runes from 1, counting line feeds; 0: the whole text
	Why    request.Why
	// List is the list that has the fault, in Line; "": the text itself has it.
	List string
	Line int
}

func (e *Error) Error() string {
	if e.List != "" {
		return fmt.Sprintf("%s, list %s, line %d, character %d: %s", e.Field, e.List, e.Line, e.Column, e.Why.Code)
	}
	return fmt.Sprintf("%s, character %d: %s", e.Field, e.Column, e.Why.Code)
}

// Faults of a prompt or a list of values. The parameters are behind some.
const (
	LongPrompt    request.Code = "long_prompt"
	LongForJobs   request.Code = "long_for_jobs" // Given: the number of jobs
	ClosesNothing request.Code = "closes_nothing"
	NeverClosed   request.Code = "never_closed"
	TooDeep       request.Code = "too_deep" // Max
	TooManyTexts  request.Code = "too_many_texts"
	Weight        request.Code = "weight"       // Given
	Variable      request.Code = "variable"     // Given
	BadPick       request.Code = "bad_pick"     // a $$ that says nothing
	PickTooMany   request.Code = "pick_many"    // Given of Max
	PickFromMany  request.Code = "pick_from"    // Max
	PickBackwards request.Code = "pick_back"    // Min, Max
	NoLists       request.Code = "no_lists"     // Given: the name; there is no folder
	NoList        request.Code = "no_list"      // Given: the name
	EmptyList     request.Code = "empty_list"   // Given
	UnreadList    request.Code = "unread_list"  // Given
	LongListFile  request.Code = "long_file"    // Given; Max, in lines
	LargeListFile request.Code = "large_file"   // Given; Max, in bytes
	NoTextList    request.Code = "no_text_list" // Given: its encoding isn't known
	ListCycle     request.Code = "list_cycle"   // Given
	NotVaried     request.Code = "not_varied"
	VariedTwice   request.Code = "varied_twice"
	LongList      request.Code = "long_list"
	MissingValue  request.Code = "missing_value"
	NeitherOnOff  request.Code = "neither_on_off"
	NoRange       request.Code = "no_range"
	StepOfZero    request.Code = "step_of_zero"
	NotWhole      request.Code = "not_whole"
)

// TooManyError says that a plan has more than MaxJobs jobs.
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

// longest bounds the digits of a number that is written in full.
const longest = 15

// Amount is the number of jobs as text; about: it was rounded.
func (e *TooManyError) Amount() (jobs string, about bool) {
	digits := e.Jobs.String()
	if len(digits) <= longest {
		return humanize.BigComma(e.Jobs), false
	}
	return fmt.Sprintf("%s.%s × 10^%d", digits[:1], digits[1:2], len(digits)-1), true
}
