package imageview

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"lookbook/app/library"
	"lookbook/app/search"
	"lookbook/app/ui/actions"
	"lookbook/app/ui/arrange"
	"lookbook/app/ui/message"
	"lookbook/widgets"
	"lookbook/widgets/darkroom"
)

// reviewStrip is the line below the image: how many are left, the marks, and the keys.
type reviewStrip struct {
	content   fyne.CanvasObject
	left      *widgets.Label
	favourite *widgets.Favourite
	stars     *widgets.Stars
	verdict   *widgets.Label
}

// newReviewStrip makes it. The functions are called for clicks on it.
func newReviewStrip(favour func(on bool), rate func(rating int)) *reviewStrip {
	s := &reviewStrip{left: widgets.NewLabel(""), favourite: newFavourite(favour), stars: widgets.NewStars(0, rate), verdict: widgets.NewLabel("")}
	s.left.SetBold(true)
	undo := actions.On("Ctrl+Z").For(runtime.GOOS)[0].Shown(runtime.GOOS)
	keys := widgets.NewQuietLabel(message.T("imageview.review.keys", message.With{"Undo": undo}))
	keys.SetMinWidth(0)
	keys.SetAlign(fyne.TextAlignTrailing)
	marks := container.New(widgets.NewLine(darkroom.Space8), s.left, s.favourite, s.stars, s.verdict)
	s.content = widgets.NewSurface(darkroom.ColorNameRaised, container.New(
		layout.NewCustomPaddedLayout(darkroom.Space4, darkroom.Space4, darkroom.Space16, darkroom.Space16),
		container.NewBorder(nil, nil, marks, nil, arrange.Line(0, keys))))
	return s
}

// say shows how many of all are left, and the marks of the present image.
func (s *reviewStrip) say(left, all int, marks library.Marks, decided bool) {
	s.left.SetText(message.T("imageview.review.left", message.With{"Left": left, "All": all}))
	s.favourite.SetOn(marks.Favourite)
	s.stars.SetRating(marks.Rating)
	words := ""
	switch {
	case marks.Rating == search.RejectedRating:
		words = message.T("imageview.rejected")
	case marks.Favourite:
		words = message.T("imageview.review.picked")
	case decided && marks.Rating == 0:
		words = message.T("imageview.review.neither")
	}
	s.verdict.SetText(words)
	s.content.Refresh()
}

// reviewSummary says what a review came to, and offers to remove what was rejected.
type reviewSummary struct {
	box      *fyne.Container
	title    *widgets.Label
	words    *widgets.Label
	trash    *widgets.QuietButton
	rejected []library.Image
}

func newReviewSummary(trash func([]library.Image), leave func()) *reviewSummary {
	s := &reviewSummary{title: widgets.NewTitle(""), words: widgets.NewLabel("")}
	s.trash = widgets.NewQuietButton("", func() { trash(s.rejected) })
	back := widgets.NewQuietButton(message.T("imageview.review.back"), leave)
	s.box = container.NewCenter(widgets.NewPlate(container.New(
		layout.NewCustomPaddedLayout(darkroom.Space16, darkroom.Space12, darkroom.Space24, darkroom.Space24),
		arrange.Stack(darkroom.Space8, container.NewCenter(s.title), container.NewCenter(s.words),
			container.NewCenter(container.New(widgets.NewLine(darkroom.Space8), s.trash, back))))))
	s.box.Hide()
	return s
}

// tell counts what was decided.
func (s *reviewSummary) tell(images []library.Image) {
	picked, neither := 0, 0
	s.rejected = nil
	for _, img := range images {
		switch {
		case img.Marks.Rating == search.RejectedRating:
			if img.State != library.ImageTrashed {
				s.rejected = append(s.rejected, img)
			}
		case img.Marks.Favourite:
			picked++
		default:
			neither++
		}
	}
	s.title.SetText(message.N("imageview.review.over", len(images)))
	s.words.SetText(message.T("imageview.review.sum", message.With{"Picked": picked, "Rejected": len(s.rejected), "Neither": neither}))
	s.trash.SetText(message.N("imageview.review.trash", len(s.rejected)))
	arrange.Show(s.trash, len(s.rejected) > 0)
	s.box.Show()
	s.box.Refresh()
}
