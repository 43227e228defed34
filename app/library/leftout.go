package library

import (
	"encoding/json"
	"fmt"

	"lookbook/api"
)

// LeftOutField is the field of a request that says what of it was not kept.
const LeftOutField = "left_out_by_lookbook"

// LeftOut is a part of a request that was too long to be kept. One without a
// field and a count is the whole request, one without a field other fields.
type LeftOut struct {
	Field string `json:"field,omitempty"`
	Bytes int    `json:"bytes,omitempty"`
	Count int    `json:"count,omitempty"`
	Text  string `json:"text,omitempty"` // an earlier version's words for all of it
}

// LeftOutOf is what of a request was too long to be kept, nil for nothing. Such a
// request is shown and never sent, for it would be another one.
func LeftOutOf(c api.Config) []LeftOut {
	raw, some := c.Unknown[LeftOutField]
	if !some {
		return nil
	}
	var parts []LeftOut
	if json.Unmarshal(raw, &parts) == nil && len(parts) > 0 {
		return parts
	}
	whole := LeftOut{}
	_ = json.Unmarshal(raw, &whole.Text) // anything else says nothing more
	return []LeftOut{whole}
}

// LeftOutError tells that a request can't be sent: it is not whole.
type LeftOutError struct{ Parts []LeftOut }

func (e *LeftOutError) Error() string { return fmt.Sprintf("the request is not whole: %+v", e.Parts) }
