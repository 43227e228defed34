package message

import "lookbook/app/servicecheck"

// Checked says what a result means, and what to do next; "": nothing.
func Checked(r servicecheck.Result) (words, next string) {
	if r.Code == "" {
		return "", ""
	}
	with := With{
		"Spelling": r.Facts.Spelling, "Pages": r.Facts.Pages, "Host": r.Facts.Host, "Status": r.Facts.Status,
		"Ahead": Span(r.Facts.Ahead), "Free": Bytes(r.Facts.Free), "Folder": r.Facts.Folder,
	}
	words = T("check."+r.Code, with)
	if countedChecks[r.Code] {
		words = N("check."+r.Code, r.Facts.Fields, with)
	}
	if key := "check." + r.Code + ".next"; Known(key) {
		next = T(key, with)
	}
	return words, next
}

// countedChecks are the codes whose sentence has a plural.
var countedChecks = map[string]bool{"description.good": true}
