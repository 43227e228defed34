package message

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/request"
)

// Reason says why something failed, as a clause without the words of the
// service or the system, which are shown under Details.
func Reason(p *library.Problem) string {
	if p == nil {
		return ""
	}
	c := p.Cause
	if c.Why != nil && (c.Code == cause.Unsent || c.Code == cause.Unsaved) {
		c = *c.Why
	}
	switch {
	case !c.IsZero():
		return Cause(c)
	case !p.Detail.IsZero():
		return Cause(p.Detail)
	}
	// The service's own words, or those of an earlier version.
	said := strings.TrimRight(p.Message, ". ")
	return strings.TrimPrefix(strings.TrimPrefix(said, "not sent: "), "not saved, because ")
}

// CodeOf returns the code of the reason.
func CodeOf(p *library.Problem) cause.Code {
	switch {
	case p == nil:
		return ""
	case p.Cause.Why != nil && (p.Cause.Code == cause.Unsent || p.Cause.Code == cause.Unsaved):
		return p.Cause.Why.Code
	}
	return p.Cause.Code
}

// Details returns the literal words of the service or the system about a
// problem, one per line.
func Details(p *library.Problem) string {
	if p == nil {
		return ""
	}
	var lines []string
	if p.Status != 0 {
		lines = append(lines, T("details.status", With{"Status": strings.TrimSpace(strconv.Itoa(p.Status) + " " + http.StatusText(p.Status))}))
	}
	said := strings.TrimSpace(p.Message)
	if !p.Detail.IsZero() {
		said = inWords(p.Detail, true)
	}
	if word := inWords(p.Cause, true); said == "" && word != Cause(p.Cause) {
		said = word
	}
	for _, f := range p.Fields {
		line := Complaint(f)
		if name := f.Field(); name != "" {
			line = name + ": " + line
		}
		if !strings.Contains(said, line) {
			lines = append(lines, line)
		}
	}
	if said != "" && said != Reason(p) {
		lines = append(lines, said)
	}
	return strings.Join(lines, "\n")
}

// Complaint is what the service says about a field.
func Complaint(f api.FieldError) string { return cmp.Or(f.Message, T("refused.field")) }

// Fields names the fields that the service complained about, as the panel does.
func Fields(complaints []api.FieldError) string {
	var names []string
	for _, f := range complaints {
		name := f.Field()
		if name == "" {
			continue
		}
		if name = Field(request.Field(name)); !strings.Contains(strings.Join(names, "\n")+"\n", name+"\n") {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
