package recall

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lookbook/api"
)

// Code says what kind of thing was not taken over.
type Code string

// What was not taken over, with what its sentence needs.
const (
	Field          Code = "field"           // Name, Value: as the program wrote them
	Option         Code = "option"          // Name, Value: of a command
	Node           Code = "node"            // Name; Value are its inputs, if any
	WorkedOut      Code = "worked.out"      // a value that the node Name makes
	TooManyLinks   Code = "too.many.links"  // some values were not found
	FromPicture    Code = "from.picture"    // the picture was made from another one
	SeedLarge      Code = "seed.large"      // Value: more than the service takes
	SamplerKept    Code = "sampler.kept"    // Value: the service may not know it
	SamplerNearest Code = "sampler.nearest" // Value; Name is what was taken
	PromptSecond   Code = "prompt.second"   // Value
	NegativeSecond Code = "negative.second" // Value
	PromptJoined   Code = "prompt.joined"   // of several texts
	NegativeJoined Code = "negative.joined" // the same
	OtherEncoder   Code = "encoder.other"   // Value: a text for it
	Behind         Code = "behind"          // Value: what follows the parameters
	More           Code = "more"            // notes were left out
)

// Note is one thing that a picture says and a request can't.
type Note struct {
	Code        Code
	Name, Value string // one line each
}

// String is for the log and for tests.
func (n Note) String() string {
	text := n.Name
	if n.Code != Field {
		text = strings.TrimSpace(string(n.Code) + " " + n.Name)
	}
	if n.Value != "" {
		text += ": " + n.Value
	}
	return text
}

// note adds to what is not mapped, once.
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

// miss notes a field that has no counterpart.
func (m *mapping) miss(name, value string) { m.missed(Field, name, value) }

// missed notes a value, if there is one.
func (m *mapping) missed(code Code, name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		m.note(code, name, value)
	}
}
