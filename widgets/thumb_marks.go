package widgets

import "fyne.io/fyne/v2"

// mostStars is the best rating.
const mostStars = 5

const (
	ratingStar float32 = 9 // a star of the rating on a thumb
	ratingGap  float32 = 1
	ratingPad  float32 = 4
)

const starPath = "M12 2l3.1 6.6 7.1.9-5.2 5 1.3 7.1L12 18.1l-6.3 3.5L7 14.5l-5.2-5 7.1-.9z"

// starIcon is a filled star.
func starIcon() fyne.Resource {
	return fyne.NewStaticResource("stars1.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">`+
		`<path fill="#FFFFFF" d="`+starPath+`"/></svg>`))
}

// outlineStarIcon is a hollow star.
func outlineStarIcon() fyne.Resource {
	return fyne.NewStaticResource("star-outline.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">`+
		`<path fill="#FFFFFF" fill-rule="evenodd" d="`+starPath+`M12 6.2L9.9 10.3 5.5 10.9 8.7 14 7.9 18.4 12 16.2 16.1 18.4 15.3 14 18.5 10.9 14.1 10.3z"/></svg>`))
}

func ratingWidth(n int) float32 {
	return float32(n)*(ratingStar+ratingGap) - ratingGap + 2*ratingPad
}

func (p *thumbParts) paintRating(radius float32) {
	p.ratingBack.FillColor, p.ratingBack.CornerRadius = scrimColor, radius
	p.rated = min(max(p.t.state.Rating, 0), mostStars)
}

// layoutRating puts the stars in the lower left corner, above the caption if there is one.
func (p *thumbParts) layoutRating(x, y float32, size fyne.Size, large bool) {
	width, height := ratingWidth(p.rated), ratingStar+ratingPad
	inset := min(cornerInset, (size.Width-width)/2)
	top := y + size.Height - height - cornerInset
	if p.scrim.Visible() {
		top = p.scrim.Position().Y - height - ringWidth
	}
	fits := large && p.rated > 0 && inset >= 0
	show(p.ratingBack, fits)
	put(p.ratingBack, x+inset, top, width, height)
	for i, star := range p.rating {
		if show(star, fits && i < p.rated); star.Visible() {
			put(star, x+inset+ratingPad+float32(i)*(ratingStar+ratingGap), top+ratingPad/2, ratingStar, ratingStar)
		}
	}
}
