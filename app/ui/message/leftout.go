package message

import (
	"strings"

	"lookbook/app/library"
	"lookbook/app/request"
)

// leftOut lists what of a request was not kept.
func leftOut(parts []library.LeftOut) string {
	var list []string
	for _, p := range parts {
		with := With{"Field": Field(request.Field(p.Field)), "Size": Bytes(uint64(max(p.Bytes, 0)))}
		switch {
		case p.Text != "":
			list = append(list, p.Text)
		case p.Field == "" && p.Count == 0:
			list = append(list, T("left.out.request"))
		case p.Field == "":
			list = append(list, N("left.out.fields", p.Count))
		case p.Count > 0:
			list = append(list, N("left.out.count", p.Count, with))
		default:
			list = append(list, T("left.out.size", with))
		}
	}
	return strings.Join(list, ", ")
}
