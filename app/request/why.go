package request

// Why says what is amiss with a field. The window has the words for each code.
type Why struct {
	Code     Code
	Given    string // what stands there, or how much of it
	Min, Max string // what would do
	Step     string
}

// Code is what is amiss.
type Code string

// What keeps a field from being sent.
const (
	NoPrompt  Code = "no_prompt"
	NoModel   Code = "no_model"
	NoText    Code = "no_text"
	NoValue   Code = "no_value"
	NoNumber  Code = "no_number" // Min, Max
	NoSize    Code = "no_size"   // Min, Max
	NoSeed    Code = "no_seed"   // Max
	NoTag     Code = "no_tag"    // Given: the line
	OtherKind Code = "other_kind"
)

// What is unusual about a field and can be sent.
const (
	OutOfRange  Code = "out_of_range" // Min, Max
	OffGrid     Code = "off_grid"     // Step, and the sides below and above it
	LongText    Code = "long_text"
	HasNUL      Code = "nul"
	TwoModels   Code = "two_models"
	NoAddress   Code = "no_address"
	ManyTags    Code = "many_tags" // Max
	NamelessTag Code = "nameless_tag"
	LongTag     Code = "long_tag" // Max
)
