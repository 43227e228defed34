package message

import (
	"errors"
	"strings"

	"lookbook/app/media/naming"
)

// Template says what is wrong with a template of file names that may have these
// words, and where.
func Template(err error, words []string) string {
	wrong, ok := errors.AsType[*naming.TemplateError](err)
	if !ok {
		return T("preferences.names.failed", With{"Why": Error(err)})
	}
	why := T("preferences.names.fault."+string(wrong.Fault), With{
		"What": wrong.What, "Word": inBraces(wrong.What), "Words": inBraces(strings.Join(words, "}, {")),
	})
	return T("preferences.names.wrong", With{"Why": why, "Column": wrong.Column()})
}

func inBraces(words string) string { return "{" + words + "}" }
