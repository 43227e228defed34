package request

// Why says what is wrong with a field or unusual about it. The window has the
// words for each code.
type Why struct {
	Code     Code
	Given    string // the value, or its length
	Min, Max string // the accepted range
	Step     string
}

// Code is the kind of fault.
type Code string

// Faults that keep a field from being sent. The parameters are behind each.
const (
	NoPrompt  Code = "no_prompt"
	NoModel   Code = "no_model"
	NoText    Code = "no_text"
	NoValue   Code = "no_value"
	NoNumber  Code = "no_number" // Min, Max
	NoSize    Code = "no_size"   // Min, Max
	NoSeed    Code = "no_seed"   // Max
	NoTag     Code = "no_tag"    // Given: the line's number
	OtherKind Code = "other_kind"
)

// Unusual values, which can be sent. The parameters are behind each.
const (
	OutOfRange  Code = "out_of_range" // Min, Max
	OffGrid     Code = "off_grid"     // Step; Min and Max are the nearest multiples
	LongText    Code = "long_text"
	HasNUL      Code = "nul"
	TwoModels   Code = "two_models"
	NoAddress   Code = "no_address"
	ManyTags    Code = "many_tags" // Max
	NamelessTag Code = "nameless_tag"
	LongTag     Code = "long_tag" // Max
)
