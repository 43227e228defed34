package message

import (
	"net/http"
	"strconv"
	"strings"

	"lookbook/api"
	"lookbook/app/cause"
	"lookbook/app/library"
	"lookbook/app/request"
)

// Reason is why something did not work, as a clause without the words of the
// service or the system: those stand under Details.
func Reason(p *library.Problem) string {
	if p == nil {
		return ""
	}
	c := p.Cause
	if c.Why != nil && (c.Code == cause.Unsent || c.Code == cause.Unsaved) {
		c = *c.Why
	}
	if c.IsZero() { // of an earlier version: its message is all there is
		return Why(p)
	}
	return Cause(c)
}

// CodeOf is the code of why something did not work.
func CodeOf(p *library.Problem) cause.Code {
	switch {
	case p == nil:
		return ""
	case p.Cause.Why != nil && (p.Cause.Code == cause.Unsent || p.Cause.Code == cause.Unsaved):
		return p.Cause.Why.Code
	}
	return p.Cause.Code
}

// Details is what the service or the system said of a problem, word for word, a
// line each: for who wants to know more than the sentence says.
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
		said = Cause(p.Detail)
	}
	for _, f := range p.Fields {
		line := f.Message
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

// Fields names the fields that a service complained about, as the panel does.
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
