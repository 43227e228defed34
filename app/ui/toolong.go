package ui

import (
	"fmt"
	"unicode/utf8"

	"github.com/dustin/go-humanize"

	"lookbook/api"
	"lookbook/app/compose"
)

// tooLong says which text of a request from elsewhere is longer than any that
// can be sent, and than the panel can show; nil for none.
func tooLong(c api.Config) error {
	for _, text := range []struct {
		field compose.Field
		value string
	}{
		{compose.Prompt, c.Prompt},
		{compose.Negative, c.NegativePrompt},
		{compose.CheckpointID, c.CheckpointID},
		{compose.BaseModel, c.BaseModel},
		{compose.ModelType, c.ModelType},
		{compose.Scheduler, c.SchedulerType},
		{compose.OutputFormat, c.OutputFormat},
		{compose.Tags, compose.FormatTags(c.Tags)},
		{compose.Callback, c.Callback},
	} {
		if n := utf8.RuneCountInString(text.value); n > api.MaxPromptChars {
			return fmt.Errorf("%s: this is %s characters long; at most %s can be sent",
				text.field.Label(), humanize.Comma(int64(n)), humanize.Comma(api.MaxPromptChars))
		}
	}
	return nil
}
