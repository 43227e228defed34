package ui

import (
	"context"
	"errors"
	"log/slog"

	"lookbook/app/edit"
	"lookbook/app/library"
	"lookbook/app/ui/background"
	"lookbook/app/ui/gallery"
	"lookbook/app/ui/imageview"
	"lookbook/app/ui/message"
)

// reviewer begins reviews of pictures and keeps how far they are. UI goroutine only.
type reviewer struct {
	reviews *edit.Reviews
	list    func(ctx context.Context, f library.ImageFilter, opts library.ListOptions) (library.Listing, error)
	run     background.Run
	queue   *background.Queue
	gallery func() *gallery.Pane
	views   func() *imageview.Views
	shown   func() int64 // the selected job; 0: none
	toaster *toaster
	fail    failing

	log *slog.Logger

	asked int // number of the last question; answers to earlier ones are dropped
}

// begin reviews the selected pictures, if they are several, otherwise those of the selected job, or all that are
// listed. It goes on where an earlier review of the same ones stopped.
func (r *reviewer) begin() {
	pictures := r.gallery().Pictures
	ids := pictures.SelectedIDs()
	switch entry := r.shown(); {
	case len(ids) > 1:
	case entry != 0:
		r.job(entry)
		return
	default:
		ids = pictures.IDs()
	}
	r.open(func(ctx context.Context) (library.Review, error) { return r.reviews.Pictures(ctx, ids) }, "review.nothing")
}

// job reviews the pictures of a job.
func (r *reviewer) job(entry int64) {
	r.open(func(ctx context.Context) (library.Review, error) {
		list, err := r.list(ctx, library.ImageFilter{EntryID: entry}, library.ListOptions{})
		if err != nil {
			return library.Review{}, err
		}
		return r.reviews.Job(ctx, entry, list.IDs)
	}, "review.nothing")
}

// goOn resumes the review that was used last.
func (r *reviewer) goOn() { r.open(r.reviews.Latest, "review.none") }

// open shows a review. If it has no pictures, it says the sentence with the key none.
func (r *reviewer) open(of func(ctx context.Context) (library.Review, error), none string) {
	r.asked++
	asked := r.asked
	background.Do(r.run, of, func(review library.Review, err error) {
		switch {
		case asked != r.asked:
		case errors.Is(err, library.ErrNotFound), err == nil && len(review.Images) == 0:
			r.toaster.show(message.T(none))
		case err != nil:
			r.fail("review.failed", err)
		default:
			r.views().Close()
			r.views().Review.Open(review)
			r.log.Debug("review opened", "left", review.Left())
		}
	})
}

// decide records a decision, after those before it.
func (r *reviewer) decide(review, image int64, decided bool) {
	r.queue.Add(func() background.Work {
		return func(ctx context.Context) func() {
			err := r.reviews.Decide(ctx, review, image, decided)
			return func() {
				if err != nil {
					r.fail("review.failed", err)
				}
			}
		}
	})
}
