package api

import (
	"errors"
	"time"
)

// Form is the form of an answer that explains nothing.
type Form string

// The forms of answers without words.
const (
	FormEmpty       Form = "empty"
	FormPage        Form = "page"     // an HTML page; Title is the page's title
	FormBroken      Form = "broken"   // cut off, or not readable
	FormUnexplained Form = "nothing"  // readable, but without an explanation
	FormRedirect    Form = "redirect" // a redirect; Title is its target
)

// Wordless describes an answer in which the service explains nothing.
type Wordless struct {
	Form  Form // "": the service does explain it
	Title string
}

// Lack is the reason why there was no answer.
type Lack string

// The reasons. The fields of Trouble that are set come behind each; Detail is
// the system's text.
const (
	LackStopped     Lack = "stopped"
	LackLate        Lack = "late"        // After
	LackSilent      Lack = "silent"      // After: the host sent nothing for so long
	LackSlow        Lack = "slow"        // After: it took longer than this
	LackName        Lack = "name"        // Name: could not be resolved
	LackCertificate Lack = "certificate" // Detail
	LackHTTPS       Lack = "https"       // the host doesn't support it
	LackRefused     Lack = "refused"     // Detail
	LackBroken      Lack = "broken"      // Detail
	LackProxy       Lack = "proxy"       // Detail: the proxy was not reached, or refused
)

// Trouble is why there was no answer, with the parameters of its sentence.
type Trouble struct {
	Lack   Lack // "": only Detail is known
	Name   string
	After  time.Duration // 0: unknown
	Detail string
}

// Trouble returns why there was no answer. Only an ErrNoAnswer has a reason.
func (e *Error) Trouble() Trouble {
	if c, ok := errors.AsType[*cause](e.Err); ok {
		return c.trouble
	}
	return Trouble{}
}
