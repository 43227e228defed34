package picture

import (
	"strings"

	"lookbook/app/library"
)

// Why says in half a sentence why a picture is not saved, to stand behind a
// colon; empty when it is not known.
func Why(p *library.Problem) string {
	if p == nil {
		return ""
	}
	why := strings.TrimRight(p.Message, ". ")
	return strings.TrimPrefix(why, "not saved, because ")
}
