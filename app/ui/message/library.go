package message

import (
	"time"

	"lookbook/app/library"
)

// Contents lists what a library holds.
func Contents(c library.Contents) string {
	return T("contents", With{
		"Pictures": N("contents.pictures", c.Pictures, With{"Marked": Number(c.Marked)}), "Jobs": N("contents.jobs", c.Jobs),
		"Presets": N("contents.presets", c.Presets), "Searches": N("contents.searches", c.Searches),
	})
}

// Replaced says that the library was damaged or gone; "": it was not. aside is the new name of the
// damaged one, restored is when the copy was made that replaced it, and holds is what is in that.
func Replaced(aside string, restored time.Time, holds library.Contents) string {
	switch {
	case !restored.IsZero():
		return T("library.restored", With{"File": aside, "Date": DateTime(restored.Local()), "Holds": Contents(holds)})
	case aside != "":
		return T("library.aside", With{"File": aside})
	}
	return ""
}
