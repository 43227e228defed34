package ui

import (
	"context"
	"slices"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/message"
)

// rejects hides the rejected pictures, or moves them to the trash together. UI goroutine only.
type rejects struct {
	list    func(ctx context.Context, f library.ImageFilter, opts library.ListOptions) (library.Listing, error)
	run     background.Run
	gallery func() *gallery.Pane
	shown   func() int64 // the selected job; 0: none
	query   func(q search.Query)
	trash   func(p picked)
	toaster *toaster
	failed  func(error)
}

// hidden reports whether the query leaves them out.
func (r *rejects) hidden() bool { return len(r.gallery().Query().Excluded(search.ByRejected)) > 0 }

// possible reports whether there may be any: pictures are shown, or rejected ones hidden.
func (r *rejects) possible() bool { return r.gallery().Pictures.Len() > 0 || r.hidden() }

// toggle hides them, or shows them again.
func (r *rejects) toggle() {
	q := r.gallery().Query()
	if r.hidden() {
		q = withRejected(q)
	} else {
		q = q.With("-is:rejected")
	}
	r.query(q)
}

// withRejected is a query that no longer leaves rejected pictures out.
func withRejected(q search.Query) search.Query {
	q.Not = slices.DeleteFunc(slices.Clone(q.Not), func(not search.Query) bool { return not.Rejected })
	return q
}

// trashAll moves the rejected pictures of what is shown to the trash: of the selected job, or of the search, even if
// it hides them.
func (r *rejects) trashAll() {
	filter := library.ImageFilter{EntryID: r.shown()}
	if filter.EntryID == 0 {
		filter.Query = withRejected(r.gallery().Query())
	}
	filter.Query.Rejected = true
	background.Do(r.run, func(ctx context.Context) (library.Listing, error) {
		return r.list(ctx, filter, library.ListOptions{})
	}, func(list library.Listing, err error) {
		switch {
		case err != nil:
			r.failed(err)
		case len(list.IDs) == 0:
			r.toaster.show(message.T("picture.reject.none"))
		default:
			r.trash(picked{ids: list.IDs})
		}
	})
}
