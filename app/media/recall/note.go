package recall

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lookbook/api"
)

// Code is the kind of something that was not taken over.
type Code string

// The codes. The parameters of their sentences are behind each.
const (
	Field          Code = "field"           // Name, Value: as written by the program
	Option         Code = "option"          // Name, Value: of a command
	Node           Code = "node"            // Name; Value: its inputs, if any
	WorkedOut      Code = "worked.out"      // Name: of the node that computes a value
	TooManyLinks   Code = "too.many.links"  // links were not followed
	FromPicture    Code = "from.picture"    // the picture was made from another one
	SeedLarge      Code = "seed.large"      // Value: larger than the service accepts
	SamplerKept    Code = "sampler.kept"    // Value: the service may not know it
	SamplerNearest Code = "sampler.nearest" // Value; Name: the scheduler that was used
	PromptSecond   Code = "prompt.second"   // Value
	NegativeSecond Code = "negative.second" // Value
	PromptJoined   Code = "prompt.joined"   // of several texts
	NegativeJoined Code = "negative.joined" // the same
	OtherEncoder   Code = "encoder.other"   // Value: a text for another encoder
	Behind         Code = "behind"          // Value: text after the parameters
	Credentials    Code = "credentials"     // C2PA's, which are not read
	More           Code = "more"            // further notes were left out
)

// Note is something in a picture that a request can't express.
type Note struct {
	Code        Code
	Name, Value string // one line each
}

// note adds a note, without duplicates.
func (m *mapping) note(code Code, name, value string) {
	n := Note{Code: code, Name: api.PlainText(name, maxShown/2)}
	n.Value = api.PlainText(value, maxShown-2-utf8.RuneCountInString(n.Name))
	if len(m.NotMapped) >= maxNotMapped || slices.Contains(m.NotMapped, n) {
		return
	}
	if len(m.NotMapped) == maxNotMapped-1 {
		n = Note{Code: More}
	}
	m.NotMapped = append(m.NotMapped, n)
}

// miss notes a field without a counterpart.
func (m *mapping) miss(name, value string) { m.missed(Field, name, value) }

// missed notes a value, unless it is empty.
func (m *mapping) missed(code Code, name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		m.note(code, name, value)
	}
}
