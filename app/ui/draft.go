package ui

import (
	"log/slog"

	"lookbook/app/edit"
	"lookbook/app/ui/params"
)

// startDraft returns the draft of the last run; nil: there is none.
func startDraft(stored []byte) *params.State {
	if len(stored) == 0 {
		return nil
	}
	state, err := params.ParseState(stored)
	if err != nil || tooLong(state.Config) != nil {
		return nil // a broken draft must not prevent the start
	}
	return &state
}

// draftOf returns a function that records the panel's state as the draft. That
// function may be called on any goroutine.
func draftOf(draft *edit.Draft, log *slog.Logger) func(params.State) {
	return func(s params.State) {
		draft.Change(s, func() { log.Debug("draft stored", "prompt_bytes", len(s.Config.Prompt)) })
	}
}
