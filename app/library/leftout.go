package library

import (
	"encoding/json"
	"fmt"

	"lookbook/api"
)

// LeftOutField is the field of a stored request that lists its parts that were
// too long to keep.
const LeftOutField = "left_out_by_lookbook"

// LeftOut is a part of a request that was too long to keep. Without a field it
// stands for other fields; without a field and a count, for the whole request.
type LeftOut struct {
	Field string `json:"field,omitempty"`
	Bytes int    `json:"bytes,omitempty"`
	Count int    `json:"count,omitempty"`
	Text  string `json:"text,omitempty"` // the sentence of an earlier version for all parts
}

// LeftOutOf returns the parts of a request that were too long to keep; nil: it is complete. An
// incomplete request is shown but never sent, because it would be a different one.
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
	_ = json.Unmarshal(raw, &whole.Text) // any other form says nothing more
	return []LeftOut{whole}
}

// LeftOutError says that a request is incomplete and therefore can't be sent.
type LeftOutError struct{ Parts []LeftOut }

func (e *LeftOutError) Error() string { return fmt.Sprintf("the request is not whole: %+v", e.Parts) }
