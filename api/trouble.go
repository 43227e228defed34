package api

import (
	"errors"
	"time"
)

// Form is what an answer was that says nothing itself.
type Form string

// The forms of answers without words.
const (
	FormEmpty       Form = "empty"
	FormPage        Form = "page"     // an HTML page; Title is its own
	FormBroken      Form = "broken"   // cut off, or not in a form that can be read
	FormUnexplained Form = "nothing"  // in good form, without an explanation
	FormRedirect    Form = "redirect" // to Title, an address
)

// Wordless is an answer in which the service says nothing.
type Wordless struct {
	Form  Form // "": it does say something
	Title string
}

// Lack is what kept an answer away.
type Lack string

// What keeps answers away. Detail is what the system says.
const (
	LackStopped     Lack = "stopped"
	LackLate        Lack = "late"        // After
	LackSilent      Lack = "silent"      // the host sent nothing for After
	LackSlow        Lack = "slow"        // it took longer than After
	LackName        Lack = "name"        // Name could not be looked up
	LackCertificate Lack = "certificate" // Detail
	LackHTTPS       Lack = "https"       // the host does not speak it
	LackRefused     Lack = "refused"     // Detail
	LackBroken      Lack = "broken"      // Detail
)

// Trouble is what kept an answer away, with what its words need.
type Trouble struct {
	Lack   Lack // "": only Detail is known
	Name   string
	After  time.Duration // 0: not known
	Detail string
}

// Trouble returns what kept the answer away; only an ErrNoAnswer has one.
func (e *Error) Trouble() Trouble {
	if c, ok := errors.AsType[*cause](e.Err); ok {
		return c.trouble
	}
	return Trouble{}
}
