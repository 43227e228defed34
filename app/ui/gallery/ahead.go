package gallery

import (
	"context"

	"lookbook/app/library"
	"lookbook/app/ui/message"
)

// typeAhead moves to the next picture whose prompt starts with the typed text.
type typeAhead struct {
	params   *Params
	pictures *Pictures
	say      func(words string)
	from     int64 // picture from which the search continues; 0: the first
	stop     context.CancelFunc
}

// typed handles the text typed so far; "": typing has ended.
func (t *typeAhead) typed(prefix string) {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if prefix == "" {
		t.from = 0
		t.say("")
		return
	}
	if !t.pictures.scope.all() {
		return // all prompts of one job are equal
	}
	t.say(message.T("gallery.ahead", message.With{"Text": prefix}))
	if t.from == 0 { // the search starts here; more letters narrow it down
		if img, held := t.pictures.Current(); held {
			t.from = img.ID
		}
	}
	own, stop := context.WithCancel(context.Background())
	t.stop = stop
	filter, after := library.ImageFilter{Query: t.pictures.scope.query}, t.from
	t.params.Run(func(ctx context.Context) func() {
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		id, found, err := t.params.Queries.FindAhead(own, filter, prefix, after)
		return func() {
			switch {
			case own.Err() != nil && ctx.Err() == nil && err != nil: // more was typed meanwhile
			case err != nil:
				t.params.Failed(err)
			case found:
				t.pictures.Reveal(id)
			default:
				t.say(message.T("gallery.ahead.none", message.With{"Text": prefix}))
			}
		}
	})
}
