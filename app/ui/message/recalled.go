package message

import (
	"lookbook/app/media/recall"
	"lookbook/app/request"
)

// NotMapped lists what a picture says and a request can't, one item per line.
func NotMapped(r recall.Recalled) (lines []string) {
	for _, note := range r.NotMapped {
		name := note.Name
		if note.Code == recall.Field || note.Code == recall.SeedLarge {
			name = Field(request.Field(name))
		}
		lines = append(lines, T("recall.note."+string(note.Code), With{"Name": name, "Value": note.Value}))
	}
	if r.Unread != nil {
		lines = append(lines, T("recall.unread", With{"Why": Error(r.Unread)}))
	}
	return lines
}
