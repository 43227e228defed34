package message

import (
	"errors"

	"lookbook/app/promptfile"
	"lookbook/app/request/variations"
)

// promptFile says what is wrong with a file of prompts; "": it is another error.
func promptFile(err error) string {
	if e, ok := errors.AsType[*promptfile.RowError](err); ok {
		return T("prompts.row", With{"Line": e.Line, "Why": Unplanned(e.Err)})
	}
	if e, ok := errors.AsType[*variations.TooManyError](err); ok {
		return Unplanned(e)
	}
	e, ok := errors.AsType[*promptfile.Error](err)
	if !ok {
		return ""
	}
	with := With{"Line": e.Line, "Given": e.Given, "Most": Number(e.Max)}
	switch e.Code {
	case promptfile.Large:
		with["Most"] = Bytes(uint64(e.Max))
	case promptfile.BadCell:
		with["Field"], with["Why"] = Field(e.Field), Wrong(e.Field, e.Why)
	}
	return T("prompts.fault."+string(e.Code), with)
}

// Unplanned says why a prompt or a list of values makes no plan; "": it is another
// error.
func Unplanned(err error) string {
	if many, ok := errors.AsType[*variations.TooManyError](err); ok {
		key := "params.too_many"
		jobs, about := many.Amount()
		if about {
			key = "params.too_many.about"
		}
		return T(key, With{"Jobs": jobs, "Most": Number(variations.MaxJobs)})
	}
	wrong, ok := errors.AsType[*variations.Error](err)
	if !ok {
		return ""
	}
	words := Wrong(wrong.Field, wrong.Why)
	if wrong.Column > 0 {
		words = N("params.wrong.at", wrong.Column, With{"Why": words})
	}
	if wrong.List != "" {
		words = T("params.wrong.list", With{"Name": wrong.List, "Line": wrong.Line, "Why": words})
	}
	return words
}
